package io.tickgate.adapter.venue.okx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonPointer;
import io.tickgate.adapter.venue.recorded.BadInput;
import io.tickgate.adapter.venue.recorded.DecoderProbe;
import io.tickgate.adapter.venue.recorded.JsonFrames;
import io.tickgate.adapter.venue.recorded.Recording;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Decimal;
import io.tickgate.market.Listed;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Summary;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class OkxDecoderTest {
  private static final String RECORDING = "raw/okx_2022-05-13_ws.cf.txt.gz";
  private static final Symbol SYMBOL = Symbol.of("okx:BTC-USDT");
  private static final String NO_LEVELS = "\"asks\":[],\"bids\":[]";
  private static final String ASK = "\"asks\":[[\"2.10\",\"3\",\"0\",\"1\"]],\"bids\":[]";

  private final DecoderProbe probe = new DecoderProbe(OkxDecoder::new);

  @Test
  void listsInstruments() {
    probe.receive(
        "{\"event\":\"subscribe\",\"arg\":{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},"
            + "\"connId\":\"a4d3ae55\"}",
        "{\"event\":\"subscribe\",\"arg\":{\"channel\":\"trades\",\"instId\":\"BTC-USDT\"}}",
        "{\"event\":\"subscribe\",\"arg\":{\"channel\":\"tickers\",\"instType\":\"SPOT\"}}");
    assertEquals(List.of(new Listed(SYMBOL, 2, 2)), probe.take());
    assertEquals(0, probe.skipped());
  }

  @Test
  void takesBareTextPong() {
    probe.receive("pong");
    assertEquals(0, probe.counters.broken.sum());
    probe.receive("pongo").receive("pon");
    assertEquals(2, probe.counters.broken.sum());
  }

  @Test
  void countsErrors() throws IOException {
    for (String line : Recording.of("frames/documented/errors-and-control.jsonl").frames()) {
      if (line.contains("\"okx\",\"kind\":\"error\"")) {
        probe.receive(JsonFrames.inner(line, "/frame"));
      }
    }
    assertEquals(1, probe.counters.errors.sum());
    assertEquals(0, probe.skipped());
  }

  @Test
  void followsSequence() {
    probe.receive(
        book("snapshot", ASK, -1, 100),
        book("update", ASK, 100, 250),
        book("update", NO_LEVELS, 250, 250), // a keep-alive
        book("update", ASK, 250, 3), // ids start over after maintenance
        book("update", ASK, 3, 9));
    assertEquals(
        List.of("BookChange", "BookChange", "BookChange", "BookChange", "BookChange"),
        probe.takeKinds());
    assertEquals(List.of(), probe.resyncs);
    assertEquals(0, probe.skipped());
  }

  @Test
  void resyncsOnGap() {
    probe.receive(
        book("snapshot", ASK, -1, 100),
        book("snapshot", ASK, -1, 100).replace("BTC-USDT", "ETH-USDT"));
    probe.take();
    probe.receive(book("update", ASK, 101, 102), book("update", ASK, 102, 103));
    assertEquals(List.of(new BookReset(SYMBOL, 4, 4, "sequence gap")), probe.take());
    assertEquals(List.of("okx:BTC-USDT sequence gap"), probe.resyncs);
    assertEquals(1, probe.counters.ignored.sum());
    probe.receive(
        book("update", ASK, 100, 102).replace("BTC-USDT", "ETH-USDT"),
        book("snapshot", ASK, -1, 7),
        book("update", ASK, 7, 8));
    assertEquals(List.of("BookChange", "BookChange", "BookChange"), probe.takeKinds());
  }

  @Test
  void treatsUpdateWithoutIdAsGapWhereIdsAreKnown() {
    probe.receive(
        book("snapshot", ASK, -1, 100),
        book("update", ASK, 100, 101).replace("\"prevSeqId\":100,", ""));
    assertEquals(List.of("okx:BTC-USDT sequence gap"), probe.resyncs);
  }

  @Test
  void checksLevelsInTurn() {
    String levels =
        "\"asks\":[[\"2.10\",\"3\",\"0\",\"1\"],[\"2.20\",\"0.50\",\"0\",\"1\"]],"
            + "\"bids\":[[\"1\",\"4\",\"0\",\"1\"]]";
    int good = crc("1:4:2.10:3:2.20:0.50");
    probe.receive(book("snapshot", levels + ",\"checksum\":" + good, -1, 1));
    assertEquals(List.of(), probe.resyncs);
    probe.receive(book("update", NO_LEVELS + ",\"checksum\":" + (good + 1), 1, 2));
    assertEquals(List.of("okx:BTC-USDT checksum mismatch"), probe.resyncs);
    probe.receive(book("update", NO_LEVELS, 2, 3));
    assertEquals(1, probe.counters.ignored.sum());
  }

  @Test
  void checksOneSidedBook() {
    String levels = "\"asks\":[[\"2.10\",\"3\",\"0\",\"1\"]],\"bids\":[]";
    probe.receive(book("snapshot", levels + ",\"checksum\":" + crc("2.10:3"), -1, 1));
    assertEquals(List.of(), probe.resyncs);
  }

  @Test
  void takesZeroForNoChecksum() {
    probe.receive(book("snapshot", ASK + ",\"checksum\":0", -1, 1));
    BookChange change = (BookChange) probe.take().get(0);
    assertEquals(null, change.check());
    assertEquals(1652459230091000L, change.ts());
  }

  @Test
  void replacesBookByEachBooks5() {
    String books5 = book("x", ASK, -1, 5).replace("\"books\"", "\"books5\"");
    probe.receive(books5, books5);
    assertEquals(2, probe.ticks.stream().filter(t -> ((BookChange) t).snapshot()).count());
  }

  @Test
  void prefersChannelWithChanges() {
    String books5 = book("x", ASK, -1, 5).replace("\"books\"", "\"books5\"");
    probe.receive(books5, book("snapshot", ASK, -1, 100), books5, book("update", ASK, 100, 101));
    assertEquals(List.of("BookChange", "BookChange", "BookChange"), probe.takeKinds());
    assertEquals(1, probe.counters.ignored.sum());
    assertEquals(List.of(), probe.resyncs);
  }

  @Test
  void quotesBestBidAndAsk() {
    probe.receive(book("x", ASK, -1, 5).replace("\"books\"", "\"bbo-tbt\""));
    assertEquals(
        List.of(
            new Quote(
                SYMBOL,
                1652459230091000L,
                2,
                null,
                null,
                Decimal.parse("2.10"),
                Decimal.parse("3"))),
        probe.take());
  }

  @Test
  void takesTradesInOrder() throws IOException {
    probe.receive(
        "{\"arg\":{\"channel\":\"trades\",\"instId\":\"BTC-USDT\"},\"data\":["
            + "{\"instId\":\"BTC-USDT\",\"tradeId\":\"1\",\"px\":\"9.0\",\"sz\":\"2\","
            + "\"side\":\"buy\",\"ts\":\"1740394561685\",\"count\":\"1\"},"
            + "{\"tradeId\":\"2\",\"px\":\"9.1\",\"sz\":\"3\",\"side\":\"sell\",\"ts\":\"\"}]}");
    assertEquals(
        List.of(
            new Trade(
                SYMBOL,
                1740394561685000L,
                2,
                Decimal.parse("9.0"),
                Decimal.parse("2"),
                Side.BUY,
                "1"),
            new Trade(SYMBOL, 2, 2, Decimal.parse("9.1"), Decimal.parse("3"), Side.SELL, "2")),
        probe.take());
    for (String line : Recording.of("frames/gct/okx.wsAllTrades.jsonl").frames()) {
      probe.receive(line);
    }
    assertEquals(List.of("Trade", "Trade"), probe.takeKinds());
  }

  @Test
  void takesEmptyTextsOfTickerForNone() {
    probe.receive(
        "{\"arg\":{\"channel\":\"tickers\",\"instId\":\"BTC-USDT\"},\"data\":[{\"last\":\"9.0\","
            + "\"lastSz\":\"1\",\"askPx\":\"\",\"askSz\":\"\",\"bidPx\":\"8\",\"bidSz\":\"2\"}]}");
    assertEquals(
        List.of(
            new Summary(
                SYMBOL,
                2,
                2,
                Decimal.parse("8"),
                Decimal.parse("2"),
                null,
                null,
                Decimal.parse("9.0"),
                Decimal.parse("1"))),
        probe.take());
  }

  @Test
  void ignoresOtherChannelsAndEvents() {
    probe.receive(
        "{\"arg\":{\"channel\":\"candle1m\",\"instId\":\"BTC-USDT\"},\"data\":[[\"1\",\"2\"]]}",
        "{\"event\":\"notice\",\"code\":\"64008\",\"msg\":\"upgrade\"}");
    assertEquals(2, probe.counters.ignored.sum());
    assertEquals(0, probe.counters.broken.sum());
  }

  @Test
  void voidsStateOnNewConnection() {
    probe.receive(book("snapshot", ASK, -1, 100)).take();
    probe.open();
    assertEquals(List.of(new BookReset(SYMBOL, 3, 3, "new connection")), probe.take());
    probe.receive(book("update", ASK, 100, 101));
    assertEquals(List.of(), probe.take());
  }

  @Test
  void survivesSpoiledFrames() throws IOException {
    Recording recording = Recording.of(RECORDING);
    String snapshot =
        JsonFrames.without(
            JsonFrames.trimmed(recording.frame("\"snapshot\"", "BTC-USDT"), 2),
            JsonPointer.compile("/data/0/checksum"));
    Set<String> fields =
        Set.of(
            "/arg",
            "/arg/channel",
            "/arg/instId",
            "/action",
            "/data",
            "/data/*/asks",
            "/data/*/bids",
            "/data/*/bids/*/0",
            "/data/*/asks/*/1");
    Set<String> sizes = Set.of("/data/*/ts");
    spoil(List.of(), snapshot, snapshot, fields, sizes);
    String update = recording.frame("\"update\"", "UNI-USD-SWAP");
    String before = recording.frame("\"snapshot\"", "UNI-USD-SWAP");
    spoil(List.of(before), JsonFrames.trimmed(update, 2), snapshot, fields, sizes);
    spoil(
        List.of(),
        recording.frame("\"trades\"", "\"data\""),
        snapshot,
        Set.of("/arg", "/arg/channel", "/data", "/data/*/px", "/data/*/sz", "/data/*/side"),
        Set.of("/data/*/sz", "/data/*/ts"));
    spoil(
        List.of(),
        recording.frame("\"tickers\"", "\"data\""),
        snapshot,
        Set.of("/arg", "/arg/channel", "/data"),
        Set.of("/data/*/ts", "/data/*/bidSz", "/data/*/askSz", "/data/*/lastSz"));
    String ack = recording.frame("\"subscribe\"", "books");
    spoil(List.of(), ack, snapshot, Set.of("/event"), Set.of());
  }

  private static void spoil(
      List<String> before, String frame, String after, Set<String> required, Set<String> sizes) {
    new BadInput(OkxDecoder::new, before, frame, after, required, sizes).check();
  }

  private static String book(String action, String levels, long prevSeqId, long seqId) {
    return ("{\"arg\":{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},\"action\":\"%s\",\"data\":[{"
            + "%s,\"ts\":\"1652459230091\",\"prevSeqId\":%d,\"seqId\":%d}]}")
        .formatted(action, levels, prevSeqId, seqId);
  }

  private static int crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return (int) crc.getValue();
  }
}
