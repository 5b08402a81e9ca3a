package io.tickgate.book;

import io.tickgate.market.Decimal;
import io.tickgate.market.Levels;
import io.tickgate.market.PriceLevel;
import java.util.Arrays;
import java.util.List;

/**
 * The levels of one side in a sorted array, the best last: most changes happen near the top of a
 * book, where they then move few elements. Owned by the writer.
 */
final class BookSide implements Levels {
  private final boolean bids;
  private final int limit;
  private final PriceKeys keys;
  private boolean keyed = true; // keys stand for all prices; else they stand for nothing
  private PriceLevel[] levels = new PriceLevel[64];
  private int size;
  private PriceLevel[] top = new PriceLevel[0];
  private boolean topChanged;

  BookSide(boolean bids, int limit) {
    this.bids = bids;
    this.limit = limit;
    this.keys = new PriceKeys(bids);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public PriceLevel level(int depth) {
    return levels[size - 1 - depth];
  }

  /** A copy of all levels. */
  List<PriceLevel> worstFirst() {
    return List.of(Arrays.copyOf(levels, size));
  }

  /** Removes all levels. */
  void clear() {
    Arrays.fill(levels, 0, size, null);
    size = 0;
    keys.clear();
    keyed = true;
    topChanged = true;
  }

  /** Sets levels; returns how many of the worst were dropped because the side was full. */
  int set(List<PriceLevel> changes) {
    int dropped = 0;
    for (int i = 0; i < changes.size(); i++) {
      set(changes.get(i));
      if (size > limit) {
        cut(limit);
        dropped++;
      }
    }
    return dropped;
  }

  private void set(PriceLevel level) {
    long key = keyed ? keys.of(level.price(), size) : PriceKeys.NONE;
    keyed = key != PriceKeys.NONE;
    int found = keyed ? keys.find(key, size) : find(level.price());
    int at = found < 0 ? -1 - found : found;
    if (level.size().isZero()) {
      if (found >= 0) { // absent is normal on several venues: a level the snapshot did not hold
        remove(at, 1);
        touched(at);
      }
      return;
    }
    if (found < 0) {
      insert(at, key);
    }
    levels[at] = level;
    touched(at);
  }

  private void insert(int at, long key) {
    if (size == levels.length) {
      levels = Arrays.copyOf(levels, size * 2);
    }
    System.arraycopy(levels, at, levels, at + 1, size - at);
    if (keyed) {
      keys.insert(at, key, size);
    }
    size++;
  }

  private void remove(int at, int count) {
    System.arraycopy(levels, at + count, levels, at, size - at - count);
    Arrays.fill(levels, size - count, size, null);
    if (keyed) {
      keys.remove(at, count, size);
    }
    size -= count;
  }

  private void touched(int at) {
    topChanged |= size - at <= BookVersion.MAX_DEPTH;
  }

  /** As {@link PriceKeys#find}, without keys. */
  private int find(Decimal price) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = levels[middle].price().compareTo(price);
      if (order == 0) {
        return middle;
      }
      if (bids ? order < 0 : order > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return -1 - low;
  }

  /** Keeps only that many of the best levels. */
  void cut(int depth) {
    int worse = size - depth;
    if (depth > 0 && worse > 0) {
      remove(0, worse);
      topChanged |= depth < BookVersion.MAX_DEPTH;
    }
  }

  /** The best levels, best first; the same array while none of them changes. Never written to. */
  PriceLevel[] top() {
    if (topChanged) {
      PriceLevel[] best = new PriceLevel[Math.min(size, BookVersion.MAX_DEPTH)];
      for (int i = 0; i < best.length; i++) {
        best[i] = levels[size - 1 - i];
      }
      top = best;
      topChanged = false;
    }
    return top;
  }
}
