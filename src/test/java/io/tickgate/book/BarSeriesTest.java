package io.tickgate.book;

import static io.tickgate.book.Ticks.trade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Decimal;
import io.tickgate.market.Trade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BarSeriesTest {
  private static final long SECOND = 1_000_000;
  private static final long START = 1_763_683_200 * SECOND;

  private final BarSeries series = series(BarInterval.S1);
  private long position;

  private static BarSeries series(BarInterval interval) {
    return new BarSeries(interval, Ticks.LIMITS, new LogBudget(1_000));
  }

  private void trades(Trade... trades) {
    for (Trade trade : trades) {
      series.apply(trade, ++position);
    }
  }

  private static Trade at(double seconds, String price, String size) {
    return trade(START + Math.round(seconds * SECOND), price, size);
  }

  @Test
  void closesWithATradeOfALaterBar() {
    assertNull(series.newest());
    trades(at(0.2, "10", "1"), at(0.9, "12", "2"), at(0.95, "11", "0.5"));
    assertEquals("3@3 0: 10 12 10 11 3.5 3 open", text(series.newest()));
    assertEquals(0, series.history().head());
    trades(at(4.0, "9", "1"));
    assertEquals("5@4 4: 9 9 9 9 1 1 open", text(series.newest()));
    assertEquals(List.of("0: 10 12 10 11 3.5 3 closed"), history(series));
    assertEquals(List.of("4@4 0: 10 12 10 11 3.5 3 closed"), closings());
  }

  @Test
  void closesWithTheClockAfterAGrace() {
    trades(at(0.2, "10", "1"));
    long due = START + SECOND + BarSeries.GRACE_MICROS;
    assertEquals(START + SECOND, series.openUntil());
    assertFalse(series.closeBefore(due - 1, 2));
    assertTrue(series.closeBefore(due, 3));
    assertFalse(series.closeBefore(due + SECOND, 4));
    assertEquals(Long.MAX_VALUE, series.openUntil());
    BarVersion closed = series.newest();
    assertEquals("2@3 0: 10 10 10 10 1 1 closed", text(closed));
    assertEquals(START + SECOND, closed == null ? 0 : closed.ts());
    assertEquals(START + SECOND / 5 + 7, closed == null ? 0 : closed.rx());
  }

  @Test
  void amendsTheClosedBarThatALateTradeBelongsTo() {
    trades(at(0.2, "10", "1"), at(1.2, "11", "1"), at(2.2, "12", "1"), at(0.5, "8", "2"));
    assertEquals(List.of("0: 10 10 8 8 3 2 closed", "1: 11 11 11 11 1 1 closed"), history(series));
    assertEquals(
        List.of(
            "2@2 0: 10 10 10 10 1 1 closed",
            "4@3 1: 11 11 11 11 1 1 closed",
            "6@4 0: 10 10 8 8 3 2 closed"),
        closings());
    // the newest event is of the open bar, so who merges ends with it
    assertEquals("7@4 2: 12 12 12 12 1 1 open", text(series.newest()));
  }

  @Test
  void amendsTheLastBarThatTheClockHasClosed() {
    trades(at(0.2, "10", "1"));
    series.closeBefore(Long.MAX_VALUE, 2);
    position = 2;
    trades(at(0.9, "11", "1"));
    assertEquals("3@3 0: 10 11 10 11 2 2 closed", text(series.newest()));
    assertEquals(List.of("0: 10 11 10 11 2 2 closed"), history(series));
  }

  /** Who comes then is told the last bar, and the amended one among those before it. */
  @Test
  void aLateTradeLeavesTheLastBarNewestWhenNoneIsOpen() {
    trades(at(0.2, "10", "1"), at(1.2, "11", "1"));
    series.closeBefore(Long.MAX_VALUE, 3);
    position = 3;
    trades(at(0.9, "12", "1"));
    assertEquals("6@4 1: 11 11 11 11 1 1 closed", text(series.newest()));
    assertEquals("5@4 0: 10 12 10 12 2 2 closed", closings().get(2));
    assertEquals(
        List.of("0: 10 12 10 12 2 2 closed", "1: 11 11 11 11 1 1 closed"), history(series));
    trades(at(3.2, "13", "1"), at(2.5, "9", "1"));
    series.closeBefore(Long.MAX_VALUE, 7);
    position = 7;
    trades(at(1.9, "8", "1"));
    assertEquals("12@8 3: 13 13 13 13 1 1 closed", text(series.newest()));
  }

  /** Bars are by the trades' own times: that the bar was empty before makes no difference. */
  @Test
  void opensABarInThePastForALateTrade() {
    trades(at(0.2, "10", "1"), at(2.2, "12", "1"), at(4.2, "13", "1"), at(1.5, "8", "2"));
    assertEquals(
        List.of("0: 10 10 10 10 1 1 closed", "1: 8 8 8 8 2 1 closed", "2: 12 12 12 12 1 1 closed"),
        history(series));
    assertEquals("7@4 4: 13 13 13 13 1 1 open", text(series.newest()));
    assertEquals("6@4 1: 8 8 8 8 2 1 closed", closings().get(2));
  }

  @Test
  void opensABarBeforeTheFirstForALateTrade() {
    trades(at(3.2, "10", "1"), at(1.5, "8", "2"));
    assertEquals(List.of("1: 8 8 8 8 2 1 closed"), history(series));
    assertEquals("3@2 3: 10 10 10 10 1 1 open", text(series.newest()));
  }

  /** Whatever the order in which trades come: bars are what a map by their times holds. */
  @Test
  void isWhatAMapOfTradesByTheirTimesSays() {
    for (long seed = 1; seed <= 150; seed++) {
      Random random = new Random(seed);
      BarInterval interval = BarInterval.values()[random.nextInt(3)];
      BarSeries bars = series(interval);
      TreeMap<Long, List<Trade>> model = new TreeMap<>();
      long ts = START;
      long seq = 0;
      for (int step = 1; step <= 60; step++) {
        String what = "seed " + seed + " step " + step;
        ts += random.nextLong(2 * SECOND);
        long late = random.nextInt(3) == 0 ? random.nextLong(8 * SECOND) : 0;
        String price = Decimal.of(100 + random.nextInt(50), 1).toString();
        Trade trade = trade(ts - late, price, Decimal.of(1 + random.nextInt(90), 2).toString());
        bars.apply(trade, step);
        long bar = Math.floorDiv(trade.ts(), interval.micros()) * interval.micros();
        model.computeIfAbsent(bar, start -> new ArrayList<>()).add(trade);
        if (random.nextInt(6) == 0) {
          bars.closeBefore(ts, step);
        }
        BarVersion newest = bars.newest();
        assertTrue(newest != null && newest.seq() > seq, what);
        seq = newest == null ? 0 : newest.seq();
        assertEquals(model(model), all(bars), what);
      }
      assertEquals(bars.closings().newest() == null ? 0 : 1, Long.signum(bars.closings().head()));
      long last = 0;
      for (long i = bars.closings().oldest(); i < bars.closings().head(); i++) {
        BarVersion closing = bars.closings().get(i);
        assertTrue(closing != null && closing.seq() > last && closing.bar().closed());
        last = closing == null ? 0 : closing.seq();
      }
    }
  }

  private boolean candle(BarSeries bars, BarInterval interval, long second, String prices) {
    return bars.apply(Ticks.candle(interval, START + second * SECOND, prices, "1.5"), ++position);
  }

  @Test
  void takesBarsOfTheVenuesOwn() {
    assertTrue(candle(series, BarInterval.S1, 0, "10 12 9 11"));
    assertTrue(candle(series, BarInterval.S1, 4, "11 11 11 11"));
    assertEquals(
        List.of("0: 10 12 9 11 1.5 2 closed", "4: 11 11 11 11 1.5 2 closed"), history(series));
    assertEquals("2@2 4: 11 11 11 11 1.5 2 closed", text(series.newest()));
    assertFalse(candle(series, BarInterval.S1, 4, "1 1 1 1"), "told before");
    assertFalse(candle(series, BarInterval.S5, 5, "1 1 1 1"), "no part of one");
    assertEquals(2, series.history().head());
  }

  @Test
  void makesLongerBarsOfTheVenuesShorterOnes() {
    BarSeries longer = series(BarInterval.S5);
    assertTrue(candle(longer, BarInterval.S1, 0, "10 12 9 11"));
    assertEquals("1@1 0: 10 12 9 11 1.5 2 open", text(longer.newest()));
    assertTrue(candle(longer, BarInterval.S1, 3, "11 14 10 13"));
    assertEquals(0, longer.history().head());
    assertTrue(candle(longer, BarInterval.S1, 4, "13 13 8 8.5"), "its last part closes it");
    assertEquals(List.of("0: 10 14 8 8.5 4.5 6 closed"), history(longer));
    assertTrue(candle(longer, BarInterval.S1, 6, "9 9 9 9"));
    assertTrue(candle(longer, BarInterval.S1, 11, "7 7 7 7"), "a part is missing");
    assertEquals(
        List.of("0: 10 14 8 8.5 4.5 6 closed", "5: 9 9 9 9 1.5 2 closed"), history(longer));
    assertFalse(candle(longer, BarInterval.S1, 7, "1 1 1 1"), "of one that is closed");
    assertEquals("6@5 10: 7 7 7 7 1.5 2 open", text(longer.newest()));
  }

  private static List<String> model(TreeMap<Long, List<Trade>> trades) {
    List<String> bars = new ArrayList<>();
    trades.forEach(
        (start, each) -> {
          BigDecimal volume = BigDecimal.ZERO;
          for (Trade trade : each) {
            volume = volume.add(trade.size().toBigDecimal());
          }
          Decimal high = each.stream().map(Trade::price).max(Decimal::compareTo).orElseThrow();
          Decimal low = each.stream().map(Trade::price).min(Decimal::compareTo).orElseThrow();
          bars.add(
              (start - START) / SECOND
                  + (": " + each.get(0).price() + " " + high + " " + low)
                  + (" " + each.get(each.size() - 1).price() + " " + volume + " " + each.size()));
        });
    return bars;
  }

  /** Closed bars and the open one. */
  private static List<String> all(BarSeries series) {
    List<String> bars = new ArrayList<>(history(series));
    BarVersion newest = series.newest();
    if (newest != null && !newest.bar().closed()) {
      bars.add(text(newest.bar()));
    }
    bars.replaceAll(each -> each.replaceFirst(" (closed|open)$", ""));
    return bars;
  }

  private static List<String> history(BarSeries series) {
    List<String> bars = new ArrayList<>();
    for (long i = series.history().oldest(); i < series.history().head(); i++) {
      Bar bar = series.history().get(i);
      bars.add(bar == null ? "null" : text(bar));
    }
    return bars;
  }

  private List<String> closings() {
    List<String> bars = new ArrayList<>();
    for (long i = series.closings().oldest(); i < series.closings().head(); i++) {
      bars.add(text(series.closings().get(i)));
    }
    return bars;
  }

  private static String text(@org.jspecify.annotations.Nullable BarVersion version) {
    return version == null
        ? "null"
        : version.seq() + "@" + version.position() + " " + text(version.bar());
  }

  private static String text(Bar bar) {
    return (bar.start() - START) / SECOND
        + (": " + bar.open() + " " + bar.high() + " " + bar.low() + " " + bar.close())
        + (" " + bar.volume() + " " + bar.trades() + (bar.closed() ? " closed" : " open"));
  }
}
