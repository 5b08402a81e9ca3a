package io.tickgate.audit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Writes the audit log. Any thread; never waits but for the log itself. */
@Singleton
public final class Audit {
  /** What is told; each has its own limit, so that a flood of one hides nothing of the others. */
  public enum Event {
    /** Somebody's token was accepted. */
    LOGIN,
    /** Somebody was turned away. */
    REFUSED,
    /** An operator looked at something or changed it. */
    ADMIN;

    private final String text = name().toLowerCase(Locale.ROOT);
  }

  /**
   * Lines a second of one event. A node takes some hundred reconnecting clients a second; a scan or
   * a flood brings thousands.
   */
  static final int LINES_PER_SECOND = 200;

  private static final long SECOND = 1_000_000_000L;

  private final Consumer<String> log;
  private final LongSupplier nanos;
  private final Rate[] rates = new Rate[Event.values().length];
  private final LongAdder suppressed = new LongAdder();

  /** Writes to the log category {@code io.tickgate.audit}. */
  @Inject
  public Audit() {
    this(Logger.getLogger("io.tickgate.audit")::info, System::nanoTime);
  }

  Audit(Consumer<String> log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
    for (int i = 0; i < rates.length; i++) {
      rates[i] = new Rate(nanos.getAsLong());
    }
  }

  /** Lines that were left out. */
  public long suppressed() {
    return suppressed.sum();
  }

  /**
   * Writes a line.
   *
   * @param who the token's subject; empty for nobody that is known
   * @param what happened, in a word: {@code stream}, {@code close}, an error code
   * @param facts keys, which are ours, and values, which may be anybody's, in turn
   */
  public void tell(Event event, String who, String what, String... facts) {
    long left = rates[event.ordinal()].take(nanos.getAsLong());
    if (left < 0) {
      suppressed.increment();
      return;
    }
    StringBuilder line = new StringBuilder("audit event=").append(event.text);
    line.append(" subject=").append(AuditText.of(who));
    line.append(" what=").append(AuditText.of(what));
    for (int i = 0; i + 1 < facts.length; i += 2) {
      line.append(' ').append(facts[i]).append('=').append(AuditText.of(facts[i + 1]));
    }
    if (left > 0) {
      line.append(" suppressed=").append(left);
    }
    log.accept(line.toString());
  }

  /** Lines of one event in the second under way. */
  private static final class Rate {
    private long start;
    private int lines;
    private long left; // out since the last line that was written

    Rate(long start) {
      this.start = start;
    }

    /** How many were left out before this one; below 0 when it is left out itself. */
    synchronized long take(long now) {
      if (now - start >= SECOND) {
        start = now;
        lines = 0;
      }
      if (++lines > LINES_PER_SECOND) {
        left++;
        return -1;
      }
      long before = left;
      left = 0;
      return before;
    }
  }
}
