package io.tickgate.venueserver;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When the source starts to play: at once, or when the first client has subscribed and then to
 * nothing more for a moment, so that it may take several messages to subscribe to what it wants.
 * Other things that it says, such as pings, don't matter. Owned by the loop; waited for by the
 * source's thread.
 */
final class Start {
  private final EventExecutor loop;
  private final Duration quiet;
  private final CountDownLatch started = new CountDownLatch(1);
  private @Nullable Future<?> due;

  /**
   * @param waitForClient whether it waits at all
   * @param quiet how long the client has to be quiet
   */
  Start(EventExecutor loop, boolean waitForClient, Duration quiet) {
    this.loop = loop;
    this.quiet = quiet;
    if (!waitForClient) {
      started.countDown();
    }
  }

  EventExecutor loop() {
    return loop;
  }

  /** Somebody has subscribed. */
  void request() {
    if (started.getCount() > 0) {
      if (due != null) {
        due.cancel(false);
      }
      due = loop.schedule(started::countDown, quiet.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Starts now; any thread. */
  void now() {
    started.countDown();
  }

  /** Waits; not on the loop. */
  void await() throws InterruptedException {
    started.await();
  }
}
