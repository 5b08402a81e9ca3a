package io.tickgate.delay;

import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.DelayedBooks;
import io.tickgate.book.FeedTap;
import io.tickgate.market.codec.ChunkPool;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what comes into the books of now and lets it into the delayed ones when its time has come.
 * Any thread, but for {@link #release}.
 */
public final class DelayLog {
  private static final Logger LOG = Logger.getLogger(DelayLog.class);

  /** Shortest sleep: a thousand wake-ups a second at most, and nothing a millisecond late. */
  private static final long SLICE_NANOS = 1_000_000;

  /** Longest sleep, so that the age that is told is about right. */
  private static final long LONG_NANOS = 100_000_000;

  private static final long STOP_MILLIS = 5_000;
  private static final long LOG_EVERY_NANOS = 10_000_000_000L;

  private record Line(DelayLine line, DelayTap tap, DelayRelease release) {}

  private final DelaySettings settings;
  private final LongSupplier nanos;
  private final long origin;
  private final long delayMicros;
  private final ChunkPool pool;
  private final DelayedBooks delayed;
  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final AtomicLong oldest = new AtomicLong(DelayRelease.NEVER);
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean running = true;
  private @Nullable Thread thread;
  private long loggedNanos;

  /**
   * A log that nothing is in yet.
   *
   * @param limits of the delayed books, which are as large again as the books of now are for the
   *     symbols they cover
   * @param clock tells delayed feeds when they were heard
   * @param nanos a time that never goes back, however the wall clock is set
   */
  public DelayLog(
      DelaySettings settings, BookLimits limits, InstantSource clock, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
    this.origin = nanos.getAsLong();
    this.loggedNanos = origin - LOG_EVERY_NANOS;
    this.delayMicros = settings.delay().toNanos() / 1_000 + 1; // never early by a fraction
    this.pool = new ChunkPool(settings.maxMemory());
    this.delayed = new DelayedBooks(new Books(limits, clock), settings.delay(), settings.covered());
  }

  /** The books that are filled from this log. */
  public DelayedBooks books() {
    return delayed;
  }

  /** The tap of a feed of the books of now; null when nothing is kept back. */
  public @Nullable FeedTap tap(String feed) {
    if (!settings.enabled()) {
      return null;
    }
    DelayLine line = new DelayLine(pool);
    DelayTap tap = new DelayTap(line, pool, delayed.covered(), this::micros);
    lines.add(new Line(line, tap, new DelayRelease(line, pool, delayed.books().addFeed(feed))));
    return tap;
  }

  /** Microseconds since the log was made, rounded up: what came isn't taken for older. */
  private long micros() {
    return (nanos.getAsLong() - origin + 999) / 1_000;
  }

  /** Starts the thread that releases; none when nothing is kept back. Called once. */
  public synchronized void start() {
    if (settings.enabled()) {
      Thread started = new Thread(this::run, "delay");
      started.setDaemon(true);
      thread = started;
      started.start();
    }
  }

  /** Ends the thread; what is in the log stays there. Any thread. */
  public synchronized void stop() {
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
    while (running) {
      // what comes while it sleeps isn't due before it wakes up: it sleeps no longer than the delay
      LockSupport.parkNanos(Math.max(SLICE_NANOS, Math.min(release(), LONG_NANOS)));
    }
  }

  /**
   * Lets everything into the delayed books that is due, over all feeds in the order of arrival. One
   * thread.
   *
   * @return nanoseconds until it should be called again; at most the delay
   */
  long release() {
    long due = (nanos.getAsLong() - origin) / 1_000 - delayMicros;
    Line first = earliest();
    long arrival = arrival(first);
    while (first != null && arrival <= due && running) {
      release(first);
      first = earliest();
      arrival = arrival(first);
    }
    oldest.setOpaque(arrival);
    return 1_000 * (first == null ? delayMicros : Math.min(delayMicros, arrival - due));
  }

  private static long arrival(@Nullable Line line) {
    return line == null ? DelayRelease.NEVER : line.release().oldest();
  }

  private @Nullable Line earliest() {
    Line first = null;
    long arrival = DelayRelease.NEVER;
    for (Line line : lines) {
      long next = line.release().oldest();
      if (next < arrival) {
        arrival = next;
        first = line;
      }
    }
    return first;
  }

  /** One entry that fails is an error of ours; it must not stop what comes behind it. */
  private void release(Line line) {
    try {
      line.release().release();
    } catch (RuntimeException e) {
      long count = failed.incrementAndGet();
      long now = nanos.getAsLong();
      if (now - loggedNanos >= LOG_EVERY_NANOS) {
        loggedNanos = now;
        LOG.errorf(e, "delayed entry failed count=%d", count);
      }
    }
  }

  /** Entries that wait. */
  public long entries() {
    return lines.stream().mapToLong(each -> each.line().entries()).sum();
  }

  /** Bytes of memory in use. */
  public long bytes() {
    return pool.used();
  }

  /** Ticks dropped because the memory was used up. */
  public long dropped() {
    return lines.stream().mapToLong(each -> each.tap().dropped()).sum();
  }

  /** Entries that could not be applied. */
  public long failed() {
    return failed.get();
  }

  /** Age of the oldest entry in seconds, 0 when there is none; above the delay: it falls behind. */
  public double ageSeconds() {
    long arrival = oldest.getOpaque();
    return arrival == DelayRelease.NEVER ? 0 : Math.max(0, micros() - arrival) / 1e6;
  }
}
