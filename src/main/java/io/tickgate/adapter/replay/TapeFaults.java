package io.tickgate.adapter.replay;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Counts what is wrong with the recordings of a feed and tells the log, at a limited rate. */
final class TapeFaults {
  private static final Logger LOG = Logger.getLogger(TapeFaults.class);

  /** As for broken messages of a live feed: a line every ten seconds is enough to notice. */
  private static final long LOG_EVERY_NANOS = 10_000_000_000L;

  private final String feed;
  private final ReplayCounters counters;
  private final LongSupplier nanos;
  private final Set<String> cut = new HashSet<>();
  private long nextLogNanos;
  private boolean silent;

  TapeFaults(String feed, ReplayCounters counters, LongSupplier nanos) {
    this.feed = feed;
    this.counters = counters;
    this.nanos = nanos;
    this.nextLogNanos = nanos.getAsLong();
  }

  ReplayCounters counters() {
    return counters;
  }

  /** Faults that are counted, but that the log doesn't hear of. */
  static TapeFaults unheard(ReplayCounters counters) {
    TapeFaults faults = new TapeFaults("", counters, () -> 0);
    faults.silent = true;
    return faults;
  }

  /** The reason names the column, where there are columns, or is empty. */
  void brokenLine(String file, long line, String reason) {
    counters.brokenLines.increment();
    if (mayLog()) {
      LOG.warnf(
          "broken line feed=%s file=%s line=%d count=%d%s",
          feed,
          file,
          line,
          counters.brokenLines.sum(),
          reason.isEmpty() ? "" : " reason=" + reason);
    }
  }

  void longLine(String file, long line) {
    counters.longLines.increment();
    if (mayLog()) {
      LOG.warnf("line too long feed=%s file=%s line=%d", feed, file, line);
    }
  }

  /** Said once a file, however often it is played. */
  void cutTail(String file, long line, String reason) {
    counters.cutTails.increment();
    if (!silent && cut.add(file)) {
      LOG.warnf("recording cut off feed=%s file=%s line=%d reason=%s", feed, file, line, reason);
    }
  }

  void lost(String file, long line, long count) {
    counters.lost.add(count);
    if (mayLog()) {
      LOG.warnf("recorder lost events feed=%s file=%s line=%d count=%d", feed, file, line, count);
    }
  }

  private boolean mayLog() {
    long now = nanos.getAsLong();
    if (silent || now - nextLogNanos < 0) {
      return false;
    }
    nextLogNanos = now + LOG_EVERY_NANOS;
    return true;
  }
}
