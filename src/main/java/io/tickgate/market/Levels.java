package io.tickgate.market;

/** One side of a book, best level first. Valid only within the call that hands it over. */
public interface Levels {
  /** Number of levels. */
  int size();

  /** The level at that depth; 0 is the best. */
  PriceLevel level(int depth);
}
