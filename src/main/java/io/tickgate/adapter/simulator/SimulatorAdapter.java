package io.tickgate.adapter.simulator;

import io.tickgate.adapter.FeedAdapter;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.FeedState;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link SimulatedMarket} against the clock on its own daemon thread {@code feed-<id>}.
 *
 * <p>Works in slices: wakes up, hands out everything that has come due, sleeps again. A tick
 * carries the time of its handing out as {@code ts} and {@code rx}. When the listener takes longer
 * than the rate allows, up to one second of events is made up for later; what is older is skipped
 * and counted in {@link FeedCounters#dropped}, as a market would not wait either.
 */
public final class SimulatorAdapter implements FeedAdapter {
  private static final Logger LOG = Logger.getLogger(SimulatorAdapter.class);

  /**
   * Shortest sleep. 500 wake-ups a second cost about one percent of a core and delay a tick by one
   * millisecond on average; a sleep per tick can't pace 200,000 a second, since Linux rounds each
   * one up by 50 µs.
   */
  private static final long SLICE_NANOS = 2_000_000;

  /** How often {@link TickListener#onTime} is told, so also the longest sleep. */
  private static final long TIME_NANOS = 100_000_000;

  /** Most that is made up for after a delay. */
  private static final long DEBT_NANOS = 1_000_000_000;

  /** Events handed out before the clock is read again: 10 ms or so when catching up. */
  private static final int TURN_EVENTS = 4_096;

  private static final long STOP_MILLIS = 5_000;

  private final SimulatorSettings settings;
  private final TickListener ticks;
  private final FeedListener feed;
  private final FeedCounters counters;
  private final Pacer pacer;
  private volatile boolean running = true;
  private @Nullable Thread thread;

  // the feed's thread only
  private final SimulatedMarket market;
  private long opened;
  private long skippedNanos;
  private long timeTold;
  private long lastMicros;

  public SimulatorAdapter(
      SimulatorSettings settings,
      TickListener ticks,
      FeedListener feed,
      FeedCounters counters,
      Pacer pacer) {
    this.settings = settings;
    this.ticks = ticks;
    this.feed = feed;
    this.counters = counters;
    this.pacer = pacer;
    market = new SimulatedMarket(settings);
  }

  @Override
  public synchronized void start() {
    Thread started = new Thread(this::run, "feed-" + settings.feedId());
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  @Override
  public synchronized void stop() {
    running = false;
    Thread stopping = thread;
    if (stopping == null || stopping == Thread.currentThread()) {
      return;
    }
    stopping.interrupt();
    try {
      stopping.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    String reason = "stopped";
    try {
      open();
      while (running) {
        pacer.pause(turn());
      }
    } catch (InterruptedException e) {
      // stop() wakes the thread up from its sleep
    } catch (RuntimeException e) {
      reason = "failed";
      LOG.errorf(e, "simulator failed feed=%s", settings.feedId());
    } finally {
      feed.onState(FeedState.DOWN, reason);
    }
  }

  /** Tells what stands at the opening. */
  void open() {
    opened = pacer.nanos();
    timeTold = opened;
    feed.onState(FeedState.LIVE, "");
    counters.ticks.add(market.open(now(), ticks));
    ticks.onTime(now());
  }

  /**
   * Hands out what is due.
   *
   * @return nanoseconds to sleep until the next turn, 0 when more is due already
   */
  long turn() {
    long start = pacer.nanos();
    long elapsed = withinDebt(start - opened);
    long now = now();
    int handedOut = 0;
    for (int i = 0; i < TURN_EVENTS && running && market.dueNanos() <= elapsed; i++) {
      handedOut += market.next(now, ticks);
    }
    counters.ticks.add(handedOut);
    if (start - timeTold >= TIME_NANOS) {
      timeTold = start;
      ticks.onTime(now);
    }
    long until = Math.min(market.dueNanos() - elapsed, timeTold + TIME_NANOS - start);
    return until <= 0 ? 0 : Math.max(SLICE_NANOS, until);
  }

  /** The market's age, after skipping what is too late by more than the debt allowed. */
  private long withinDebt(long elapsed) {
    long age = elapsed - skippedNanos;
    long excess = age - market.dueNanos() - DEBT_NANOS;
    if (excess <= 0) {
      return age;
    }
    skippedNanos += excess;
    counters.dropped.add((long) (excess * 1e-9 * settings.rate()));
    return age - excess;
  }

  /** Time of day that never goes back. */
  private long now() {
    lastMicros = Math.max(lastMicros, pacer.micros());
    return lastMicros;
  }
}
