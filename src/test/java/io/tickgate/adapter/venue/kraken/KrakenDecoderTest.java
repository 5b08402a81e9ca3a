package io.tickgate.adapter.venue.kraken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tickgate.adapter.venue.recorded.BadInput;
import io.tickgate.adapter.venue.recorded.DecoderProbe;
import io.tickgate.adapter.venue.recorded.JsonFrames;
import io.tickgate.adapter.venue.recorded.Recording;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Decimal;
import io.tickgate.market.Listed;
import io.tickgate.market.Side;
import io.tickgate.market.Summary;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KrakenDecoderTest {
  private static final String V2 = "raw/kraken-v2_btc-usd_2026-08-24_book10.jsonl";
  private static final String V2_SHAPED = "raw/kraken-v2-shaped_2021-04-17_book100.jsonl.gz";
  private static final String V1 = "raw/kraken-v1_2021-04-17_book.cf.txt.gz";

  private final DecoderProbe probe = new DecoderProbe(KrakenDecoder::new);

  @Test
  void listsPairsOfEitherGeneration() {
    probe.receive(
        ack("BTC/USD", 10),
        "{\"channelID\":1,\"channelName\":\"book-25\",\"event\":\"subscriptionStatus\","
            + "\"pair\":\"XBT/USD\",\"status\":\"subscribed\"}");
    assertEquals(
        List.of(
            new Listed(Symbol.of("kraken:BTC/USD"), 2, 2),
            new Listed(Symbol.of("kraken:XBT/USD"), 3, 3)),
        probe.take());
  }

  @Test
  void resyncsOnlyTheSymbolWhoseChecksumIsWrong() {
    probe.receive(
        book("snapshot", "A/B", crc("24", "13")),
        book("snapshot", "C/D", crc("24", "13")),
        book("update", "A/B", 12345),
        book("update", "A/B", crc("24", "13")),
        book("update", "C/D", crc("24", "13")));
    assertEquals(List.of("kraken:A/B checksum mismatch"), probe.resyncs);
    assertEquals(1, probe.counters.resyncs.sum());
    assertEquals(1, probe.counters.ignored.sum());
    assertEquals(
        List.of("kraken:A/B", "kraken:C/D", "kraken:A/B", "kraken:C/D"),
        probe.take().stream().map(tick -> tick.symbol().name()).toList());
    probe.receive(book("snapshot", "A/B", crc("24", "13")), book("update", "A/B", crc("24", "13")));
    assertEquals(List.of("BookChange", "BookChange"), probe.takeKinds());
    assertEquals(1, probe.counters.resyncs.sum());
  }

  @Test
  void takesWindowFromAcknowledgement() {
    probe.receive(ack("A/B", 25), book("snapshot", "A/B", crc("24", "13")));
    assertEquals(25, window());
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "1, 10", "10, 10", "11, 25", "26, 100", "101, 500", "501, 1000", "1001, 0"})
  void derivesWindowFromSnapshot(int levels, int window) {
    probe.receive(snapshot(levels));
    assertEquals(window, window());
  }

  @Test
  void ignoresDepthThatIsNotOnOffer() {
    probe.receive(ack("A/B", 7), snapshot(3));
    assertEquals(10, window());
  }

  @Test
  void keepsWindowOfSnapshotInUpdates() {
    probe.receive(snapshot(11), book("update", "A/B", -1));
    assertEquals(25, window());
  }

  @Test
  void cutsBookToWindow() throws IOException {
    probe.receive(Recording.of(V2).frames().toArray(String[]::new));
    assertEquals(10, probe.book("BTC/USD", true).size());
    assertEquals("78856.8 0.60870868", probe.book("BTC/USD", true).get(9));
    assertEquals(List.of(), probe.resyncs);
  }

  @Test
  void takesTradesInOrderAndSnapshotAsHistory() {
    String rows =
        "\"data\":[{\"symbol\":\"A/B\",\"side\":\"sell\",\"price\":0.5117,\"qty\":40.0,"
            + "\"ord_type\":\"market\",\"trade_id\":4665906,"
            + "\"timestamp\":\"2023-09-25T07:49:37.708706Z\"},"
            + "{\"symbol\":\"A/B\",\"side\":\"buy\",\"price\":0.5118,\"qty\":1.50,"
            + "\"ord_type\":\"limit\",\"trade_id\":4665907}]}";
    probe.receive(
        "{\"channel\":\"trade\",\"type\":\"snapshot\"," + rows,
        "{\"channel\":\"trade\",\"type\":\"update\"," + rows);
    Symbol symbol = Symbol.of("kraken:A/B");
    assertEquals(
        List.of(
            new Trade(
                symbol,
                1695628177708706L,
                3,
                Decimal.parse("0.5117"),
                Decimal.parse("40.0"),
                Side.SELL,
                "4665906"),
            new Trade(
                symbol, 3, 3, Decimal.parse("0.5118"), Decimal.parse("1.50"), Side.BUY, "4665907")),
        probe.take());
    assertEquals(1, probe.counters.ignored.sum());
  }

  @Test
  void hasNoEffectWhenOneRowIsBroken() {
    probe.receive(
        "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"A/B\",\"side\":\"sell\","
            + "\"price\":1,\"qty\":2,\"trade_id\":3},{\"symbol\":\"A/B\",\"price\":1}]}");
    assertEquals(List.of(), probe.take());
    assertEquals(1, probe.counters.broken.sum());
  }

  @Test
  void takesBothSidesOfOneV1Message() {
    probe.receive(v1Snapshot());
    probe.take();
    probe.receive(
        "[7,{\"a\":[[\"2.00000\",\"0.00000000\",\"1534614248.456738\"],"
            + "[\"2.00000\",\"5.00000000\",\"1534614248.456739\",\"r\"]]},"
            + "{\"b\":[[\"1.00000\",\"3.00000000\",\"1534614335.3459\"]],\"c\":\""
            + crc("200000" + "500000000", "100000" + "300000000")
            + "\"},\"book-10\",\"XBT/USD\"]");
    BookChange change = assertInstanceOf(BookChange.class, probe.take().get(0));
    assertEquals(1534614335345900L, change.ts());
    assertEquals(List.of("2.00000 5.00000000"), probe.book("XBT/USD", false));
    assertEquals(List.of("1.00000 3.00000000"), probe.book("XBT/USD", true));
    assertEquals(10, change.window());
    assertEquals(List.of(), probe.resyncs);
  }

  @Test
  void resyncsOnV1Mismatch() {
    probe.receive(
        v1Snapshot(),
        "[7,{\"a\":[[\"2.00000\",\"1.0\",\"1534614248.4\"]],\"c\":\"1\"},\"book-10\",\"XBT/USD\"]",
        "[7,{\"a\":[[\"2.00000\",\"1.0\",\"1534614248.4\"]],\"c\":\"1\"},\"book-10\",\"XBT/USD\"]");
    assertEquals(List.of("kraken:XBT/USD checksum mismatch"), probe.resyncs);
    assertEquals(1, probe.counters.ignored.sum());
  }

  @Test
  void readsV1TradesWithTakersSide() throws IOException {
    probe.receive(Recording.of("frames/gct/kraken.wsAllTrades.jsonl").frames().get(1));
    Trade trade = assertInstanceOf(Trade.class, probe.take().get(0));
    assertEquals(Side.SELL, trade.side());
    assertEquals(1740362472853682L, trade.ts());
    assertNull(trade.id());
  }

  @Test
  void readsV1TickerWithSizes() throws IOException {
    String frame = String.join("", Recording.of("frames/xchange/kraken-v1.ticker.json").lines());
    probe.receive(frame);
    assertEquals(
        List.of(
            new Summary(
                Symbol.of("kraken:XBT/EUR"),
                2,
                2,
                Decimal.parse("9970.90000"),
                Decimal.parse("10.57957134"),
                Decimal.parse("9971.00000"),
                Decimal.parse("2.83251755"),
                Decimal.parse("9971.00000"),
                Decimal.parse("1.00000000"))),
        probe.take());
  }

  @Test
  void countsErrorsOfEitherGeneration() throws IOException {
    for (String line : Recording.of("frames/documented/errors-and-control.jsonl").frames()) {
      if (line.contains("\"kraken-v")) {
        probe.receive(JsonFrames.inner(line, "/frame"));
      }
    }
    probe.receive("{\"event\":\"error\",\"errorMessage\":\"Malformed request\"}");
    assertEquals(List.of(), probe.take());
    assertEquals(3, probe.counters.errors.sum());
    assertEquals(0, probe.skipped());
  }

  @Test
  void ignoresChannelsWithoutUse() throws IOException {
    probe.receive(
        "{\"channel\":\"instrument\",\"type\":\"snapshot\",\"data\":{\"assets\":[]}}",
        "{\"channel\":\"level3\",\"type\":\"update\",\"data\":[{\"bids\":[{\"order_id\":\"x\"}]}]}",
        "[133,[\"5698.40\",\"5700.0\",\"1542057299.545897\",\"1.0\",\"0.9\"],\"spread\",\"XBT/USD\"]",
        "[[{\"TDLH43\":{\"cost\":\"1\"}}],\"ownTrades\",{\"sequence\":1}]",
        "{\"event\":\"invented\"}",
        "[]");
    assertEquals(6, probe.counters.ignored.sum());
    probe.receive(Recording.of("frames/ccxt/kraken-v2.ohlc.jsonl").frames().get(3));
    assertEquals(7, probe.counters.ignored.sum());
    assertEquals(0, probe.counters.broken.sum());
    assertEquals(List.of(), probe.take());
  }

  @Test
  void voidsStateOnNewConnection() {
    probe.receive(snapshot(11)).take();
    probe.open();
    assertEquals(
        List.of(new BookReset(Symbol.of("kraken:A/B"), 3, 3, "new connection")), probe.take());
    probe.receive(book("update", "A/B", -1));
    assertEquals(List.of(), probe.take());
    probe.receive(snapshot(3));
    assertEquals(10, window());
  }

  @Test
  void readsOtherCollectionsOfFrames() throws IOException {
    List<String> frames = new ArrayList<>();
    frames.addAll(Recording.of("frames/ccxt/kraken-v2.ticker.jsonl").frames().subList(1, 6));
    frames.addAll(Recording.of("frames/ccxt/kraken-v2.ohlc.jsonl").frames().subList(1, 5));
    frames.addAll(Recording.of("frames/gct/kraken.wsAllTrades.jsonl").frames());
    frames.addAll(Recording.of("frames/gct/kraken.wsHandleData.jsonl").frames());
    for (String name : List.of("book-snapshot", "book-update", "ticker")) {
      String file = "frames/xchange/kraken-v1." + name + ".json";
      frames.add(String.join("", Recording.of(file).lines()));
    }
    for (String name : List.of("AggBook", "IndividualBook", "Kline", "Ticker", "Trades")) {
      frames.addAll(Recording.of("frames/jkorf/kraken." + name + ".txt").pushed());
    }
    for (String frame : frames) {
      probe.receive(frame).receive(JsonFrames.reversed(frame));
    }
    assertEquals(2L * frames.size(), probe.counters.frames.sum());
    // the order-by-order book and v1's own trades can't be told from the book's when named last
    assertEquals(1, probe.counters.broken.sum());
    assertEquals(0, probe.counters.errors.sum());
  }

  @Test
  void survivesSpoiledV2Frames() throws IOException {
    Recording recording = Recording.of(V2);
    String snapshot = recording.frame("\"snapshot\"", "\"checksum\"");
    Set<String> fields =
        Set.of(
            "/channel",
            "/type",
            "/data",
            "/data/*/symbol",
            "/data/*/bids",
            "/data/*/asks",
            "/data/*/bids/*/price",
            "/data/*/bids/*/qty",
            "/data/*/asks/*/price",
            "/data/*/asks/*/qty");
    Set<String> sizes = Set.of("/data/*/bids/*/qty", "/data/*/asks/*/qty", "/data/*/checksum");
    String small = JsonFrames.trimmed(snapshot, 1);
    spoil(List.of(), small, snapshot, fields, sizes);
    String update = recording.frame("\"update\"", "\"checksum\"");
    spoil(List.of(snapshot), update, snapshot, fields, sizes);
    spoil(
        List.of(),
        Recording.of(V2_SHAPED).frame("\"trade\"", "\"data\""),
        snapshot,
        Set.of(
            "/channel",
            "/type",
            "/data",
            "/data/*/symbol",
            "/data/*/price",
            "/data/*/qty",
            "/data/*/side"),
        Set.of("/data/*/qty"));
    spoil(
        List.of(),
        Recording.of("frames/ccxt/kraken-v2.ticker.jsonl").frame("\"data\"", "\"bid\""),
        snapshot,
        Set.of("/channel", "/type", "/data", "/data/*/symbol"),
        Set.of("/data/*/bid_qty", "/data/*/ask_qty"));
    spoil(List.of(), ack("BTC/USD", 10), snapshot, Set.of("/method"), Set.of());
  }

  @Test
  void survivesSpoiledV1Frames() throws IOException {
    Recording recording = Recording.of(V1);
    String snapshot = JsonFrames.trimmed(recording.frame("\"as\"", "SC/EUR"), 4);
    Set<String> names = Set.of("/2", "/3");
    spoil(List.of(), snapshot, snapshot, names, Set.of("/1/as/*/1", "/1/bs/*/1"));
    spoil(
        List.of(snapshot),
        recording.frame("{\"a\":", "{\"b\":", "SC/EUR"),
        snapshot,
        Set.of("/3", "/4"),
        Set.of("/1/a/*/1", "/2/b/*/1", "/2/c"));
    spoil(
        List.of(snapshot),
        recording.frame("{\"a\":", "\"c\":", "SC/EUR"),
        snapshot,
        Set.of("/1/a/*/0", "/1/a/*/1", "/1/a/*/2", "/2", "/3"),
        Set.of("/1/a/*/1", "/1/c"));
    spoil(
        List.of(),
        Recording.of("raw/kraken-v1_2021-04-17_trade.cf.txt.gz").frame("\"trade\",\"SC/EUR\"]"),
        snapshot,
        Set.of("/1/*/0", "/1/*/1", "/1/*/2", "/1/*/3", "/2", "/3"),
        Set.of("/1/*/1"));
    spoil(
        List.of(),
        Recording.of("raw/kraken-v1_2021-04-17_ticker.cf.txt.gz").frame("\"ticker\",\"SC/EUR\"]"),
        snapshot,
        names,
        Set.of("/1/a/2", "/1/b/2", "/1/c/1"));
  }

  private static void spoil(
      List<String> before, String frame, String after, Set<String> required, Set<String> sizes) {
    new BadInput(KrakenDecoder::new, before, frame, after, required, sizes).check();
  }

  private int window() {
    List<BookChange> changes =
        probe.ticks.stream()
            .filter(BookChange.class::isInstance)
            .map(BookChange.class::cast)
            .toList();
    return changes.get(changes.size() - 1).window();
  }

  private static String ack(String symbol, int depth) {
    return "{\"method\":\"subscribe\",\"result\":{\"channel\":\"book\",\"depth\":%d,\"symbol\":\"%s\"},\"success\":true}"
        .formatted(depth, symbol);
  }

  private static String snapshot(int levels) {
    StringBuilder bids = new StringBuilder();
    for (int i = 0; i < levels; i++) {
      bids.append(i == 0 ? "" : ",").append("{\"price\":%d.5,\"qty\":1}".formatted(levels - i));
    }
    return "{\"channel\":\"book\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"A/B\",\"bids\":["
        + bids
        + "],\"asks\":[]}]}";
  }

  /** One bid 0.1 of 3, one ask 2 of 0.4; no checksum when it is negative. */
  private static String book(String type, String symbol, long checksum) {
    return ("{\"channel\":\"book\",\"type\":\"%s\",\"data\":[{\"symbol\":\"%s\","
            + "\"bids\":[{\"price\":0.1,\"qty\":3}],\"asks\":[{\"price\":2,\"qty\":0.4}]%s}]}")
        .formatted(type, symbol, checksum < 0 ? "" : ",\"checksum\":" + checksum);
  }

  private static String v1Snapshot() {
    return "[7,{\"as\":[[\"2.00000\",\"1.00000000\",\"1534614248.4\"]],"
        + "\"bs\":[[\"1.00000\",\"1.00000000\",\"1534614248.4\"]]},\"book-10\",\"XBT/USD\"]";
  }

  private static long crc(String asks, String bids) {
    CRC32 crc = new CRC32();
    crc.update((asks + bids).getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }
}
