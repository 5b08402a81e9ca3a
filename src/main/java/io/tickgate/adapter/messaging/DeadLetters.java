package io.tickgate.adapter.messaging;

import io.tickgate.adapter.publish.PublishConfig;
import io.tickgate.wire.ErrorCode;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The last messages of the channel that were rejected, kept in memory to be looked at; older ones
 * are forgotten. How many there were in all is among the meters. Any thread; they are rare, so a
 * lock is fine.
 */
@Singleton
public final class DeadLetters {
  private static final Logger LOG = Logger.getLogger(DeadLetters.class);

  /** Enough of a message to know it by. */
  private static final int EXCERPT = 256;

  /** A line in the log at most every ten seconds: enough to notice. */
  private static final long LOG_EVERY_NANOS = 10_000_000_000L;

  /**
   * A message that was rejected.
   *
   * @param rx when it was received, microseconds since the epoch
   * @param message names the field
   * @param excerpt how the payload begins
   */
  public record DeadLetter(long rx, ErrorCode code, String message, String excerpt) {}

  private final int limit;
  private final Deque<DeadLetter> letters = new ArrayDeque<>();
  private long total;
  private long lastLogNanos = System.nanoTime() - LOG_EVERY_NANOS;

  DeadLetters(PublishConfig config) {
    limit = config.deadLetters();
  }

  /** Keeps a message. */
  synchronized void add(long rx, ErrorCode code, String message, String payload) {
    String excerpt = payload.length() <= EXCERPT ? payload : payload.substring(0, EXCERPT) + "…";
    letters.addLast(new DeadLetter(rx, code, message, excerpt));
    if (letters.size() > limit) {
      letters.removeFirst();
    }
    total++;
    long now = System.nanoTime();
    if (now - lastLogNanos >= LOG_EVERY_NANOS) {
      lastLogNanos = now;
      LOG.warnf(
          "message rejected channel=feed count=%d code=%s reason=%s", total, code.text(), message);
    }
  }

  /** Those kept, oldest first. */
  public synchronized List<DeadLetter> letters() {
    return List.copyOf(letters);
  }

  /** How many there were in all. */
  public synchronized long total() {
    return total;
  }
}
