package io.tickgate.adapter.simulator;

import io.tickgate.market.PriceLevel;
import java.util.List;

/**
 * One side of a simulated book: always as many levels as the depth, best first, and which prices
 * were touched since they were last told. Owned by the market's thread.
 */
final class BookSide {
  /** Touched prices are told at the latest at this number, so their list stays short. */
  private static final int MANY_TOUCHED = 64;

  /**
   * Farthest a book reaches, in usual spreads per level; steps are 1 to 2 of them, 1.5 on average.
   */
  private static final int REACH = 3;

  private final Instrument instrument;
  private final Noise noise;
  private final int away; // towards worse prices: 1 for asks, -1 for bids
  private final long[] prices;
  private final long[] sizes;
  // one event touches two books' worth at most: all levels of the old ladder and of the new one
  private final long[] touched;
  private int touchedCount;

  BookSide(Instrument instrument, Noise noise, int away, int depth) {
    this.instrument = instrument;
    this.noise = noise;
    this.away = away;
    prices = new long[depth];
    sizes = new long[depth];
    touched = new long[MANY_TOUCHED + 4 * depth];
  }

  /** Lays all levels anew from that best price. */
  void build(long best) {
    long price = best;
    for (int i = 0; i < prices.length; i++) {
      prices[i] = price;
      sizes[i] = drawSize(i);
      price += away * step();
    }
  }

  long best() {
    return prices[0];
  }

  long bestSize() {
    return sizes[0];
  }

  boolean manyTouched() {
    return touchedCount >= MANY_TOUCHED;
  }

  boolean untouched() {
    return touchedCount == 0;
  }

  /** Makes that price the best, taking away or adding what it needs. */
  void moveBest(long price) {
    long distance = away * (price - prices[0]);
    if (Math.abs(distance) >= reach() || away * (price - prices[prices.length - 1]) >= 0) {
      touchAll();
      build(price);
      touchAll();
      return;
    }
    while (away * (price - prices[0]) > 0) {
      remove(0);
    }
    if (prices[0] != price) {
      insert(0, price);
    }
  }

  /** Gives the best level another size. */
  void resizeBest() {
    resize(0);
  }

  /**
   * Trades against the best level: some of it, or in one case of eight all, and then the level
   * goes, unless the spread to the other side's best is too wide already.
   *
   * @return the size traded
   */
  long take(long otherBest) {
    long all = sizes[0];
    boolean sweeps = noise.below(8) == 0 && Math.abs(prices[0] - otherBest) < reach();
    double share = noise.uniform();
    long size = sweeps ? all : Math.max(1, round((long) (all * share * share)));
    touch(prices[0]);
    if (sweeps) {
      remove(0);
    } else {
      sizes[0] = Math.max(1, all - size);
    }
    return size;
  }

  /** Changes something behind the best level; needs a depth of 2. */
  void stir() {
    int at = 1 + noise.below(prices.length - 1);
    double what = noise.uniform();
    long room = away * (prices[at] - prices[at - 1]);
    if (what < 0.25 && room > 1) {
      insert(at, prices[at - 1] + away * (1 + (long) (noise.uniform() * (room - 1))));
    } else if (what < 0.4 && away * (prices[prices.length - 1] - prices[0]) < reach()) {
      remove(at);
    } else {
      resize(at);
    }
  }

  /** The touched levels, a size of zero for those that are gone; touched no more after this. */
  List<PriceLevel> drainTouched() {
    PriceLevel[] levels = new PriceLevel[touchedCount];
    for (int i = 0; i < touchedCount; i++) {
      int at = find(touched[i]);
      levels[i] = level(touched[i], at < 0 ? 0 : sizes[at]);
    }
    touchedCount = 0;
    return List.of(levels);
  }

  /** Every level, best first. */
  List<PriceLevel> levels() {
    PriceLevel[] levels = new PriceLevel[prices.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = level(prices[i], sizes[i]);
    }
    return List.of(levels);
  }

  private PriceLevel level(long price, long size) {
    return new PriceLevel(instrument.price(price), instrument.size(size));
  }

  private void resize(int at) {
    long size = drawSize(at);
    sizes[at] = size == sizes[at] ? size + 1 : size;
    touch(prices[at]);
  }

  private void insert(int at, long price) {
    int last = prices.length - 1;
    touch(prices[last]);
    System.arraycopy(prices, at, prices, at + 1, last - at);
    System.arraycopy(sizes, at, sizes, at + 1, last - at);
    prices[at] = price;
    sizes[at] = drawSize(at);
    touch(price);
  }

  private void remove(int at) {
    int last = prices.length - 1;
    long worst = prices[last];
    touch(prices[at]);
    System.arraycopy(prices, at + 1, prices, at, last - at);
    System.arraycopy(sizes, at + 1, sizes, at, last - at);
    prices[last] = worst + away * step();
    sizes[last] = drawSize(last);
    touch(prices[last]);
  }

  private void touchAll() {
    for (long price : prices) {
      touch(price);
    }
  }

  private void touch(long price) {
    for (int i = touchedCount - 1; i >= 0; i--) {
      if (touched[i] == price) {
        return;
      }
    }
    touched[touchedCount++] = price;
  }

  private int find(long price) {
    for (int i = 0; i < prices.length; i++) {
      if (prices[i] == price) {
        return i;
      }
    }
    return -1;
  }

  private long reach() {
    return (long) REACH * instrument.spread() * prices.length;
  }

  private long step() {
    return 1 + (long) (2 * instrument.spread() * noise.uniform());
  }

  /** Sizes grow with the distance from the top and have a heavy tail: 0.2 to 4 lots at the best. */
  private long drawSize(int at) {
    double tail = 0.2 / (0.05 + noise.uniform());
    long size = (long) (instrument.lot() * (1 + 0.25 * at) * tail);
    return Math.max(2, round(size)); // so that a part of it can be traded
  }

  /** Half of all traders like round numbers. */
  private long round(long size) {
    if (noise.chance(0.5)) {
      return size;
    }
    long unit = 1;
    while (size / unit >= 100) {
      unit *= 10;
    }
    return size / unit * unit;
  }
}
