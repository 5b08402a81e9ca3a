package io.tickgate.adapter.venue.binance;

import static io.tickgate.adapter.venue.binance.Harness.kinds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.market.BookReset;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules by which a book of changes keeps step with its snapshot. */
class BinanceSyncTest {
  private final Harness spot = Harness.of(Market.SPOT);
  private final Harness usdm = Harness.of(Market.USDM);

  private static String change(String symbol, long first, long last) {
    return "{'e':'depthUpdate','E':1700000000000,'s':'%s','U':%d,'u':%d,'b':[['%d','1']],'a':[]}"
        .formatted(symbol, first, last, last);
  }

  private static String chained(long first, long last, long previous) {
    return ("{'e':'depthUpdate','E':1700000000001,'T':1700000000000,'s':'A','U':%d,'u':%d,'pu':%d,"
            + "'b':[['%d','1']],'a':[]}")
        .formatted(first, last, previous, last);
  }

  private static String snapshot(long id) {
    return "{'lastUpdateId':%d,'bids':[['1','1']],'asks':[['1000000','1']]}".formatted(id);
  }

  private static String url(String symbol) {
    return "https://api.binance.com/api/v3/depth?limit=5000&symbol=" + symbol;
  }

  private List<BigDecimal> bids(Harness harness) {
    return List.copyOf(harness.model.of("A").bids.keySet());
  }

  private static List<BigDecimal> prices(long... prices) {
    return java.util.Arrays.stream(prices).mapToObj(BigDecimal::valueOf).toList();
  }

  @Test
  void holdsChangesUntilTheSnapshotAndAsksForItOnce() {
    assertEquals(List.of(), spot.frame(change("A", 101, 105)));
    assertEquals(List.of(), spot.frame(change("A", 106, 110)));
    assertEquals(List.of("A"), spot.asked);
    assertEquals(0, spot.counters.resyncs.sum());

    assertEquals(List.of("BookChange", "BookChange"), kinds(spot.answer(url("A"), snapshot(105))));
    assertEquals(prices(110, 1), bids(spot));
    assertEquals(1, spot.counters.ignored.sum(), "the change that the snapshot holds");
  }

  @Test
  void startsWithTheChangeThatSpansTheSnapshot() {
    spot.frame(change("A", 90, 100));
    spot.frame(change("A", 101, 105));
    assertEquals(2, spot.answer(url("A"), snapshot(103)).size());
    assertEquals(prices(105, 1), bids(spot));
  }

  @Test
  void acceptsSnapshotThatEndsRightBeforeTheFirstChange() {
    spot.frame(change("A", 101, 105));
    assertEquals(2, spot.answer(url("A"), snapshot(100)).size());
    assertEquals(0, spot.counters.resyncs.sum());
  }

  @Test
  void asksAgainWhenTheSnapshotIsOlderThanTheFirstChange() {
    spot.frame(change("A", 101, 105));
    assertEquals(List.of(), spot.answer(url("A"), snapshot(99)));
    assertEquals(List.of("A", "A"), spot.asked);
    assertEquals(1, spot.counters.resyncs.sum());
    assertEquals(2, spot.answer(url("A"), snapshot(102)).size());
  }

  @Test
  void asksAgainWhenTheSnapshotCannotBeRead() {
    spot.frame(change("A", 101, 105));
    assertEquals(List.of(), spot.answer(url("A"), "{'lastUpdateId':102,'bids':[["));
    assertEquals(List.of("A", "A"), spot.asked);
    assertEquals(1, spot.counters.broken.sum());
  }

  @Test
  void countsAnErrorInPlaceOfTheSnapshot() {
    spot.frame(change("A", 101, 105));
    assertEquals(List.of(), spot.answer(url("A"), "{'code':-1121,'msg':'Invalid symbol.'}"));
    assertEquals(1, spot.counters.errors.sum());
  }

  @Test
  void takesSnapshotThatComesBeforeAnyChange() {
    assertEquals(1, spot.answer(url("A"), snapshot(100)).size());
    assertEquals(0, spot.frame(change("A", 95, 100)).size());
    assertEquals(1, spot.frame(change("A", 99, 102)).size());
    assertEquals(1, spot.frame(change("A", 103, 103)).size());
    assertEquals(prices(103, 102, 1), bids(spot));
  }

  @Test
  void dropsStaleChangeAndAppliesOneThatOverlaps() {
    spot.answer(url("A"), snapshot(100));
    spot.frame(change("A", 101, 110));
    assertEquals(0, spot.frame(change("A", 105, 108)).size());
    assertEquals(1, spot.frame(change("A", 108, 112)).size());
    assertEquals(1, spot.counters.ignored.sum());
  }

  @Test
  void resetsOnlyTheSymbolWithTheGap() {
    spot.answer(url("A"), snapshot(100));
    spot.answer(url("B"), snapshot(100));
    var reset = spot.frame(change("A", 102, 104));
    assertEquals(List.of("BookReset"), kinds(reset));
    assertEquals("binance:A", reset.get(0).symbol().name());
    assertEquals(1_700_000_000_000_000L, reset.get(0).ts());
    assertEquals("gap between 100 and 102", ((BookReset) reset.get(0)).reason());
    assertEquals(List.of("A"), spot.asked);
    assertEquals(1, spot.counters.resyncs.sum());

    assertEquals(1, spot.frame(change("B", 101, 101)).size());
    assertEquals(0, spot.frame(change("A", 105, 106)).size());
    assertEquals(3, spot.answer(url("A"), snapshot(103)).size());
    assertEquals(prices(106, 104, 1), bids(spot));
  }

  @Test
  void findsTheGapAmongHeldChanges() {
    spot.frame(change("A", 101, 105));
    spot.frame(change("A", 111, 115));
    assertEquals(
        List.of("BookChange", "BookChange", "BookReset"),
        kinds(spot.answer(url("A"), snapshot(100))));
    assertEquals(2, spot.answer(url("A"), snapshot(112)).size());
    assertEquals(prices(115, 1), bids(spot));
  }

  @Test
  void ignoresSnapshotOlderThanTheBook() {
    spot.answer(url("A"), snapshot(100));
    spot.frame(change("A", 101, 110));
    assertEquals(0, spot.answer(url("A"), snapshot(105)).size());
    assertEquals(1, spot.answer(url("A"), snapshot(120)).size());
    assertEquals(0, spot.frame(change("A", 111, 119)).size());
    assertEquals(1, spot.frame(change("A", 119, 121)).size());
  }

  @Test
  void chainsFuturesChangesByPu() {
    usdm.frame(chained(90, 99, 80));
    usdm.frame(chained(100, 100, 99)); // ends on the snapshot's number: used, not stale
    usdm.frame(chained(150, 160, 100));
    assertEquals(3, usdm.answer(url("A"), snapshot(100)).size());
    assertEquals(1, usdm.frame(chained(170, 180, 160)).size());
    assertEquals(0, usdm.frame(chained(170, 180, 160)).size(), "a repeat");
    assertEquals(0, usdm.counters.resyncs.sum());
    assertEquals(List.of("BookReset"), kinds(usdm.frame(chained(181, 190, 179))));
    assertEquals(1, usdm.counters.resyncs.sum());
  }

  @Test
  void startsFuturesWithTheChangeThatFollowsTheSnapshot() {
    usdm.answer(url("A"), snapshot(100));
    assertEquals(1, usdm.frame(chained(105, 110, 100)).size());
  }

  @Test
  void startsFuturesOnlyWithASpanningChange() {
    usdm.answer(url("A"), snapshot(100));
    assertEquals(List.of("BookReset"), kinds(usdm.frame(chained(102, 110, 101))));
  }

  @Test
  void asksAgainForFuturesSnapshotOlderThanTheFirstChange() {
    usdm.frame(chained(102, 110, 101));
    assertEquals(0, usdm.answer(url("A"), snapshot(100)).size());
    assertEquals(List.of("A", "A"), usdm.asked);
  }

  @Test
  void voidsBooksWithTheirConnection() {
    spot.answer(url("A"), snapshot(100));
    spot.frame(change("B", 5, 6));
    var reset = spot.open("wss://stream.binance.com/ws/a@depth");
    assertEquals(List.of("BookReset"), kinds(reset));
    assertEquals("binance:A", reset.get(0).symbol().name());
    assertEquals(List.of("B", "A"), spot.asked);
    assertEquals(0, spot.frame(change("A", 101, 102)).size());
    assertEquals(2, spot.answer(url("A"), snapshot(100)).size());
    assertEquals(List.of("B", "A"), spot.asked, "asked when opened");
    assertEquals(1, spot.answer(url("B"), snapshot(5)).size(), "what was held is void");
  }

  @Test
  void givesSnapshotWithoutSymbolToTheOnlyOneThatWaits() {
    spot.answer(url("B"), snapshot(100));
    spot.frame(change("A", 101, 105));
    assertEquals(2, spot.frame(snapshot(103)).size());
    assertEquals(prices(105, 1), bids(spot));
  }

  @Test
  void givesSnapshotWithoutSymbolToTheOneThatContinuesIt() {
    spot.frame(change("B", 901, 905));
    spot.frame(change("A", 101, 105));
    assertEquals(2, spot.frame(snapshot(103)).size());
    assertEquals(prices(105, 1), bids(spot));
  }

  @Test
  void ignoresSnapshotWithoutSymbolThatCouldBelongToTwo() {
    spot.frame(change("B", 101, 105));
    spot.frame(change("A", 101, 105));
    assertEquals(0, spot.frame(snapshot(103)).size());
    assertEquals(1, spot.counters.ignored.sum());
  }

  @Test
  void givesRecordedSnapshotToTheSymbolItNames() {
    usdm.frame(chained(90, 110, 80));
    String named = snapshot(100).replace("{", "{'symbol':'A','E':1700000000002,");
    assertEquals(1_700_000_000_002_000L, usdm.frame(named).get(0).ts());
  }

  @Test
  void dropsHeldChangesAtTheBoundAndAsksAgain() {
    for (int i = 0; i < 10_000; i++) {
      spot.frame(change("A", 1000 + i, 1000 + i));
    }
    assertEquals(0, spot.counters.dropped.sum());
    spot.frame(change("A", 11_000, 11_000));
    assertEquals(10_000, spot.counters.dropped.sum());
    assertEquals(List.of("A", "A"), spot.asked);
    assertEquals(0, spot.answer(url("A"), snapshot(5_000)).size(), "that one is lost");
    assertEquals(2, spot.answer(url("A"), snapshot(10_999)).size());
  }
}
