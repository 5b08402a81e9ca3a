package io.tickgate.book;

import io.tickgate.market.Bar;

/** A bar after one more trade, or closed. {@code seq} counts the events of one interval. */
public final class BarVersion extends Version {
  private final Bar bar;

  BarVersion(long seq, long position, long ts, long rx, Bar bar) {
    super(seq, position, ts, rx);
    this.bar = bar;
  }

  public Bar bar() {
    return bar;
  }
}
