package io.tickgate.adapter.replay;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log how far a tape is that is played as fast as it can be, which may take minutes
 * without anything to be seen. At a pace there is nothing to tell: the position says it.
 */
final class ProgressTape implements Tape {
  private static final Logger LOG = Logger.getLogger(ProgressTape.class);

  /** Short replays say nothing, and long ones aren't taken for hung. */
  private static final long EVERY_NANOS = 10_000_000_000L;

  /** Events between two looks at the clock: a few milliseconds. */
  private static final int EVENTS = 4_096;

  private final String feed;
  private final MergedTape tape;
  private final BooleanSupplier hurried;
  private final ReplayClock clock;
  private long nextNanos;
  private int events;

  /**
   * The same tape.
   *
   * @param hurried whether it is played without a pace now
   */
  ProgressTape(String feed, MergedTape tape, BooleanSupplier hurried, ReplayClock clock) {
    this.feed = feed;
    this.tape = tape;
    this.hurried = hurried;
    this.clock = clock;
    this.nextNanos = clock.nanos() + EVERY_NANOS;
  }

  @Override
  public @Nullable TapeEvent next() throws IOException {
    TapeEvent event = tape.next();
    if (event != null && ++events % EVENTS == 0 && clock.nanos() - nextNanos >= 0) {
      nextNanos = clock.nanos() + EVERY_NANOS;
      if (hurried.getAsBoolean()) {
        tell(event.time());
      }
    }
    return event;
  }

  private void tell(long time) {
    String at =
        time == TapeEvent.NO_TIME ? "" : Instant.EPOCH.plus(time, ChronoUnit.MICROS).toString();
    long percent = tape.size() == 0 ? 0 : 100 * tape.consumed() / tape.size();
    LOG.infof("replay progress feed=%s percent=%d at=%s", feed, percent, at);
  }

  @Override
  public void close() {
    tape.close();
  }
}
