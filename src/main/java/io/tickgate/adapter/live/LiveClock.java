package io.tickgate.adapter.live;

import java.util.concurrent.TimeUnit;

/** The time of live feeds. */
public interface LiveClock {
  /** The machine's clocks. */
  LiveClock SYSTEM =
      new LiveClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long micros() {
          // currentTimeMillis would lose what the venues send
          var now = java.time.Instant.now();
          return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
        }
      };

  /** For durations; only differences mean something. */
  long nanos();

  /** Microseconds since the Unix epoch. */
  long micros();
}
