package io.tickgate.book;

import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The best levels of an order book after one change. Two versions compared give the changes between
 * them at any depth, whatever happened in between.
 */
public final class BookVersion extends Version implements Repeatable<BookVersion> {
  /** Deepest view a client can have; deeper levels stay inside {@link OrderBook}. */
  public static final int MAX_DEPTH = 100;

  private final PriceLevel[] bids;
  private final PriceLevel[] asks;
  private final boolean stale;

  BookVersion(
      long seq,
      long position,
      long ts,
      long rx,
      PriceLevel[] bids,
      PriceLevel[] asks,
      boolean stale) {
    super(seq, position, ts, rx);
    this.bids = bids;
    this.asks = asks;
    this.stale = stale;
  }

  /** CRC32 over the ten best levels a side, from 0 to 2^32-1. */
  public long checksum() {
    return BookChecksum.of(bids, asks);
  }

  /** The best bids, best first, down to a depth. */
  public List<PriceLevel> bids(int depth) {
    return Arrays.asList(bids).subList(0, Math.min(depth, bids.length));
  }

  /** The best asks, best first, down to a depth. */
  public List<PriceLevel> asks(int depth) {
    return Arrays.asList(asks).subList(0, Math.min(depth, asks.length));
  }

  /** The bids that a reader who sees that depth has to set to get from an older version to this. */
  public List<PriceLevel> bidsSince(BookVersion older, int depth) {
    return changes(older.bids(depth), bids(depth), true);
  }

  /** The asks that a reader who sees that depth has to set to get from an older version to this. */
  public List<PriceLevel> asksSince(BookVersion older, int depth) {
    return changes(older.asks(depth), asks(depth), false);
  }

  /** Walks both sides at once, best first; a level that is gone gets the size zero. */
  private static List<PriceLevel> changes(
      List<PriceLevel> before, List<PriceLevel> after, boolean descending) {
    if (before.equals(after)) {
      return List.of();
    }
    List<PriceLevel> changes = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      int order = order(before, i, after, j, descending);
      if (order < 0) {
        changes.add(new PriceLevel(before.get(i++).price(), Decimal.ZERO));
      } else if (order > 0) {
        changes.add(after.get(j++));
      } else {
        PriceLevel old = before.get(i++);
        PriceLevel now = after.get(j++);
        if (old != now && !old.equals(now)) {
          changes.add(now);
        }
      }
    }
    return changes;
  }

  /** Below 0 when the level of before comes first, above 0 when that of after does. */
  private static int order(
      List<PriceLevel> before, int i, List<PriceLevel> after, int j, boolean descending) {
    if (i == before.size()) {
      return 1;
    }
    if (j == after.size()) {
      return -1;
    }
    int order = before.get(i).price().compareTo(after.get(j).price());
    return descending ? -order : order;
  }

  /** Whether the book is suspect: a gap or a wrong checksum, and no fresh snapshot yet. */
  public boolean stale() {
    return stale;
  }

  @Override
  public boolean sameAs(BookVersion other) {
    return stale == other.stale
        && Arrays.equals(bids, other.bids)
        && Arrays.equals(asks, other.asks);
  }

  @Override
  public BookVersion again(long seq, long position) {
    return new BookVersion(seq, position, ts(), rx(), bids, asks, stale);
  }

  PriceLevel[] bidArray() {
    return bids;
  }

  PriceLevel[] askArray() {
    return asks;
  }
}
