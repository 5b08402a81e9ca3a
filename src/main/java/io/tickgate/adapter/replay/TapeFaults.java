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

  private final ReplayCounters counters;
  private final FaultListener listener;
  private final FaultListener important; // told of whatever the rate
  private final Set<String> cut = new HashSet<>();

  /** Faults that the log hears of. */
  TapeFaults(String feed, ReplayCounters counters, LongSupplier nanos) {
    this.counters = counters;
    this.important =
        (file, line, reason) ->
            LOG.warnf("recording fault feed=%s file=%s line=%d %s", feed, file, line, reason);
    this.listener = new Limited(important, nanos);
  }

  private TapeFaults(ReplayCounters counters, FaultListener listener) {
    this.counters = counters;
    this.important = listener;
    this.listener = listener;
  }

  /** Faults that are counted, but that the log doesn't hear of. */
  static TapeFaults unheard(ReplayCounters counters) {
    return new TapeFaults(counters, (file, line, reason) -> {});
  }

  /** Faults that somebody else hears of, all of them. */
  static TapeFaults heard(ReplayCounters counters, FaultListener listener) {
    return new TapeFaults(counters, listener);
  }

  ReplayCounters counters() {
    return counters;
  }

  /** The reason names the column, where there are columns, or is empty. */
  void brokenLine(String file, long line, String reason) {
    counters.brokenLines.increment();
    listener.onFault(file, line, reason.isEmpty() ? "broken line" : "broken line: " + reason);
  }

  void longLine(String file, long line) {
    counters.longLines.increment();
    listener.onFault(file, line, "line too long");
  }

  /** Said once a file, however often it is played. */
  void cutTail(String file, long line, String reason) {
    counters.cutTails.increment();
    if (cut.add(file)) {
      important.onFault(file, line, "cut off: " + reason);
    }
  }

  void lost(String file, long line, long count) {
    counters.lost.add(count);
    listener.onFault(file, line, "the recorder lost " + count + " events");
  }

  private static final class Limited implements FaultListener {
    private final FaultListener next;
    private final LongSupplier nanos;
    private long nextNanos;

    Limited(FaultListener next, LongSupplier nanos) {
      this.next = next;
      this.nanos = nanos;
      this.nextNanos = nanos.getAsLong();
    }

    @Override
    public void onFault(String file, long line, String reason) {
      long now = nanos.getAsLong();
      if (now - nextNanos >= 0) {
        nextNanos = now + LOG_EVERY_NANOS;
        next.onFault(file, line, reason);
      }
    }
  }
}
