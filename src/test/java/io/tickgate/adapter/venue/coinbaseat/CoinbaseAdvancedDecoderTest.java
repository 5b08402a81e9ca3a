package io.tickgate.adapter.venue.coinbaseat;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoinbaseAdvancedDecoderTest {
  private static final String BOOK = "raw/coinbase-at_btc-usd_2026-08-24_l2.jsonl";
  private static final String TRADES = "frames/ccxt/coinbase-at.market_trades.jsonl";
  private static final String TICKER = "frames/ccxt/coinbase-at.ticker.jsonl";
  private static final Symbol SYMBOL = Symbol.of("coinbase-at:A-B");

  private final DecoderProbe probe = new DecoderProbe(CoinbaseAdvancedDecoder::new);

  @Test
  void takesTimeOfNewestChange() {
    probe.receive(
        book(0, "snapshot", "A-B", "1970-01-01T00:00:00Z"),
        book(1, "update", "A-B", "2026-08-24T22:34:13.592233Z"));
    List<PriceLevel> bids = List.of(new PriceLevel(Decimal.parse("1.5"), Decimal.parse("2.0")));
    assertEquals(
        List.of(
            new BookChange(SYMBOL, 1787610853793075L, 2, true, bids, List.of(), 0, null),
            new BookChange(SYMBOL, 1787610853592233L, 3, false, bids, List.of(), 0, null)),
        probe.take());
  }

  @Test
  void takesEmptyUpdateAsProofOfLife() throws IOException {
    probe.receive(Recording.of(BOOK).frames().get(0)).take();
    probe.receive(Recording.of(BOOK).frames().get(1));
    BookChange change = (BookChange) probe.take().get(0);
    assertEquals(List.of(), change.bids());
    assertEquals(1787610853813164L, change.ts());
  }

  @Test
  void resetsAllBooksOnJump() {
    probe.receive(
        book(0, "snapshot", "A-B", "2026-08-24T22:34:13Z"),
        book(1, "snapshot", "C-D", "2026-08-24T22:34:13Z"));
    probe.take();
    probe.receive(book(3, "update", "A-B", "2026-08-24T22:34:13Z"));
    List<Tick> resets = new ArrayList<>(probe.take());
    resets.sort(Comparator.comparing(tick -> tick.symbol().name()));
    assertEquals(
        List.of(
            new BookReset(SYMBOL, 4, 4, "sequence jump"),
            new BookReset(Symbol.of("coinbase-at:C-D"), 4, 4, "sequence jump")),
        resets);
    assertEquals(2, probe.resyncs.size());
    assertEquals(2, probe.counters.resyncs.sum());
    assertEquals(1, probe.counters.ignored.sum());
    probe.receive(
        book(4, "snapshot", "A-B", "2026-08-24T22:34:13Z"),
        book(5, "update", "A-B", "2026-08-24T22:34:13Z"));
    assertEquals(List.of("BookChange", "BookChange"), probe.takeKinds());
  }

  @Test
  void asksAgainWhenTheSnapshotAskedForWasLost() {
    probe.receive(book(0, "snapshot", "A-B", "2026-08-24T22:34:13Z"), heartbeat(2), heartbeat(4));
    assertEquals(
        List.of("coinbase-at:A-B sequence jump", "coinbase-at:A-B sequence jump"), probe.resyncs);
    assertEquals(List.of("BookChange", "BookReset"), probe.takeKinds());
  }

  @Test
  void countsAcknowledgementsAndUnknownChannels() {
    probe.receive(
        book(0, "snapshot", "A-B", "2026-08-24T22:34:13Z"),
        "{\"channel\":\"subscriptions\",\"sequence_num\":1,\"events\":[{\"subscriptions\":"
            + "{\"level2\":[\"A-B\"],\"heartbeats\":[\"heartbeats\"]}}]}",
        heartbeat(2),
        "{\"channel\":\"candles\",\"sequence_num\":3,\"events\":[{\"candles\":[{\"open\":{}}]}]}",
        book(4, "update", "A-B", "2026-08-24T22:34:13Z"));
    assertEquals(List.of("BookChange", "Listed", "BookChange"), probe.takeKinds());
    assertEquals(List.of(), probe.resyncs);
    assertEquals(1, probe.counters.ignored.sum());
  }

  @Test
  void takesBrokenMessageAsLoss() {
    probe.receive(
        book(0, "snapshot", "A-B", "2026-08-24T22:34:13Z"),
        book(1, "update", "A-B", "yesterday"),
        book(2, "update", "A-B", "2026-08-24T22:34:13Z"));
    assertEquals(1, probe.counters.broken.sum());
    assertEquals(List.of("BookChange", "BookReset"), probe.takeKinds());
  }

  @Test
  void brokenTickersAndTradesLoseNoBook() {
    probe.receive(
        book(0, "snapshot", "A-B", "2026-08-24T22:34:13Z"),
        "{\"channel\":\"ticker\",\"sequence_num\":1,\"events\":[{\"type\":\"update\",\"tickers\":"
            + "[{\"product_id\":\"A-B\",\"price\":\"1.2.3\"}]}]}",
        book(2, "update", "A-B", "2026-08-24T22:34:13Z"),
        "{\"channel\":\"market_trades\",\"sequence_num\":3,\"events\":[{\"type\":\"update\"}]}",
        "{\"channel\":\"ticker\",\"sequence_num\":4,\"events\":[{\"type\":\"upd",
        book(5, "update", "A-B", "2026-08-24T22:34:13Z"));
    assertEquals(List.of("BookChange", "BookChange", "BookChange"), probe.takeKinds());
    assertEquals(List.of(), probe.resyncs);
    assertEquals(3, probe.counters.broken.sum());
    probe.receive(
        "{\"channel\":\"ticker\",\"sequence_num\":7,\"events\":[{\"type\":\"upd",
        book(8, "update", "A-B", "2026-08-24T22:34:13Z"));
    assertEquals(List.of("BookReset"), probe.takeKinds());
    assertEquals(List.of("coinbase-at:A-B sequence jump"), probe.resyncs);
  }

  @Test
  void ignoresRepeatedMessage() throws IOException {
    List<String> frames = Recording.of(TRADES).frames();
    probe.receive(frames.get(3), frames.get(3));
    assertEquals(List.of("Trade", "Trade"), probe.takeKinds());
    assertEquals(1, probe.counters.ignored.sum());
  }

  @Test
  void turnsTradesOldestFirstAndSkipsHistory() throws IOException {
    List<String> frames = Recording.of(TRADES).frames();
    probe.receive(frames.get(1), frames.get(2), frames.get(3));
    Symbol symbol = Symbol.of("coinbase-at:BTC-USD");
    Decimal price = Decimal.parse("63310.25");
    Decimal size = Decimal.parse("0.00000012");
    assertEquals(
        List.of(
            new Listed(symbol, 3, 3),
            new Trade(symbol, 1786562868266642L, 4, price, size, Side.BUY, "1069726292"),
            new Trade(symbol, 1786562868298771L, 4, price, size, Side.BUY, "1069726293")),
        probe.take());
    assertEquals(1, probe.counters.ignored.sum());
  }

  @Test
  void takesSideForMakersWhenToldSo() throws IOException {
    DecoderProbe maker =
        new DecoderProbe(
            (ticks, counters, resync) ->
                new CoinbaseAdvancedDecoder(ticks, counters, resync, true));
    String frame = Recording.of(TRADES).frames().get(3);
    maker.receive(frame, frame.replace("BUY", "UNKNOWN_ORDER_SIDE").replace("num\":2", "num\":3"));
    List<Side> sides = new ArrayList<>();
    maker.take().forEach(tick -> sides.add(((Trade) tick).side()));
    List<Side> expected = new ArrayList<>(List.of(Side.SELL, Side.SELL));
    expected.add(null);
    expected.add(null);
    assertEquals(expected, sides);
  }

  @Test
  void summarizesTicker() throws IOException {
    probe.receive(Recording.of(TICKER).frames().get(1));
    assertEquals(
        List.of(
            new Summary(
                Symbol.of("coinbase-at:BTC-USD"),
                1786562853489674L,
                2,
                Decimal.parse("63320.73"),
                Decimal.parse("0.12636254"),
                Decimal.parse("63320.74"),
                Decimal.parse("0.49679101"),
                Decimal.parse("63320.73"),
                null)),
        probe.take());
  }

  @Test
  void voidsStateOnNewConnection() {
    probe.receive(book(7, "snapshot", "A-B", "2026-08-24T22:34:13Z")).take();
    probe.open();
    assertEquals(List.of(new BookReset(SYMBOL, 3, 3, "new connection")), probe.take());
    probe.receive(book(0, "snapshot", "A-B", "2026-08-24T22:34:13Z"));
    assertEquals(List.of("BookChange"), probe.takeKinds());
    assertEquals(List.of(), probe.resyncs);
  }

  @Test
  void countsErrors() {
    probe.receive("{\"type\":\"error\",\"message\":\"authentication failure\"}");
    assertEquals(1, probe.counters.errors.sum());
    assertEquals(0, probe.skipped());
  }

  @Test
  void readsOtherCollectionsOfFrames() throws IOException {
    int frames = 0;
    for (String name :
        List.of("BatchTicker", "Heartbeat", "Klines", "Symbol", "Ticker", "Trades")) {
      for (String frame : Recording.of("frames/jkorf/coinbase." + name + ".txt").pushed()) {
        probe.open().receive(frame).open().receive(JsonFrames.reversed(frame));
        frames += 2;
      }
    }
    assertEquals(24, frames);
    assertEquals(0, probe.counters.broken.sum());
    assertEquals(4, probe.counters.ignored.sum()); // candles and status
    assertEquals(4, probe.ticks.stream().filter(Trade.class::isInstance).count());
    assertEquals(4, probe.ticks.stream().filter(Summary.class::isInstance).count());
  }

  @Test
  void survivesSpoiledFrames() throws IOException {
    List<String> frames = Recording.of(BOOK).frames();
    String snapshot = JsonFrames.trimmed(frames.get(0), 2);
    Set<String> fields =
        Set.of(
            "/channel",
            "/sequence_num",
            "/events",
            "/events/*/type",
            "/events/*/product_id",
            "/events/*/updates",
            "/events/*/updates/*/side",
            "/events/*/updates/*/price_level",
            "/events/*/updates/*/new_quantity");
    Set<String> sizes = Set.of("/events/*/updates/*/new_quantity", "/sequence_num");
    String again = snapshot.replace("num\":0", "num\":9");
    spoil(List.of(), snapshot, again, fields, sizes);
    spoil(
        List.of(frames.get(0), frames.get(1)),
        JsonFrames.trimmed(frames.get(2), 3),
        again,
        fields,
        sizes);
    spoil(
        List.of(),
        Recording.of(TRADES).frames().get(3),
        again,
        Set.of(
            "/channel",
            "/sequence_num",
            "/events",
            "/events/*/type",
            "/events/*/trades",
            "/events/*/trades/*/product_id",
            "/events/*/trades/*/price",
            "/events/*/trades/*/size",
            "/events/*/trades/*/trade_id"),
        Set.of("/events/*/trades/*/size", "/sequence_num"));
    spoil(
        List.of(),
        Recording.of(TICKER).frames().get(1),
        again,
        Set.of(
            "/channel",
            "/sequence_num",
            "/events",
            "/events/*/tickers",
            "/events/*/tickers/*/product_id"),
        Set.of("/events/*/tickers/*/best_bid_quantity"));
    spoil(
        List.of(),
        frames.get(3),
        again,
        Set.of("/channel", "/sequence_num", "/events"),
        Set.of("/sequence_num"));
  }

  private static void spoil(
      List<String> before, String frame, String after, Set<String> required, Set<String> sizes) {
    new BadInput(CoinbaseAdvancedDecoder::new, before, frame, after, required, sizes).check();
  }

  private static String book(long number, String type, String product, String time) {
    return ("{\"channel\":\"l2_data\",\"timestamp\":\"2026-08-24T22:34:13.793075885Z\","
            + "\"sequence_num\":%d,\"events\":[{\"type\":\"%s\",\"product_id\":\"%s\",\"updates\":"
            + "[{\"side\":\"bid\",\"event_time\":\"%s\",\"price_level\":\"1.5\","
            + "\"new_quantity\":\"2.0\"}]}]}")
        .formatted(number, type, product, time);
  }

  private static String heartbeat(long number) {
    return ("{\"channel\":\"heartbeats\",\"sequence_num\":%d,\"events\":[{\"current_time\":"
            + "\"2024-10-04 07:04:40 +0000 UTC m=+6\",\"heartbeat_counter\":6}]}")
        .formatted(number);
  }
}
