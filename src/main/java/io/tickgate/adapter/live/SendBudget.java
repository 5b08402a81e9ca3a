package io.tickgate.adapter.live;

/**
 * How many messages may be sent now under a venue's limit. The bucket holds half a second's and
 * fills at half the rate, so that no second sees more than allowed wherever it begins.
 */
final class SendBudget {
  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private double available;
  private long at;

  SendBudget(int perSecond) {
    this.perSecond = perSecond;
  }

  /** A new connection: the bucket is full. */
  void reset(long now) {
    available = Math.max(1, perSecond / 2);
    at = now;
  }

  /** Takes one message's share; false when there is none yet. */
  boolean take(long now) {
    double grown = available + (now - at) * (double) perSecond / SECOND / 2;
    available = Math.min(Math.max(1, perSecond / 2), grown);
    at = now;
    if (available < 1) {
      return false;
    }
    available--;
    return true;
  }
}
