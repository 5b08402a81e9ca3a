package io.tickgate.book;

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
  private PriceLevel[] levels = new PriceLevel[64];
  private int size;
  private PriceLevel[] top = new PriceLevel[0];
  private boolean topChanged;

  BookSide(boolean bids, int limit) {
    this.bids = bids;
    this.limit = limit;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public PriceLevel level(int depth) {
    return levels[size - 1 - depth];
  }

  /** Removes all levels. */
  void clear() {
    Arrays.fill(levels, 0, size, null);
    size = 0;
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
    int at = find(level);
    boolean present = at < size && levels[at].price().compareTo(level.price()) == 0;
    if (level.size().isZero()) {
      if (!present) {
        return; // normal on several venues: a level the snapshot did not hold
      }
      System.arraycopy(levels, at + 1, levels, at, size - at - 1);
      levels[--size] = null;
      touched(at);
      return;
    }
    if (!present) {
      if (size == levels.length) {
        levels = Arrays.copyOf(levels, size * 2);
      }
      System.arraycopy(levels, at, levels, at + 1, size - at);
      size++;
    }
    levels[at] = level;
    touched(at);
  }

  private void touched(int at) {
    topChanged |= size - at <= BookVersion.MAX_DEPTH;
  }

  /** Where the level is, or where it belongs. */
  private int find(PriceLevel level) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = levels[middle].price().compareTo(level.price());
      if (bids ? order < 0 : order > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Keeps only that many of the best levels. */
  void cut(int depth) {
    int worse = size - depth;
    if (depth > 0 && worse > 0) {
      System.arraycopy(levels, worse, levels, 0, depth);
      Arrays.fill(levels, depth, size, null);
      size = depth;
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
