package io.tickgate.adapter.venue.coinbase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.adapter.venue.SymbolTable;
import io.tickgate.adapter.venue.recorded.BadInput;
import io.tickgate.adapter.venue.recorded.DecoderProbe;
import io.tickgate.adapter.venue.recorded.JsonFrames;
import io.tickgate.adapter.venue.recorded.Recording;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Decimal;
import io.tickgate.market.Listed;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Side;
import io.tickgate.market.Summary;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoinbaseDecoderTest {
  private static final Symbol SYMBOL = Symbol.of("coinbase:BTC-USD");
  private static final String SNAPSHOT =
      "{\"type\":\"snapshot\",\"product_id\":\"BTC-USD\",\"bids\":[[\"1.10\",\"2.0\"]],"
          + "\"asks\":[[\"1.20\",\"3\"]]}";
  private static final String UPDATE =
      "{\"type\":\"l2update\",\"product_id\":\"BTC-USD\",\"changes\":[[\"buy\",\"1.10\",\"0\"],"
          + "[\"sell\",\"1.21\",\"4\"]],\"time\":\"2021-04-17T16:43:37.586862Z\"}";

  private final DecoderProbe probe = new DecoderProbe(CoinbaseDecoder::new);

  @Test
  void listsProductsOnce() {
    String ack =
        "{\"type\":\"subscriptions\",\"channels\":[\"status\",{\"name\":\"level2\","
            + "\"product_ids\":[\"BTC-USD\",\"ETH-USD\"]},{\"name\":\"ticker\","
            + "\"product_ids\":[\"BTC-USD\"]}]}";
    probe.receive(ack, ack);
    assertEquals(
        List.of(new Listed(SYMBOL, 2, 2), new Listed(Symbol.of("coinbase:ETH-USD"), 2, 2)),
        probe.take());
  }

  @Test
  void turnsSnapshotAndUpdateIntoChanges() {
    probe.receive(SNAPSHOT, UPDATE);
    assertEquals(
        List.of(
            new BookChange(SYMBOL, 2, 2, true, levels("1.10", "2.0"), levels("1.20", "3"), 0, null),
            new BookChange(
                SYMBOL,
                1618677817586862L,
                3,
                false,
                levels("1.10", "0"),
                levels("1.21", "4"),
                0,
                null)),
        probe.take());
  }

  @Test
  void ignoresUpdateBeforeSnapshot() {
    probe.receive(UPDATE);
    assertEquals(List.of(), probe.take());
    assertEquals(1, probe.counters.ignored.sum());
    assertEquals(0, probe.counters.broken.sum());
  }

  @Test
  void takesMakersSideForTakersOpposite() {
    probe.receive(match("match", 7, "sell"));
    assertEquals(List.of(trade(7, Side.BUY)), probe.take());
    probe.receive(match("match", 8, "buy").replace("T16", "X16"));
    assertEquals(1, probe.counters.broken.sum());
  }

  @Test
  void ignoresRepeatedMatch() {
    probe.receive(match("match", 7, "sell"), match("match", 7, "sell"), match("match", 6, "sell"));
    assertEquals(List.of("Trade"), probe.takeKinds());
    assertEquals(2, probe.counters.ignored.sum());
  }

  @Test
  void takesLastMatchAsHistory() {
    probe.receive(match("last_match", 7, "sell"), match("match", 7, "sell"));
    assertEquals(List.of(3L), probe.take().stream().map(tick -> tick.rx()).toList());
    assertEquals(1, probe.counters.ignored.sum());
  }

  @Test
  void summarizesTicker() {
    String ticker =
        "{\"type\":\"ticker\",\"product_id\":\"BTC-USD\",\"price\":\"1.15\",\"side\":\"\","
            + "\"best_bid\":\"1.10\",\"best_bid_size\":\"2\",\"best_ask\":\"1.20\","
            + "\"last_size\":\"0.5\",\"time\":\"2021-04-17T16:43:37.586862Z\"}";
    probe.receive(ticker);
    assertEquals(
        List.of(
            new Summary(
                SYMBOL,
                1618677817586862L,
                2,
                Decimal.parse("1.10"),
                Decimal.parse("2"),
                Decimal.parse("1.20"),
                null,
                Decimal.parse("1.15"),
                Decimal.parse("0.5"))),
        probe.take());
  }

  @Test
  void countsErrorsAndUnknownTypes() throws IOException {
    for (String line : Recording.of("frames/documented/errors-and-control.jsonl").frames()) {
      if (line.contains("\"coinbase-exchange\"")) {
        probe.receive(JsonFrames.inner(line, "/frame"));
      }
    }
    probe.receive("{\"type\":\"status\",\"products\":[{\"id\":\"X\"}],\"channels\":3}");
    assertEquals(List.of(), probe.take());
    assertEquals(1, probe.counters.errors.sum());
    assertEquals(1, probe.counters.ignored.sum());
    assertEquals(0, probe.counters.broken.sum());
  }

  @Test
  void dropsSymbolsBeyondTheLimit() {
    for (int i = 0; i <= SymbolTable.MAX_SYMBOLS; i++) {
      probe.receive("{\"type\":\"ticker\",\"product_id\":\"P%d\",\"price\":\"1\"}".formatted(i));
    }
    assertEquals(SymbolTable.MAX_SYMBOLS, probe.take().size());
    assertEquals(1, probe.counters.dropped.sum());
    assertEquals(0, probe.skipped());
    probe.receive("{\"type\":\"ticker\",\"product_id\":\"P0\",\"price\":\"1\"}");
    assertEquals(List.of("Summary"), probe.takeKinds());
  }

  @Test
  void voidsStateOnNewConnection() {
    probe.receive(SNAPSHOT, match("match", 7, "sell")).take();
    probe.open();
    assertEquals(List.of(new BookReset(SYMBOL, 4, 4, "new connection")), probe.take());
    probe.receive(UPDATE, match("match", 7, "sell"));
    assertEquals(List.of("Trade"), probe.takeKinds());
    probe.open().receive(SNAPSHOT);
    assertEquals(List.of("BookChange"), probe.takeKinds());
  }

  @Test
  void survivesSpoiledFrames() throws IOException {
    Recording recording = Recording.of("raw/coinbase-exchange_2021-04-17_a.cf.txt.gz");
    String snapshot = JsonFrames.trimmed(recording.frame("\"snapshot\"", "SKL-USD"), 2);
    Set<String> book = Set.of("/type", "/product_id", "/bids", "/asks", "/bids/*/*", "/asks/*/*");
    spoil(List.of(), snapshot, snapshot, book, Set.of());
    spoil(
        List.of(snapshot),
        recording.frame("\"l2update\"", "SKL-USD"),
        snapshot,
        Set.of("/type", "/product_id", "/changes", "/changes/*/*"),
        Set.of());
    String match = recording.frame("\"match\"", "SKL-USD");
    spoil(
        List.of(),
        match,
        snapshot,
        Set.of("/type", "/product_id", "/trade_id", "/side", "/size", "/price"),
        Set.of("/size"));
    String ticker = recording.frame("\"ticker\"", "\"price\"");
    spoil(List.of(), ticker, snapshot, Set.of("/type", "/product_id"), Set.of("/last_size"));
    String ack = recording.frame("\"subscriptions\"", "matches");
    spoil(List.of(), JsonFrames.trimmed(ack, 2), snapshot, Set.of("/type"), Set.of());
  }

  private static void spoil(
      List<String> before, String frame, String after, Set<String> required, Set<String> sizes) {
    new BadInput(CoinbaseDecoder::new, before, frame, after, required, sizes).check();
  }

  private static List<PriceLevel> levels(String price, String size) {
    return List.of(new PriceLevel(Decimal.parse(price), Decimal.parse(size)));
  }

  private static Trade trade(long id, Side side) {
    return new Trade(
        SYMBOL,
        1618677817586862L,
        2,
        Decimal.parse("1.15"),
        Decimal.parse("0.50"),
        side,
        Long.toString(id));
  }

  private static String match(String type, long id, String side) {
    return "{\"type\":\"%s\",\"trade_id\":%d,\"side\":\"%s\",\"size\":\"0.50\",\"price\":\"1.15\","
            .formatted(type, id, side)
        + "\"product_id\":\"BTC-USD\",\"sequence\":9,\"time\":\"2021-04-17T16:43:37.586862Z\"}";
  }
}
