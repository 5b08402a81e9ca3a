package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.BarInterval;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Channel bar: the live bar, its close, and the history before it (§3, §4). */
abstract class BarCases {
  @Inject TestMarket market;

  private Symbol symbol;

  @BeforeEach
  void newSymbol() {
    symbol = Ticks.fresh("BAR");
  }

  @ParameterizedTest
  @EnumSource(BarInterval.class)
  void snapshotIsTheLiveBar(BarInterval interval) {
    long start = Ticks.startNext(interval);
    market.tick(Ticks.trade(symbol, "10.50", "1.0"), Ticks.trade(symbol, "10.25", "2.5"));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("bar", "'interval':'" + interval.text() + "'", symbol);
      Element bar = client.next("bar", symbol);
      assertTrue(bar.snapshot());
      assertEquals(interval.text(), bar.text("interval"));
      assertEquals(start, bar.number("start"));
      assertBar(bar, "10.50", "10.50", "10.25", "10.25", "3.5", "2");
      assertFalse(bar.flag("closed"));
    }
  }

  @Test
  void tradesUpdateTheLiveBar() {
    Ticks.startNext(BarInterval.M1);
    market.tick(Ticks.trade(symbol, "10.0", "1.0"));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("bar", symbol);
      Element before = client.next("bar", symbol);
      market.tick(Ticks.trade(symbol, "12.0", "1.0"));
      Element update = client.nextWith("bar", symbol, "trades", "2");
      assertEquals(before.seq(), update.prev());
      assertBar(update, "10.0", "12.0", "10.0", "12.0", "2.0", "2");
    }
  }

  @Test
  void quotesMakeNoBar() {
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("bar", symbol);
      market.tick(Ticks.quote(symbol, 2));
      client.settle();
      assertEquals(List.of(), client.elements("bar", symbol));
    }
  }

  @Test
  void barClosesWhenTheNextOneOpens() {
    long start = Ticks.startNext(BarInterval.M1);
    market.tick(Ticks.trade(symbol, "10.0", "1.0"));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("bar", "'mode':'all'", symbol);
      client.next("bar", symbol);
      long next = Ticks.startNext(BarInterval.M1);
      market.tick(Ticks.trade(symbol, "11.0", "2.0"));
      Element closed = client.nextWhere("bar", symbol, e -> e.flag("closed"));
      assertEquals(start, closed.number("start"));
      assertBar(closed, "10.0", "10.0", "10.0", "10.0", "1.0", "1");
      Element live = client.nextWhere("bar", symbol, e -> !e.flag("closed"));
      assertEquals(next, live.number("start"));
      assertBar(live, "11.0", "11.0", "11.0", "11.0", "2.0", "1");
    }
  }

  @Test
  void conflatedClientGetsTheNewBarWhenOneCloses() {
    Ticks.startNext(BarInterval.M1);
    market.tick(Ticks.trade(symbol, "10.0", "1.0"));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("bar", "'intervalMs':100", symbol);
      client.next("bar", symbol);
      long next = Ticks.startNext(BarInterval.M1);
      market.tick(Ticks.trade(symbol, "11.0", "2.0"));
      Element live = client.nextWhere("bar", symbol, e -> e.number("start") == next);
      assertEquals("11.0", live.text("open"));
    }
  }

  @Test
  void historyComesOldestFirstBeforeTheLiveBar() {
    long first = Ticks.startNext(BarInterval.M1);
    market.tick(Ticks.trade(symbol, "100.0", "1.0"));
    for (int n = 1; n <= 5; n++) {
      Ticks.startNext(BarInterval.M1);
      market.tick(Ticks.trade(symbol, (100 + n) + ".0", "1.0"));
    }
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("bar", "'history':3", symbol);
      List<Element> bars =
          List.of(
              client.next("bar", symbol),
              client.next("bar", symbol),
              client.next("bar", symbol),
              client.next("bar", symbol));
      for (int i = 0; i < 4; i++) {
        Element bar = bars.get(i);
        assertTrue(bar.snapshot());
        assertEquals(first + (2 + i) * BarInterval.M1.micros(), bar.number("start"));
        assertEquals((102 + i) + ".0", bar.text("close"));
        assertEquals(i < 3, bar.flag("closed"));
      }
      market.tick(Ticks.trade(symbol, "106.0", "1.0"));
      Element update = client.next("bar", symbol);
      assertFalse(update.snapshot());
      assertEquals(bars.get(3).seq(), update.prev());
    }
  }

  @Test
  void historyIsWhatThereIs() {
    Ticks.startNext(BarInterval.M1);
    market.tick(Ticks.trade(symbol, "1.0", "1.0"));
    Ticks.startNext(BarInterval.M1);
    market.tick(Ticks.trade(symbol, "2.0", "1.0"));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("bar", "'history':1000", symbol);
      assertTrue(client.next("bar", symbol).flag("closed"));
      assertFalse(client.next("bar", symbol).flag("closed"));
      client.settle();
      assertEquals(2, client.elements("bar", symbol).size());
    }
  }

  /** Open, high, low, close, volume, trades. */
  private static void assertBar(Element bar, String... expected) {
    List<String> actual =
        Stream.of("open", "high", "low", "close", "volume", "trades").map(bar::text).toList();
    assertEquals(List.of(expected), actual);
  }
}
