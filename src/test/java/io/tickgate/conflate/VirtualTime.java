package io.tickgate.conflate;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock moved by hand, and the tasks that wait for it. */
final class VirtualTime implements Wheel.Timer, Wheel.Clock {
  private record Task(long at, long number, Runnable action) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long now = 1_000_000;
  private long scheduled;

  @Override
  public void schedule(Runnable task, long delayMillis) {
    tasks.add(new Task(now + delayMillis, scheduled++, task));
  }

  @Override
  public long nowMillis() {
    return now;
  }

  void advance(long millis) {
    long until = now + millis;
    while (!tasks.isEmpty() && tasks.peek().at <= until) {
      Task next = tasks.remove();
      now = next.at;
      next.action.run();
    }
    now = until;
  }
}
