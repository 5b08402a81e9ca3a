package io.tickgate.shard;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One event loop and what has to be done on it. */
public final class Shard {
  private final int index;
  private final ScheduledExecutorService loop;
  private final AtomicReference<@Nullable Signal> raised = new AtomicReference<>();
  private Runnable afterSignals = () -> {};

  /**
   * A shard of that loop.
   *
   * @param loop runs one task at a time, in order
   */
  public Shard(int index, ScheduledExecutorService loop) {
    this.index = index;
    this.loop = loop;
  }

  /** Number of the shard, from 0. */
  public int index() {
    return index;
  }

  /** What to do on the loop when a turn has handled all signals. Set before the first signal. */
  public void afterSignals(Runnable task) {
    afterSignals = task;
  }

  /** Runs a task on the loop, soon. Any thread. For what is rare: signals are for ticks. */
  public void execute(Runnable task) {
    loop.execute(task);
  }

  /** Runs a task on the loop later. Any thread. */
  public void schedule(Runnable task, long delayMillis) {
    loop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
  }

  /** Puts a signal to what the loop has to do; the first since the last turn schedules the turn. */
  void push(Signal signal) {
    Signal top;
    do {
      top = raised.get();
      signal.next = top;
    } while (!raised.compareAndSet(top, signal));
    if (top == null) {
      loop.execute(this::turn);
    }
  }

  private void turn() {
    turn(raised.getAndSet(null));
  }

  private void turn(@Nullable Signal first) {
    Signal rest = first;
    try {
      while (rest != null) {
        Signal signal = rest;
        rest = signal.next; // before handling: it may be raised again at once
        signal.next = null;
        signal.handle();
      }
    } finally {
      Signal left = rest;
      if (left == null) {
        afterSignals.run();
      } else { // one has failed: the others must not stay silent for ever
        loop.execute(() -> turn(left));
      }
    }
  }
}
