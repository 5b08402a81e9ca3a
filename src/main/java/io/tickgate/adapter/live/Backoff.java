package io.tickgate.adapter.live;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: between nothing and a limit that doubles with every
 * failure ("full jitter"), so that many gateways don't come back to a venue in step.
 */
final class Backoff {
  /** A venue that only dropped one connection is back within half a second. */
  private static final long BASE_NANOS = 500_000_000L;

  /** 2^16 times the base is beyond any limit. */
  private static final int MAX_DOUBLINGS = 16;

  private final long maxNanos;
  private final RandomGenerator random;

  Backoff(long maxNanos, RandomGenerator random) {
    this.maxNanos = maxNanos;
    this.random = random;
  }

  /** Nanoseconds to wait after that many failures in a row. */
  long nanos(int attempt) {
    long limit = Math.min(maxNanos, BASE_NANOS << Math.min(attempt, MAX_DOUBLINGS));
    return random.nextLong(limit + 1);
  }
}
