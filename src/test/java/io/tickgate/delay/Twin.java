package io.tickgate.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.book.BookLimits;
import io.tickgate.book.BookText;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Books of now with a delay log, and beside them the simplest model of it: the same calls, kept in
 * a list, made to other books when a hand-moved clock is past their time and the delay.
 */
final class Twin {
  private static final BookLimits LIMITS = BookLimits.defaults();

  private record Call(long dueNanos, Runnable call) {}

  private final Duration delay;
  private final DelayLog log;
  private final Books now;
  private final Books model = new Books(LIMITS, () -> Instant.EPOCH);
  private final Deque<Call> calls = new ArrayDeque<>();
  private long nanos = 12_345;
  private long wallMicros = 1_763_690_000_000_000L;
  private long compared;

  Twin(Duration delay, long memory, String... symbols) {
    this.delay = delay;
    DelaySettings settings = new DelaySettings(delay, memory, List.of(symbols));
    this.log = new DelayLog(settings, LIMITS, () -> instant(wallMicros), () -> nanos);
    this.now = new Books(LIMITS, () -> instant(wallMicros), log::tap);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plusNanos(micros * 1_000);
  }

  DelayLog log() {
    return log;
  }

  Books now() {
    return now;
  }

  Books delayed() {
    return log.books().books();
  }

  /** How often both were compared. */
  long compared() {
    return compared;
  }

  long nanos() {
    return nanos;
  }

  long wallMicros() {
    return wallMicros;
  }

  /** Sets the wall clock alone. */
  void jump(Duration by) {
    wallMicros += by.toNanos() / 1_000;
  }

  /** Both clocks move on. */
  void pass(long moreNanos) {
    nanos += moreNanos;
    wallMicros += moreNanos / 1_000;
  }

  /** A feed of both. */
  TwinFeed feed(String id) {
    return new TwinFeed(now.addFeed(id), model.addFeed(id));
  }

  final class TwinFeed implements TickListener, FeedListener {
    private final Feed feed;
    private final Feed later;

    private TwinFeed(Feed feed, Feed later) {
      this.feed = feed;
      this.later = later;
    }

    private void keep(Runnable call) {
      calls.add(new Call(nanos + delay.toNanos(), call));
    }

    @Override
    public boolean onTick(Tick tick) {
      keep(() -> later.apply(tick));
      return feed.apply(tick);
    }

    @Override
    public void onTime(long micros) {
      keep(() -> later.onTime(micros));
      feed.onTime(micros);
    }

    @Override
    public void onState(FeedState state, String reason) {
      keep(() -> later.onState(state, reason));
      feed.onState(state, reason);
    }

    @Override
    public void onRestart() {
      keep(later::onRestart);
      feed.onRestart();
    }
  }

  /** Makes the calls that the model has to have heard by now, of 2 µs before to be exact. */
  Books model() {
    while (!calls.isEmpty() && calls.peek().dueNanos() + 2_000 <= nanos) {
      calls.remove().call().run();
    }
    return model;
  }

  /** Whether some call is due within the two microseconds that both may differ. */
  private boolean tight() {
    return !calls.isEmpty() && calls.peek().dueNanos() <= nanos;
  }

  /** Releases what is due and says that it is what the model knows. */
  void compare(String where) {
    model();
    if (tight()) {
      return;
    }
    log.release();
    compared++;
    assertEquals(BookText.of(model), BookText.of(delayed()), where);
  }

  /** Lets the delay pass with nothing more coming, and compares. */
  void drain(String where) {
    pass(delay.toNanos() + 10_000);
    compare(where);
    assertTrue(calls.isEmpty());
    assertEquals(0, log.entries(), where);
  }
}
