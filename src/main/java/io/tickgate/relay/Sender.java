package io.tickgate.relay;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The thread that sends what all feeds brought, a turn each {@code tickgate.relay.linger}. */
final class Sender {
  private static final Logger LOG = Logger.getLogger(Sender.class);
  private static final long STOP_MILLIS = 3_000;
  private static final long LOG_EVERY_NANOS = 10_000_000_000L;

  private final long lingerNanos;
  private final RelayCounters counters;
  private final List<LineSender> lines = new CopyOnWriteArrayList<>();
  private volatile boolean running = true;
  private @Nullable Thread thread;
  private long loggedNanos = System.nanoTime() - LOG_EVERY_NANOS;

  Sender(RelaySettings settings, RelayCounters counters) {
    this.lingerNanos = settings.out().linger().toNanos();
    this.counters = counters;
  }

  /** From now on what comes by that line is sent. Any thread. */
  void add(LineSender line) {
    lines.add(line);
  }

  synchronized void start() {
    Thread started = new Thread(this::run, "relay-out");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /** One more turn, then the thread ends. Any thread. */
  synchronized void stop() {
    running = false;
    Thread stopping = thread;
    if (stopping == null) {
      return;
    }
    LockSupport.unpark(stopping);
    try {
      stopping.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long last = System.nanoTime();
    boolean again = true;
    while (again) {
      again = running;
      long now = System.nanoTime();
      for (LineSender line : lines) {
        turn(line, now, now - last);
      }
      last = now;
      if (again) {
        LockSupport.parkNanos(lingerNanos);
      }
    }
  }

  /** A line that fails is an error of ours; it must not stop the others. */
  private void turn(LineSender line, long now, long since) {
    try {
      line.turn(now, since);
    } catch (RuntimeException e) {
      counters.errors.increment();
      if (now - loggedNanos >= LOG_EVERY_NANOS) {
        loggedNanos = now;
        LOG.errorf(e, "relay failed to send count=%d", counters.errors.sum());
      }
    }
  }
}
