package io.tickgate.deliver;

import java.util.concurrent.atomic.AtomicInteger;

/** The node's memory for windows of connections. Any thread. */
final class WindowBudget {
  private final int most;
  private final AtomicInteger taken;

  /**
   * A budget of so many bytes.
   *
   * @param taken told how many windows are given out
   */
  WindowBudget(long bytes, AtomicInteger taken) {
    this.most = (int) Math.min(Integer.MAX_VALUE, bytes / FrameDeflater.MEMORY);
    this.taken = taken;
  }

  /** Takes room for one window, if there is any. */
  boolean tryTake() {
    int before = taken.getAndUpdate(count -> count < most ? count + 1 : count);
    return before < most;
  }

  /** Gives a window's room back. */
  void release() {
    taken.decrementAndGet();
  }
}
