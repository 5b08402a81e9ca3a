package io.tickgate.book;

import io.tickgate.market.PriceLevel;

/**
 * The best levels of an order book after one change. Two versions compared give the changes between
 * them at any depth, whatever happened in between.
 */
public final class BookVersion extends Version {
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

  /** Number of bids, {@value #MAX_DEPTH} at most. */
  public int bids() {
    return bids.length;
  }

  /** Number of asks, {@value #MAX_DEPTH} at most. */
  public int asks() {
    return asks.length;
  }

  /** The bid at that depth; 0 is the best. */
  public PriceLevel bid(int depth) {
    return bids[depth];
  }

  /** The ask at that depth; 0 is the best. */
  public PriceLevel ask(int depth) {
    return asks[depth];
  }

  /** Whether the book is suspect: a gap or a wrong checksum, and no fresh snapshot yet. */
  public boolean stale() {
    return stale;
  }

  PriceLevel[] bidArray() {
    return bids;
  }

  PriceLevel[] askArray() {
    return asks;
  }
}
