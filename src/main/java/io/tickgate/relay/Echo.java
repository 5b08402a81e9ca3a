package io.tickgate.relay;

import java.util.concurrent.TimeUnit;

/**
 * Whether this node reads what it writes itself, and how soon: one hello at a time, each a beat
 * after the one before, or those that waited for a broker would come all at once. Owned by the
 * thread of the leases.
 *
 * <pre>
 *   ANSWERED ──a beat──▶ WAITING ──read──▶ ANSWERED
 *                           │ ▲
 *                      lost ▼ │ at once
 *                          LOST ──the next one is read──▶ ANSWERED, but late
 * </pre>
 */
final class Echo {
  /** Nothing waits for longer to be sent; what wasn't read by then isn't in the log. */
  private static final long LOST_NANOS =
      TimeUnit.MILLISECONDS.toNanos(Outbox.DELIVERY_MILLIS + 2_000);

  private final long beatNanos;
  private long sentNanos;
  private long askedNanos; // when the first was sent of those that weren't read
  private boolean answered = true;
  private volatile boolean waits;

  Echo(long beatNanos, long now) {
    this.beatNanos = beatNanos;
    this.sentNanos = now;
  }

  /** Whether the next hello is to be sent. */
  boolean isDue(long now) {
    return now - sentNanos >= (waits ? LOST_NANOS : beatNanos);
  }

  /** One is being sent. */
  void onSent(long now) {
    if (answered) {
      answered = false;
      askedNanos = now;
    }
    sentNanos = now;
    waits = true;
  }

  /** It could not be sent. Any thread. */
  void onLost() {
    waits = false;
  }

  /**
   * One has been read. False when that took longer than a beat: then words of others may be as late
   * as that, and their silence meant nothing.
   */
  boolean onRead(long now) {
    waits = false;
    answered = true;
    return now - askedNanos <= beatNanos;
  }
}
