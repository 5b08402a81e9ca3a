package io.tickgate.adapter.simulator;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time a simulated feed lives by; tests move it by hand. */
public interface Pacer {
  /** Time of day in microseconds since the epoch. May be set back. */
  long micros();

  /** A clock that only goes forward, for pacing. */
  long nanos();

  /** Waits about that long. */
  void pause(long nanos) throws InterruptedException;

  /** The machine's own clocks. */
  static Pacer system() {
    return new Pacer() {
      @Override
      public long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
      }

      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void pause(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos);
      }
    };
  }
}
