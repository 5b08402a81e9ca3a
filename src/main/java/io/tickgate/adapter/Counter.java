package io.tickgate.adapter;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A count that one thread writes and any may read: cheaper on the way of a tick than one that
 * several may write.
 */
public final class Counter {
  private final AtomicLong value = new AtomicLong();

  /** One more. The writer's thread only. */
  public void increment() {
    add(1);
  }

  /** So many more. The writer's thread only. */
  public void add(long amount) {
    value.setOpaque(value.getPlain() + amount);
  }

  /** The count so far. Any thread. */
  public long sum() {
    return value.getOpaque();
  }
}
