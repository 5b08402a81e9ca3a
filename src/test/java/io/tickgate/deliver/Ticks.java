package io.tickgate.deliver;

import io.tickgate.market.BarInterval;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Decimal;
import io.tickgate.market.Listed;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Makes ticks of symbols that no other test uses, at times that only rise. The clock starts early
 * on a fixed day and a tick takes a millisecond, so a run stays within one session day.
 */
final class Ticks {
  /** How long a tick takes to reach the gateway: rx is ts and this, in microseconds. */
  static final long TRAVEL = 250;

  private static final long MILLISECOND = 1_000;
  private static final AtomicLong CLOCK = new AtomicLong(1_763_690_000_000_000L);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private Ticks() {}

  /** A symbol of that name and a number that is given once. */
  static Symbol fresh(String name) {
    // the same length for all, so that none is the beginning of another
    return Symbol.of(TestMarket.FEED, name + "-" + (100_000 + NAMES.incrementAndGet()));
  }

  /** Moves the clock to the start of the next interval and returns it. */
  static long startNext(BarInterval interval) {
    return CLOCK.updateAndGet(now -> interval.startOf(now) + interval.micros());
  }

  /** The n-th quote: every field tells n. */
  static Quote quote(Symbol symbol, int n) {
    long ts = tick();
    return new Quote(
        symbol,
        ts,
        ts + TRAVEL,
        Decimal.parse(n + ".10"),
        Decimal.parse(n + ".500"),
        Decimal.parse(n + ".20"),
        Decimal.parse(n + ".750"));
  }

  /** The n-th trade: price and id tell n. */
  static Trade trade(Symbol symbol, int n) {
    return trade(symbol, n + ".15", "0.010", n % 2 == 0 ? Side.BUY : Side.SELL, "t" + n);
  }

  static Trade trade(Symbol symbol, String price, String size) {
    return trade(symbol, price, size, Side.BUY, "x");
  }

  static Trade trade(Symbol symbol, String price, String size, Side side, String id) {
    long ts = tick();
    return new Trade(symbol, ts, ts + TRAVEL, Decimal.parse(price), Decimal.parse(size), side, id);
  }

  /** A trade of which the venue tells neither side nor id. */
  static Trade bareTrade(Symbol symbol, String price, String size) {
    long ts = tick();
    return new Trade(
        symbol, ts, ts + TRAVEL, Decimal.parse(price), Decimal.parse(size), null, null);
  }

  static BookChange book(
      Symbol symbol, boolean snapshot, List<PriceLevel> bids, List<PriceLevel> asks) {
    long ts = tick();
    return new BookChange(symbol, ts, ts + TRAVEL, snapshot, bids, asks, 0, null);
  }

  /** Levels from {@code price size price size …}. */
  static List<PriceLevel> levels(String... words) {
    List<PriceLevel> levels = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      levels.add(new PriceLevel(Decimal.parse(words[i]), Decimal.parse(words[i + 1])));
    }
    return levels;
  }

  static BookReset reset(Symbol symbol) {
    long ts = tick();
    return new BookReset(symbol, ts, ts + TRAVEL, "test");
  }

  static Listed listed(Symbol symbol) {
    long ts = tick();
    return new Listed(symbol, ts, ts + TRAVEL);
  }

  /** Ticks of the numbers from first to last. */
  static Tick[] series(int first, int last, IntFunction<Tick> tick) {
    Tick[] ticks = new Tick[last - first + 1];
    for (int i = 0; i < ticks.length; i++) {
      ticks[i] = tick.apply(first + i);
    }
    return ticks;
  }

  private static long tick() {
    return CLOCK.addAndGet(MILLISECOND);
  }
}
