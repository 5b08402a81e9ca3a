package io.tickgate.adapter.replay;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Makes recorded time pass at a multiple of real time. An instant is due at {@code start + (instant
 * - first) / factor}, so delays don't add up: whoever is late catches up without waiting. When the
 * factor changes it is counted anew from the moment of recorded time that it is then.
 */
final class Pacer {
  private static final double NANOS_PER_MICRO = 1_000;

  /** The longest wait while recorded time stands still: to go on wakes the thread anyway. */
  private static final long PAUSE_NANOS = 1_000_000_000;

  private final DoubleSupplier speed;
  private final ReplayClock clock;
  private final BooleanSupplier stopped;
  private boolean started;
  private double factor = Double.POSITIVE_INFINITY;
  private long firstMicros;
  private long startNanos;

  /**
   * A pacer at rest.
   *
   * @param speed the factor, asked again and again: infinite for no waiting at all, 0 for a pause
   * @param stopped ends a wait; asked whenever the clock's park comes back
   */
  Pacer(DoubleSupplier speed, ReplayClock clock, BooleanSupplier stopped) {
    this.speed = speed;
    this.clock = clock;
    this.stopped = stopped;
  }

  /** Recorded time is at that instant now. */
  void start(long micros) {
    started = true;
    factor = speed.getAsDouble();
    firstMicros = micros;
    startNanos = clock.nanos();
  }

  /** Waits until that instant of recorded time is due; the first one is due at once. */
  void await(long micros) {
    for (long wait = 1; wait > 0 && !stopped.getAsBoolean(); ) {
      double wanted = speed.getAsDouble();
      if (wanted != factor || !started) {
        turn(wanted, micros);
      }
      if (factor == Double.POSITIVE_INFINITY) {
        firstMicros = micros;
        return;
      }
      wait = factor == 0 ? PAUSE_NANOS : due(micros) - (clock.nanos() - startNanos);
      if (wait > 0) {
        clock.park(wait);
      }
    }
  }

  /** Nanoseconds from the start to that instant. */
  private long due(long micros) {
    // below 2^53, so exact; beyond the range of a long it stays at its end, some 292 years away
    return (long) ((micros - firstMicros) * NANOS_PER_MICRO / factor);
  }

  private void turn(double wanted, long next) {
    long now = clock.nanos();
    if (!started) {
      firstMicros = next;
    } else if (factor != Double.POSITIVE_INFINITY) {
      long passed = (long) ((now - startNanos) * factor / NANOS_PER_MICRO);
      // time stands still at what comes next: who was late isn't to hurry after a pause
      firstMicros = Math.max(firstMicros, Math.min(next, firstMicros + passed));
    }
    started = true;
    factor = wanted;
    startNanos = now;
  }
}
