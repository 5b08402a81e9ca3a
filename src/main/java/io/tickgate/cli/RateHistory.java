package io.tickgate.cli;

/**
 * How many ticks there were when, in buckets of equal length. When the buckets don't reach far
 * enough two become one, so the memory is the same for a minute and a year.
 */
final class RateHistory {
  private static final int BUCKETS = 4_096;
  private static final long FIRST_MICROS = 1_000_000;

  private final long[] counts = new long[BUCKETS];
  private long micros = FIRST_MICROS;
  private long start = -1;
  private int used;

  /** One more, at that time. Times may go back a little: nothing is before the first. */
  void add(long time) {
    if (start < 0) {
      start = time / FIRST_MICROS * FIRST_MICROS;
    }
    long bucket = Math.max(0, time - start) / micros;
    while (bucket >= BUCKETS) {
      fold();
      bucket = Math.max(0, time - start) / micros;
    }
    counts[(int) bucket]++;
    used = Math.max(used, (int) bucket + 1);
  }

  private void fold() {
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] = i < BUCKETS / 2 ? counts[2 * i] + counts[2 * i + 1] : 0;
    }
    micros *= 2;
    used = (used + 1) / 2;
  }

  boolean isEmpty() {
    return used == 0;
  }

  /** Microseconds since the epoch at which the first column begins. */
  long start() {
    return start;
  }

  /** Microseconds that one of so many {@link #columns} stands for. */
  long columnMicros(int most) {
    return perColumn(most) * micros;
  }

  /** The rates, per second, of at most so many columns. */
  double[] columns(int most) {
    int each = perColumn(most);
    double[] columns = new double[(used + each - 1) / each];
    for (int i = 0; i < used; i++) {
      columns[i / each] += counts[i] * 1e6 / (each * micros);
    }
    return columns;
  }

  private int perColumn(int most) {
    return Math.max(1, (used + most - 1) / most);
  }
}
