package io.tickgate.adapter.simulator.dialect;

import static io.tickgate.adapter.simulator.dialect.HandMade.BTC;
import static io.tickgate.adapter.simulator.dialect.HandMade.TS;
import static io.tickgate.adapter.simulator.dialect.HandMade.quote;
import static io.tickgate.adapter.simulator.dialect.HandMade.trade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.adapter.simulator.ModelBook;
import io.tickgate.market.Decimal;
import io.tickgate.market.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BinanceDialectTest {
  private final Frames frames = new Frames();
  private final BinanceDialect binance = new BinanceDialect(List.of(BTC), frames);

  @Test
  void subscribesInTheVenuesSpelling() {
    assertEquals(
        List.of(
            "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@depth@100ms\","
                + "\"btcusdt@bookTicker\",\"btcusdt@trade\"],\"id\":1}"),
        binance.requests());
    binance.onConnect(TS);
    binance.onRequests(TS);
    assertEquals(List.of("{\"result\":null,\"id\":1}"), frames.texts());
  }

  @Test
  void writesTradesWithTheBuyersRole() {
    binance.onTick(trade("10.60", "0.50", Side.BUY, 1));
    binance.onTick(trade("10.50", "0.70", Side.SELL, 2));
    assertEquals(
        List.of(
            "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1767364200000,"
                + "\"T\":1767364200000,\"s\":\"BTCUSDT\",\"t\":5000000001,\"p\":\"10.60\","
                + "\"q\":\"0.50\",\"X\":\"MARKET\",\"m\":false}}",
            "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1767364200000,"
                + "\"T\":1767364200000,\"s\":\"BTCUSDT\",\"t\":5000000002,\"p\":\"10.50\","
                + "\"q\":\"0.70\",\"X\":\"MARKET\",\"m\":true}}"),
        frames.texts());
  }

  @Test
  void writesTheBestBidAndAsk() {
    binance.onTick(quote("10.50", "1.00", "10.60", "3.00"));
    JsonNode frame = frames.heard.get(0).json();
    assertEquals("btcusdt@bookTicker", frame.get("stream").asText());
    JsonNode data = frame.get("data");
    assertTrue(data.get("u").asLong() > 5_100_000_000_000L);
    assertEquals("10.50", data.get("b").asText());
    assertEquals("1.00", data.get("B").asText());
    assertEquals("10.60", data.get("a").asText());
    assertEquals("3.00", data.get("A").asText());
  }

  /** A client as Binance's page on keeping a local book describes it. */
  private static final class Subscriber {
    private final List<JsonNode> events = new ArrayList<>();
    private final ModelBook book = new ModelBook();
    private final TreeMap<Long, JsonNode> quotes = new TreeMap<>();
    private @Nullable Long snapshotId;
    private long lastId;
    private boolean joined;
    private boolean joinedByEarlierEvent;
    private int compared;

    void onAnswer(JsonNode answer) {
      snapshotId = answer.get("lastUpdateId").asLong();
      apply(answer.get("bids"), answer.get("asks"));
      joinedByEarlierEvent = true;
      events.forEach(this::use);
      joinedByEarlierEvent = joined;
    }

    void onDepth(JsonNode event) {
      if (snapshotId == null) {
        events.add(event);
      } else {
        use(event);
      }
    }

    private void use(JsonNode event) {
      long id = snapshotId == null ? 0 : snapshotId;
      long first = event.get("U").asLong();
      long last = event.get("u").asLong();
      assertTrue(first <= last, event.toString());
      if (!joined) {
        if (last < id) {
          return;
        }
        assertTrue(first <= id, () -> "doesn't span " + id + ": " + event);
        joined = true;
      } else {
        assertEquals(lastId, event.get("pu").asLong(), event.toString());
      }
      lastId = last;
      apply(event.get("b"), event.get("a"));
      compare(event);
    }

    private void compare(JsonNode event) {
      Map.Entry<Long, JsonNode> quote = quotes.floorEntry(lastId);
      assertEquals(
          quote.getValue().get("b").asText(), book.bids.firstKey().toString(), event::toString);
      assertEquals(
          quote.getValue().get("a").asText(), book.asks.firstKey().toString(), event::toString);
      compared++;
    }

    private void apply(JsonNode bids, JsonNode asks) {
      bids.forEach(level -> set(book.bids, level));
      asks.forEach(level -> set(book.asks, level));
    }

    private static void set(TreeMap<Decimal, Decimal> side, JsonNode level) {
      ModelBook.set(
          side, Decimal.parse(level.get(0).asText()), Decimal.parse(level.get(1).asText()));
    }
  }

  @Test
  void depthJoinsTheAnswerAndItsChainHoldsForAMinute() {
    List<String> symbols = List.of("BTC-USD", "SOL-USD", "XRP-USD", "DOGE-USD");
    Frames minute = Frames.of(BinanceDialect::new, symbols, 500, 23, 60);
    Map<String, Subscriber> subscribers = new HashMap<>();
    for (Frames.Heard heard : minute.heard) {
      if (heard.kind().equals("rest")) {
        String symbol = heard.url().replaceAll(".*symbol=([A-Z]+)&limit=1000", "$1");
        Objects.requireNonNull(subscribers.get(symbol)).onAnswer(heard.json());
      } else if (heard.text().startsWith("{\"stream\"")) {
        JsonNode data = heard.json().get("data");
        Subscriber subscriber =
            subscribers.computeIfAbsent(data.get("s").asText(), name -> new Subscriber());
        switch (data.get("e").asText()) {
          case "depthUpdate" -> subscriber.onDepth(data);
          case "bookTicker" -> subscriber.quotes.put(data.get("u").asLong(), data);
          default -> assertEquals("trade", data.get("e").asText());
        }
      }
    }
    assertEquals(4, subscribers.size());
    subscribers.forEach(
        (symbol, subscriber) -> {
          assertTrue(subscriber.compared > 400, () -> symbol + " " + subscriber.compared);
          boolean early = List.of("SOLUSDT", "DOGEUSDT").contains(symbol);
          assertEquals(early, subscriber.joinedByEarlierEvent, symbol);
        });
  }
}
