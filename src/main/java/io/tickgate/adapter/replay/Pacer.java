package io.tickgate.adapter.replay;

import java.util.function.BooleanSupplier;

/**
 * Makes recorded time pass at a multiple of real time. An instant is due at {@code start + (instant
 * - first) / factor}, so delays don't add up: whoever is late catches up without waiting.
 */
final class Pacer {
  private static final double NANOS_PER_MICRO = 1_000;

  private final double factor;
  private final ReplayClock clock;
  private final BooleanSupplier stopped;
  private boolean started;
  private long firstMicros;
  private long startNanos;

  /**
   * @param factor positive; infinite for no waiting at all
   * @param stopped ends a wait; asked whenever the clock's park comes back
   */
  Pacer(double factor, ReplayClock clock, BooleanSupplier stopped) {
    this.factor = factor;
    this.clock = clock;
    this.stopped = stopped;
  }

  /** Waits until that instant of recorded time is due; the first one is due at once. */
  void await(long micros) {
    if (factor == Double.POSITIVE_INFINITY) {
      return;
    }
    if (!started) {
      started = true;
      firstMicros = micros;
      startNanos = clock.nanos();
    }
    // below 2^53, so exact; beyond the range of a long it stays at its end, some 292 years away
    long due = (long) ((micros - firstMicros) * NANOS_PER_MICRO / factor);
    for (long wait = 1; wait > 0 && !stopped.getAsBoolean(); ) {
      wait = due - (clock.nanos() - startNanos);
      if (wait > 0) {
        clock.park(wait);
      }
    }
  }
}
