package io.tickgate.book;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many entries all logs of the node may grow to together. When it is used up, logs stay as long
 * as they are and forget their oldest entries sooner. Any thread.
 */
public final class LogBudget {
  private final long total;
  private final AtomicLong left;

  public LogBudget(long entries) {
    this.total = entries;
    this.left = new AtomicLong(entries);
  }

  boolean tryTake(long entries) {
    long before = left.getAndAdd(-entries);
    if (before >= entries) {
      return true;
    }
    left.addAndGet(entries);
    return false;
  }

  void give(long entries) {
    left.addAndGet(entries);
  }

  /** Entries in use. */
  public long used() {
    return total - left.get();
  }
}
