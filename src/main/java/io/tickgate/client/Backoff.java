package io.tickgate.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt. Full jitter: from nothing to a limit that doubles, so
 * that clients don't come all at once. The client's thread.
 */
final class Backoff {
  /** What a first wait is drawn from. */
  private static final long FIRST_MILLIS = 500;

  /** A connection that lived so long was a success; a shorter one is another failed attempt. */
  private static final long STABLE_NANOS = 5_000_000_000L;

  private static final int MOST_DOUBLINGS = 20; // six days, beyond any limit that makes sense

  private final long longestMillis;
  private final RandomGenerator random;
  private int failures;

  Backoff(Duration longest) {
    this(longest, RandomGenerator.getDefault());
  }

  Backoff(Duration longest, RandomGenerator random) {
    this.longestMillis = Math.max(1, longest.toMillis());
    this.random = random;
  }

  /** The wait after another failure. */
  long nextMillis() {
    long limit = FIRST_MILLIS << Math.min(failures++, MOST_DOUBLINGS);
    return random.nextLong(Math.min(limit, longestMillis) + 1);
  }

  /** A connection lived so long, from its welcome to its end. */
  void onLife(long nanos) {
    if (nanos >= STABLE_NANOS) {
      reset();
    }
  }

  /** It went well. */
  void reset() {
    failures = 0;
  }
}
