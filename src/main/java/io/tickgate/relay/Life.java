package io.tickgate.relay;

/**
 * What the counts of a feed run within, as one number that grows: the term of its writer, then how
 * often the feed restarted within.
 */
final class Life {
  private static final int RESTART_BITS = 24; // of a recording that loops each second: half a year

  /** Before the first. */
  static final long NONE = 0;

  private Life() {}

  static long of(long term, long restarts) {
    return term << RESTART_BITS | restarts & (1L << RESTART_BITS) - 1;
  }

  static long term(long life) {
    return life >>> RESTART_BITS;
  }
}
