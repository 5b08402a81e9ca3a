package io.tickgate.adapter.replay;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/** Time as a replay needs it; moved by hand in tests. */
public interface ReplayClock {
  /** The machine's clock; {@link #park} ends early when the thread is unparked. */
  ReplayClock SYSTEM =
      new ReplayClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long micros() {
          return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        }

        @Override
        public void park(long nanos) {
          LockSupport.parkNanos(this, nanos);
        }
      };

  /** As {@link System#nanoTime}. */
  long nanos();

  /** Microseconds since the epoch. */
  long micros();

  /** Blocks the calling thread for about that long, or shorter. */
  void park(long nanos);
}
