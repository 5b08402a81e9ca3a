package io.tickgate.adapter.live;

/** Spaces the attempts to connect of all sessions of a feed as their venue asks. */
final class ConnectGate {
  private final long spacingNanos;
  private long nextAt;
  private boolean used;

  ConnectGate(long spacingNanos) {
    this.spacingNanos = spacingNanos;
  }

  /** Whether an attempt may be made now; it then counts as made. */
  boolean take(long now) {
    if (used && now < nextAt) {
      return false;
    }
    used = true;
    nextAt = now + spacingNanos;
    return true;
  }
}
