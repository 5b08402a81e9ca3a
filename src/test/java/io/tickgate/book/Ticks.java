package io.tickgate.book;

import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookCheck;
import io.tickgate.market.Candle;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Summary;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ticks written short; the receive time is always seven microseconds after the venue's. */
final class Ticks {
  static final Symbol SYMBOL = Symbol.of("sim:A-B");
  static final BookLimits LIMITS = new BookLimits(10, 1_000, 256, 64, 64, 1_000_000);

  private Ticks() {}

  static SymbolBook book() {
    return book(LIMITS);
  }

  static SymbolBook book(BookLimits limits) {
    return new SymbolBook(SYMBOL, "feed", limits, new LogBudget(limits.logTotal()));
  }

  static Decimal decimal(String text) {
    return Decimal.parse(text);
  }

  static Trade trade(long ts, String price, String size) {
    return new Trade(SYMBOL, ts, ts + 7, decimal(price), decimal(size), Side.BUY, null);
  }

  static Quote quote(long ts, String bid, String ask) {
    Decimal one = decimal("1");
    return new Quote(SYMBOL, ts, ts + 7, decimal(bid), one, decimal(ask), one);
  }

  static Summary summary(long ts, @Nullable String bid, @Nullable String last) {
    Decimal two = decimal("2");
    return new Summary(
        SYMBOL,
        ts,
        ts + 7,
        bid == null ? null : decimal(bid),
        bid == null ? null : two,
        null,
        null,
        last == null ? null : decimal(last),
        last == null ? null : two);
  }

  /** A closed bar of the venue's own, told when it ended. */
  static Candle candle(BarInterval interval, long start, String prices, String volume) {
    String[] each = prices.split(" ", -1); // open, high, low, close
    long ts = start + interval.micros();
    Bar bar =
        new Bar(
            interval,
            start,
            decimal(each[0]),
            decimal(each[1]),
            decimal(each[2]),
            decimal(each[3]),
            decimal(volume),
            2,
            true);
    return new Candle(SYMBOL, ts, ts + 7, bar);
  }

  /** Levels as {@code 10.5x2 10.4x0}. */
  static List<PriceLevel> levels(String text) {
    List<PriceLevel> levels = new ArrayList<>();
    for (String each : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      String[] parts = each.split("x", -1);
      levels.add(new PriceLevel(decimal(parts[0]), decimal(parts[1])));
    }
    return levels;
  }

  static BookChange snapshot(long ts, String bids, String asks) {
    return change(ts, true, bids, asks, 0, null);
  }

  static BookChange change(long ts, String bids, String asks) {
    return change(ts, false, bids, asks, 0, null);
  }

  static BookChange change(
      long ts, boolean snapshot, String bids, String asks, int window, @Nullable BookCheck check) {
    return new BookChange(SYMBOL, ts, ts + 7, snapshot, levels(bids), levels(asks), window, check);
  }

  static String text(List<PriceLevel> levels) {
    StringBuilder text = new StringBuilder();
    for (PriceLevel level : levels) {
      text.append(text.isEmpty() ? "" : " ").append(level.price()).append('x').append(level.size());
    }
    return text.toString();
  }
}
