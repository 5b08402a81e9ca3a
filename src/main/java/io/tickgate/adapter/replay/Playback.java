package io.tickgate.adapter.replay;

import io.tickgate.adapter.TickListener;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Plays a tape once, from where it stands to its end. What is heard in which order, ticks of the
 * clock included, depends on the tape alone and not on the speed.
 */
final class Playback {
  /**
   * How often the clock ticks in recorded time, in microseconds and on multiples of it: a bar that
   * ended is closed within a tenth of a second, which nobody sees.
   */
  private static final long TICK = 100_000;

  /**
   * In a gap longer than this, an hour, the clock ticks less often, so that a recording with years
   * between two of its lines isn't spent on ticking.
   */
  private static final long LONG_GAP = 3_600_000_000L;

  private final Connections connections;
  private final TickListener ticks;
  private final Pacer pacer;
  private final ReplayClock clock;
  private long nextTick = TapeEvent.NO_TIME;

  Playback(Connections connections, TickListener ticks, Pacer pacer, ReplayClock clock) {
    this.connections = connections;
    this.ticks = ticks;
    this.pacer = pacer;
    this.clock = clock;
  }

  /** Plays until the tape ends or it is stopped; false when the tape held nothing. */
  boolean play(Tape tape, BooleanSupplier stopped) throws IOException {
    boolean played = false;
    TapeEvent event;
    while (!stopped.getAsBoolean() && (event = tape.next()) != null) {
      played = true;
      if (event.time() != TapeEvent.NO_TIME) {
        advance(event.time(), stopped);
        if (stopped.getAsBoolean()) {
          break;
        }
      }
      // without a recorded time it was received just now
      connections.play(event, event.rx() == TapeEvent.NO_TIME ? clock.micros() : event.rx());
    }
    return played;
  }

  private void advance(long time, BooleanSupplier stopped) {
    if (nextTick == TapeEvent.NO_TIME) {
      pacer.await(time);
      nextTick = firstTick(time);
    }
    long step = TICK * (1 + Math.max(0, time - nextTick) / LONG_GAP);
    for (; nextTick <= time && !stopped.getAsBoolean(); nextTick += step) {
      pacer.await(nextTick);
      ticks.onTime(nextTick);
    }
    pacer.await(time);
  }

  private static long firstTick(long time) {
    return Math.floorDiv(time + TICK - 1, TICK) * TICK;
  }
}
