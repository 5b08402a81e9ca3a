package io.tickgate.deliver.edge;

/** A rate with a burst. Time is given in milliseconds; used by one thread. */
public final class TokenBucket {
  private final double perMilli;
  private final double most;
  private double tokens;
  private long at;

  /** Full at the start. */
  public TokenBucket(double perSecond, double burst, long nowMillis) {
    this.perMilli = perSecond / 1_000;
    this.most = burst;
    this.tokens = burst;
    this.at = nowMillis;
  }

  private void fill(long now) {
    if (now > at) { // a clock that jumps back must not take anything away
      tokens = Math.min(most, tokens + (now - at) * perMilli);
    }
    at = now;
  }

  /** Takes one if there is one. */
  public boolean tryTake(long now) {
    fill(now);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Takes that many, into debt if need be. */
  public void take(long amount, long now) {
    fill(now);
    tokens -= amount;
  }

  /** Milliseconds until there is one at least, 0 when there is. */
  public long waitMillis(long now) {
    fill(now);
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perMilli);
  }

  /** Whether nothing was taken that hasn't come back. */
  public boolean full(long now) {
    fill(now);
    return tokens >= most;
  }
}
