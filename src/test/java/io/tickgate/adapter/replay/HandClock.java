package io.tickgate.adapter.replay;

/** A clock that stands still until somebody parks on it: then it jumps as far as was asked. */
final class HandClock implements ReplayClock {
  /** A bound for parks, to be woken earlier than asked as the real one may be. */
  private final long longestPark;

  private long nanos = 77;
  private int parks;

  HandClock() {
    this(Long.MAX_VALUE);
  }

  HandClock(long longestPark) {
    this.longestPark = longestPark;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public long micros() {
    return 1_700_000_000_000_000L;
  }

  @Override
  public void park(long time) {
    parks++;
    nanos += Math.min(time, longestPark);
  }

  /** What an event took. */
  void spend(long time) {
    nanos += time;
  }

  int parks() {
    return parks;
  }
}
