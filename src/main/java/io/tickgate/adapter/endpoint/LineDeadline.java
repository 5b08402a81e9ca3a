package io.tickgate.adapter.endpoint;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Tells when a body has brought no line for too long. Time in which nothing is read from it, since
 * the book has enough to do, doesn't count. Owned by the loop of the connection.
 */
final class LineDeadline {
  private final Vertx vertx;
  private final long millis;
  private final Runnable onLate;
  private long lastAt;
  private long timer;
  private boolean stopped;

  /** Runs from now on; {@code onLate} is called each time it is so late, until {@link #stop}. */
  LineDeadline(Vertx vertx, long millis, Runnable onLate) {
    this.vertx = vertx;
    this.millis = millis;
    this.onLate = onLate;
    progress();
    timer = vertx.setTimer(millis, this::look);
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** A line came, or room for more. */
  void progress() {
    lastAt = now();
  }

  private void look(long fired) {
    if (lastAt + millis <= now()) {
      progress();
      onLate.run();
    }
    if (!stopped) { // one timer a body, not one a line
      timer = vertx.setTimer(Math.max(1, lastAt + millis - now()), this::look);
    }
  }

  /** There is nothing more to wait for. */
  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }
}
