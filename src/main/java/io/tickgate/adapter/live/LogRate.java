package io.tickgate.adapter.live;

/** Lets a few log lines through at once and one every ten seconds after that. */
final class LogRate {
  private static final long EVERY_NANOS = 10_000_000_000L;

  /** Down, up, down, up: a restart of the venue is told as it happened. */
  private static final int BURST = 4;

  private long paidUntil;
  private boolean used;

  /** Whether a line may be written now. */
  boolean allows(long now) {
    long start = now - (BURST - 1) * EVERY_NANOS;
    paidUntil = used ? Math.max(paidUntil, start) : start;
    used = true;
    if (paidUntil > now) {
      return false;
    }
    paidUntil += EVERY_NANOS;
    return true;
  }
}
