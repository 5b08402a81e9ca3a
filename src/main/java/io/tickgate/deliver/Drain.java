package io.tickgate.deliver;

import io.tickgate.wire.CloseCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Takes the node out of service so that clients notice a reconnect and no more: no newcomers, each
 * client is told at once when it will be sent away, and then it is, with 1012. Any thread.
 */
public final class Drain {
  /** Closing handshakes and newcomers that were on their way in; far more than either takes. */
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Sessions sessions;
  private final AtomicInteger round = new AtomicInteger(); // odd while it goes on
  private final List<Departure> others = new CopyOnWriteArrayList<>();
  private volatile long endsAt;

  /** Sends others away than client sessions, at a time of its choice in the window. */
  @FunctionalInterface
  public interface Departure {
    /**
     * The drain begins; times in milliseconds from now. Any thread.
     *
     * @param holds false once it was called off
     */
    void begin(long least, long most, BooleanSupplier holds);
  }

  Drain(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Whether the node takes no clients. */
  public boolean on() {
    return sessions.draining();
  }

  /** Others have connections too: they are told when a drain begins. */
  public void with(Departure departure) {
    others.add(departure);
  }

  /** Client sessions that are still here. */
  public int left() {
    return sessions.stats().open.get();
  }

  /**
   * Begins; while it goes on already, nothing happens.
   *
   * @param delay before the first client is sent away
   * @param window in which all of them are, after the delay
   */
  public synchronized void begin(Duration delay, Duration window) {
    if (on()) {
      return;
    }
    int now = round.incrementAndGet();
    endsAt = System.nanoTime() + delay.plus(window).toNanos();
    sessions.draining(true);
    long least = delay.toMillis();
    long most = least + Math.max(1, window.toMillis());
    sessions.each(
        session -> sendAway(session, now, ThreadLocalRandom.current().nextLong(least, most)));
    others.forEach(each -> each.begin(least, most, () -> round.get() == now));
    // those that had a place before and a session only after
    sessions.later(most + 1, session -> close(session, now));
  }

  private void sendAway(Session session, int now, long afterMillis) {
    session.control(session.say().drain(afterMillis));
    session.later(() -> close(session, now), afterMillis);
  }

  private void close(Session session, int now) {
    if (round.get() == now) {
      session.close(CloseCode.DRAINING);
    }
  }

  /** Calls it off: clients may come, and those that are still here stay. */
  public synchronized void callOff() {
    if (on()) {
      round.incrementAndGet();
      sessions.draining(false);
    }
  }

  /**
   * Waits until all clients are gone, the window and a little longer at most. Blocks: not on a
   * loop.
   *
   * @return whether they are
   */
  public boolean await() {
    long deadline = endsAt + CLOSING.toNanos();
    while (sessions.connections() > 0 && deadline - System.nanoTime() > 0 && on()) {
      LockSupport.parkNanos(LOOK_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
    }
    return sessions.connections() == 0;
  }
}
