package io.tickgate.adapter.simulator.dialect;

import static io.tickgate.adapter.simulator.dialect.HandMade.BTC;
import static io.tickgate.adapter.simulator.dialect.HandMade.TS;
import static io.tickgate.adapter.simulator.dialect.HandMade.quote;
import static io.tickgate.adapter.simulator.dialect.HandMade.trade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.market.Side;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class KrakenDialectTest {
  private final Frames frames = new Frames();
  private final KrakenDialect kraken = new KrakenDialect(List.of(BTC), frames);

  @Test
  void subscribesToThreeChannelsInTheVenuesSpelling() {
    assertEquals(
        List.of(
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\","
                + "\"symbol\":[\"BTC/USD\"],\"depth\":10,\"snapshot\":true},\"req_id\":1}",
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\","
                + "\"symbol\":[\"BTC/USD\"],\"snapshot\":false},\"req_id\":2}",
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"ticker\",\"symbol\":"
                + "[\"BTC/USD\"],\"event_trigger\":\"bbo\",\"snapshot\":true},\"req_id\":3}"),
        kraken.requests());
  }

  @Test
  void saysItsStatusAndAcknowledgesEachSymbol() {
    kraken.onConnect(TS);
    kraken.onRequests(TS);
    assertEquals(4, frames.heard.size());
    assertEquals(
        "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"version\":\"2.0.10\","
            + "\"system\":\"online\",\"api_version\":\"v2\","
            + "\"connection_id\":12393906104898154338}]}",
        frames.heard.get(0).text());
    assertEquals(
        "{\"method\":\"subscribe\",\"result\":{\"channel\":\"book\",\"depth\":10,"
            + "\"snapshot\":true,\"symbol\":\"BTC/USD\"},\"success\":true,"
            + "\"time_in\":\"2026-01-02T14:30:00.000001Z\","
            + "\"time_out\":\"2026-01-02T14:30:00.000001Z\",\"req_id\":1}",
        frames.heard.get(1).text());
  }

  @Test
  void writesTickersAndTradesWithAllTheirDecimals() {
    kraken.onTick(quote("10.50", "1.00", "10.60", "3.00"));
    kraken.onTick(trade("10.60", "0.50", Side.BUY, 1));
    kraken.onTick(quote("10.50", "1.00", "10.60", "2.50"));
    assertEquals(
        List.of(
            "{\"channel\":\"ticker\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"BTC/USD\","
                + "\"bid\":10.50,\"bid_qty\":1.00,\"ask\":10.60,\"ask_qty\":3.00,\"last\":10.50,"
                + "\"volume\":0.00,\"vwap\":10.50,\"low\":10.50,\"high\":10.50,\"change\":0.00,"
                + "\"change_pct\":0.00,\"timestamp\":\"2026-01-02T14:30:00.000001Z\"}]}",
            "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\","
                + "\"side\":\"buy\",\"price\":10.60,\"qty\":0.50,\"ord_type\":\"market\","
                + "\"trade_id\":70000001,\"timestamp\":\"2026-01-02T14:30:00.000001Z\"}]}",
            "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\","
                + "\"bid\":10.50,\"bid_qty\":1.00,\"ask\":10.60,\"ask_qty\":2.50,\"last\":10.60,"
                + "\"volume\":0.50,\"vwap\":10.60,\"low\":10.50,\"high\":10.60,\"change\":0.10,"
                + "\"change_pct\":0.95,\"timestamp\":\"2026-01-02T14:30:00.000001Z\"}]}"),
        frames.texts());
  }

  @Test
  void beatsItsHeartOnlyInSilence() {
    kraken.onTick(quote("10.50", "1.00", "10.60", "3.00"));
    frames.heard.clear();
    kraken.onTime(TS + 999_999);
    assertEquals(List.of(), frames.heard);
    kraken.onTime(TS + 1_000_000);
    kraken.onTime(TS + 1_100_000);
    assertEquals(List.of("{\"channel\":\"heartbeat\"}"), frames.texts());
  }

  @Test
  void checksumsAndWindowHoldForAMinute() {
    List<String> symbols = List.of("BTC-USD", "ADA-USD", "XRP-USD");
    Frames minute = Frames.of(KrakenDialect::new, symbols, 500, 22, 60);
    Map<String, Subscriber> books = new HashMap<>();
    Map<String, JsonNode> tickers = new HashMap<>();
    int checked = 0;
    for (Frames.Heard heard : minute.heard) {
      JsonNode frame = heard.kind().equals("in") ? heard.json() : null;
      String channel = frame == null ? "" : frame.path("channel").asText();
      if (frame == null || frame.path("data").path(0).path("symbol").isMissingNode()) {
        continue;
      }
      JsonNode data = frame.get("data").get(0);
      String symbol = data.get("symbol").asText();
      if (channel.equals("ticker")) {
        tickers.put(symbol, data);
      } else if (channel.equals("book")) {
        checked++;
        Subscriber book = books.computeIfAbsent(symbol, name -> new Subscriber());
        book.apply(data);
        assertEquals(data.get("checksum").asLong(), book.checksum(), heard.text());
        JsonNode ticker = tickers.get(symbol);
        if (frame.get("type").asText().equals("update")) {
          assertNotNull(ticker);
          assertEquals(ticker.get("bid").decimalValue(), book.bids.firstKey(), heard.text());
          assertEquals(ticker.get("ask").decimalValue(), book.asks.firstKey(), heard.text());
        }
      }
    }
    assertTrue(checked > 4_000, "checked " + checked);
    int cameBack = books.values().stream().mapToInt(book -> book.cameBack).sum();
    assertTrue(cameBack > 100, "levels back in the window, seed 22: " + cameBack);
  }

  /** A client as Kraken's guide describes it: applies, cuts to ten, sums up the digits. */
  private static final class Subscriber {
    private final TreeMap<BigDecimal, BigDecimal> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<BigDecimal, BigDecimal> asks = new TreeMap<>();
    private final Set<BigDecimal> pushedOut = new HashSet<>();
    private int cameBack;

    void apply(JsonNode data) {
      apply(bids, data.get("bids"));
      apply(asks, data.get("asks"));
    }

    private void apply(TreeMap<BigDecimal, BigDecimal> side, JsonNode levels) {
      for (JsonNode level : levels) {
        BigDecimal price = level.get("price").decimalValue();
        BigDecimal size = level.get("qty").decimalValue();
        if (size.signum() == 0) {
          assertNotNull(side.remove(price), "removed but not there: " + price);
        } else {
          cameBack += pushedOut.remove(price) ? 1 : 0;
          side.put(price, size);
        }
      }
      while (side.size() > 10) {
        pushedOut.add(side.pollLastEntry().getKey());
      }
    }

    long checksum() {
      StringBuilder text = new StringBuilder();
      for (TreeMap<BigDecimal, BigDecimal> side : List.of(asks, bids)) {
        side.forEach((price, size) -> text.append(digits(price)).append(digits(size)));
      }
      CRC32 crc = new CRC32();
      crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
      return crc.getValue();
    }

    private static String digits(BigDecimal number) {
      return number.toPlainString().replace(".", "").replaceFirst("^0+", "");
    }
  }
}
