package io.tickgate.adapter.simulator.dialect;

import static io.tickgate.adapter.simulator.dialect.HandMade.BTC;
import static io.tickgate.adapter.simulator.dialect.HandMade.TS;
import static io.tickgate.adapter.simulator.dialect.HandMade.change;
import static io.tickgate.adapter.simulator.dialect.HandMade.levels;
import static io.tickgate.adapter.simulator.dialect.HandMade.quote;
import static io.tickgate.adapter.simulator.dialect.HandMade.snapshot;
import static io.tickgate.adapter.simulator.dialect.HandMade.trade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.adapter.simulator.ModelBook;
import io.tickgate.market.Decimal;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CoinbaseDialectTest {
  private final Frames frames = new Frames();
  private final CoinbaseDialect coinbase = new CoinbaseDialect(List.of(BTC), frames);

  @Test
  void subscribesAndAcknowledgesAsTheVenueDoes() {
    assertEquals(
        List.of(
            "{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\"],"
                + "\"channels\":[\"level2\",\"ticker\",\"matches\"]}"),
        coinbase.requests());
    coinbase.onConnect(TS);
    coinbase.onRequests(TS);
    assertEquals(
        List.of(
            "{\"type\":\"subscriptions\",\"channels\":["
                + "{\"name\":\"level2\",\"product_ids\":[\"BTC-USD\"]},"
                + "{\"name\":\"ticker\",\"product_ids\":[\"BTC-USD\"]},"
                + "{\"name\":\"matches\",\"product_ids\":[\"BTC-USD\"]}]}"),
        frames.texts());
  }

  @Test
  void writesBooks() {
    coinbase.onTick(snapshot(levels("10.5", "1.20"), levels("10.6", "3", "10.7", "4")));
    coinbase.onTick(change(levels("10.5", "0.00"), levels("10.55", "2")));
    assertEquals(
        List.of(
            "{\"type\":\"snapshot\",\"product_id\":\"BTC-USD\","
                + "\"asks\":[[\"10.6\",\"3\"],[\"10.7\",\"4\"]],\"bids\":[[\"10.5\",\"1.20\"]]}",
            "{\"type\":\"l2update\",\"product_id\":\"BTC-USD\","
                + "\"changes\":[[\"buy\",\"10.5\",\"0.00\"],[\"sell\",\"10.55\",\"2\"]],"
                + "\"time\":\"2026-01-02T14:30:00.000001Z\"}"),
        frames.texts());
  }

  @Test
  void tellsTheMakersSideInMatchesAndTheTakersInTickers() {
    coinbase.onTick(quote("10.5", "1.0", "10.6", "3.0"));
    frames.heard.clear();
    coinbase.onTick(trade("10.6", "0.5", Side.BUY, 1));
    coinbase.onTick(quote("10.5", "1.0", "10.6", "2.5"));
    JsonNode match = frames.heard.get(0).json();
    assertEquals("match", match.get("type").asText());
    assertEquals("sell", match.get("side").asText());
    assertEquals(40_000_001, match.get("trade_id").asLong());
    assertEquals("0.5", match.get("size").asText());
    assertEquals(36, match.get("maker_order_id").asText().length());
    assertEquals(
        "{\"type\":\"ticker\",\"sequence\":9000000002,\"product_id\":\"BTC-USD\","
            + "\"price\":\"10.6\",\"open_24h\":\"10.5\",\"volume_24h\":\"0.5\","
            + "\"low_24h\":\"10.5\",\"high_24h\":\"10.6\",\"volume_30d\":\"0.5\","
            + "\"best_bid\":\"10.5\",\"best_bid_size\":\"1.0\","
            + "\"best_ask\":\"10.6\",\"best_ask_size\":\"2.5\",\"side\":\"buy\","
            + "\"time\":\"2026-01-02T14:30:00.000001Z\",\"trade_id\":40000001,"
            + "\"last_size\":\"0.5\"}",
        frames.heard.get(1).text());
  }

  @Test
  void givesTheLastMatchOnceBeforeAnyOther() {
    coinbase.onTick(quote("10.5", "1.0", "10.6", "3.0"));
    coinbase.onTick(quote("10.5", "1.1", "10.6", "3.0"));
    assertEquals(2, frames.heard.size());
    assertEquals("ticker", frames.heard.get(0).json().get("type").asText());
    assertEquals("last_match", frames.heard.get(1).json().get("type").asText());
  }

  @Test
  void ignoresSymbolsItWasNotMadeFor() {
    new CoinbaseDialect(List.of(Symbol.of("sim", "ETH-USD")), frames)
        .onTick(quote("10.5", "1.0", "10.6", "3.0"));
    assertEquals(List.of(), frames.heard);
  }

  @Test
  void keepsBooksWholeAndTradeIdsUnbrokenForAMinute() {
    List<String> symbols = List.of("BTC-USD", "EUR-USD", "AAPL");
    Frames minute = Frames.of(CoinbaseDialect::new, symbols, 500, 21, 60);
    Map<String, ModelBook> books = new HashMap<>();
    Map<String, Long> tradeIds = new HashMap<>();
    long sequence = 0;
    int updates = 0;
    for (Frames.Heard heard : minute.heard) {
      if (!heard.kind().equals("in") || heard.text().contains("subscriptions")) {
        continue;
      }
      JsonNode frame = heard.json();
      String id = frame.get("product_id").asText();
      ModelBook book = books.computeIfAbsent(id, name -> new ModelBook());
      switch (frame.get("type").asText()) {
        case "snapshot" -> {
          frame.get("bids").forEach(level -> set(book, "buy", level.get(0), level.get(1)));
          frame.get("asks").forEach(level -> set(book, "sell", level.get(0), level.get(1)));
        }
        case "l2update" -> {
          updates++;
          frame
              .get("changes")
              .forEach(level -> set(book, level.get(0).asText(), level.get(1), level.get(2)));
          assertEquals(25, book.bids.size(), heard.text());
          assertEquals(25, book.asks.size(), heard.text());
        }
        case "match" -> {
          long next = Objects.requireNonNull(tradeIds.get(id)) + 1;
          assertEquals(next, frame.get("trade_id").asLong(), heard.text());
          tradeIds.put(id, next);
          assertTrue(frame.get("sequence").asLong() > sequence, heard.text());
          sequence = frame.get("sequence").asLong();
        }
        case "last_match" -> tradeIds.put(id, frame.get("trade_id").asLong());
        default -> assertEquals("ticker", frame.get("type").asText());
      }
    }
    assertTrue(updates > 5_000, "updates " + updates);
  }

  private static void set(ModelBook book, String side, JsonNode price, JsonNode size) {
    ModelBook.set(
        side.equals("buy") ? book.bids : book.asks,
        Decimal.parse(price.asText()),
        Decimal.parse(size.asText()));
  }
}
