package io.tickgate.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

class SignalTest {
  /** A loop whose tasks run when told. */
  private static final class HandLoop extends AbstractExecutorService
      implements ScheduledExecutorService {
    final List<Runnable> tasks = new ArrayList<>();

    void run() {
      List<Runnable> now = List.copyOf(tasks);
      tasks.clear();
      now.forEach(Runnable::run);
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable r, long i, long p, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable r, long i, long d, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
      tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
      return tasks;
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }

  private final HandLoop loop = new HandLoop();
  private final Shard shard = new Shard(3, loop);
  private final List<String> handled = new ArrayList<>();

  private Signal signal(String name) {
    return new Signal(shard) {
      @Override
      protected void onSignal(int raised) {
        handled.add(name + raised);
      }
    };
  }

  @Test
  void handlesAllThatWasRaisedInOneTurn() {
    shard.afterSignals(() -> handled.add("after"));
    Signal first = signal("a");
    Signal second = signal("b");
    first.raise(1);
    second.raise(4);
    first.raise(2);
    first.raise(1);
    assertEquals(1, loop.tasks.size());
    loop.run();
    assertEquals(List.of("b4", "a3", "after"), handled);
    loop.run();
    assertEquals(3, handled.size());
    first.raise(8);
    loop.run();
    assertEquals(List.of("b4", "a3", "after", "a8", "after"), handled);
  }

  @Test
  void whatIsRaisedWhileHandledIsForAnotherTurn() {
    Signal inner = signal("inner");
    Signal[] outer = new Signal[1];
    outer[0] =
        new Signal(shard) {
          @Override
          protected void onSignal(int raised) {
            handled.add("outer" + raised);
            if (raised == 1) {
              outer[0].raise(2);
              inner.raise(1);
            }
          }
        };
    outer[0].raise(1);
    loop.run();
    assertEquals(List.of("outer1"), handled);
    assertEquals(1, loop.tasks.size());
    loop.run();
    assertEquals(List.of("outer1", "inner1", "outer2"), handled);
  }

  @Test
  void oneThatFailsDoesNotSilenceTheOthers() {
    shard.afterSignals(() -> handled.add("after"));
    Signal other = signal("other");
    Signal failing =
        new Signal(shard) {
          @Override
          protected void onSignal(int raised) {
            handled.add("failing" + raised);
            throw new IllegalStateException("on purpose");
          }
        };
    other.raise(1);
    failing.raise(1);
    runAll();
    assertEquals(List.of("failing1", "other1", "after"), handled);
    other.raise(2);
    failing.raise(2);
    runAll();
    assertEquals(List.of("failing1", "other1", "after", "failing2", "other2", "after"), handled);
  }

  private void runAll() {
    while (!loop.tasks.isEmpty()) {
      try {
        loop.tasks.remove(0).run();
      } catch (IllegalStateException e) {
        assertEquals("on purpose", e.getMessage());
      }
    }
  }

  /** Each raise is followed by a handling that sees what was published before it. */
  @Test
  void noRaiseIsLostBetweenThreads() throws Exception {
    int threads = 3;
    int signals = 8;
    int raises = 60_000;
    ScheduledExecutorService real = Executors.newSingleThreadScheduledExecutor();
    try {
      Shard busy = new Shard(0, real);
      AtomicLongArray published = new AtomicLongArray(threads * signals);
      long[] seen = new long[threads * signals];
      List<Signal> all = new ArrayList<>();
      for (int s = 0; s < signals; s++) {
        all.add(new Seer(busy, s, threads, published, seen));
      }
      CountDownLatch done = new CountDownLatch(threads);
      for (int t = 0; t < threads; t++) {
        int thread = t;
        Thread raiser =
            new Thread(
                () -> {
                  Random random = new Random(thread);
                  for (int i = 0; i < raises; i++) {
                    int s = random.nextInt(signals);
                    published.incrementAndGet(thread * signals + s);
                    all.get(s).raise(1 << thread);
                  }
                  done.countDown();
                });
        raiser.setDaemon(true);
        raiser.start();
      }
      assertTrue(done.await(60, TimeUnit.SECONDS));
      // behind every turn that was scheduled
      real.submit(() -> {}).get(60, TimeUnit.SECONDS);
      long sum = 0;
      for (int i = 0; i < seen.length; i++) {
        assertEquals(published.get(i), seen[i], "thread and signal " + i);
        sum += seen[i];
      }
      assertEquals((long) threads * raises, sum);
    } finally {
      real.shutdownNow();
    }
  }

  /** Remembers what each thread had published when its bit was handled. */
  private static final class Seer extends Signal {
    private final int number;
    private final int threads;
    private final AtomicLongArray published;
    private final long[] seen;

    Seer(Shard shard, int number, int threads, AtomicLongArray published, long[] seen) {
      super(shard);
      this.number = number;
      this.threads = threads;
      this.published = published;
      this.seen = seen;
    }

    @Override
    protected void onSignal(int raised) {
      int signals = seen.length / threads;
      for (int t = 0; t < threads; t++) {
        if ((raised & 1 << t) != 0) {
          seen[t * signals + number] = published.get(t * signals + number);
        }
      }
    }
  }
}
