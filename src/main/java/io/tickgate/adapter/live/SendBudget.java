package io.tickgate.adapter.live;

/**
 * How much may be sent now under a venue's limit of so much a period. The bucket holds half a
 * period's and fills at half the rate, so that no period sees more than allowed wherever it begins.
 */
final class SendBudget {
  static final long SECOND = 1_000_000_000L;
  static final long HOUR = 3_600 * SECOND;

  private final double most;
  private final double perNano;
  private double available;
  private long at;

  SendBudget(int perPeriod, long periodNanos) {
    this.most = Math.max(1, perPeriod / 2);
    this.perNano = perPeriod / 2.0 / periodNanos;
  }

  /** A new connection: the bucket is full. */
  void reset(long now) {
    available = most;
    at = now;
  }

  /** Whether one more may be sent. */
  boolean allows(long now) {
    available = Math.min(most, available + (now - at) * perNano);
    at = now;
    return available >= 1;
  }

  /** Takes one message's share; false when there is none yet. */
  boolean take(long now) {
    boolean allowed = allows(now);
    available -= allowed ? 1 : 0;
    return allowed;
  }
}
