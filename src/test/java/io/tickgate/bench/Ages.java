package io.tickgate.bench;

/**
 * Counts of times in microseconds, each within 3 % of itself: sixteen classes for each power of
 * two. Negative times, of clocks that differ, count as 0.
 */
public final class Ages {
  private static final int STEPS = 16;

  private final long[] counts = new long[64 * STEPS];
  private long total;
  private long max;

  void add(long micros) {
    long value = Math.max(0, micros);
    counts[index(value)]++;
    total++;
    max = Math.max(max, value);
  }

  private static int index(long value) {
    if (value < STEPS) {
      return (int) value;
    }
    int power = 63 - Long.numberOfLeadingZeros(value); // 4 or more
    return (power - 3) * STEPS + (int) (value >>> (power - 4)) - STEPS;
  }

  private static long value(int index) {
    if (index < STEPS) {
      return index;
    }
    int power = index / STEPS + 3;
    long low = (long) (index % STEPS + STEPS) << (power - 4);
    return low + (1L << (power - 4)) / 2;
  }

  public long count() {
    return total;
  }

  /** The time that this share of all isn't above, in milliseconds; 0 without any. */
  public double millis(double share) {
    long rank = (long) Math.ceil(share * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && seen > 0) {
        return Math.min(max, value(i)) / 1_000.0;
      }
    }
    return 0;
  }

  public double maxMillis() {
    return max / 1_000.0;
  }
}
