package io.tickgate.adapter.live;

/** A clock that tests move. */
final class HandMovedClock implements LiveClock {
  private long nanos = 5_000_000_000L;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public long micros() {
    return 1_700_000_000_000_000L + nanos / 1_000;
  }

  void advance(long by) {
    nanos += by;
  }
}
