package io.tickgate.adapter.replay;

import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.ReplaySettings.Span;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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
  private final Deck deck;
  private final Pacer pacer;
  private final ReplayClock clock;
  private @Nullable Runnable landing;
  private long target;
  private long nextTick = TapeEvent.NO_TIME;

  Playback(Connections connections, TickListener ticks, Deck deck, ReplayClock clock) {
    this.connections = connections;
    this.ticks = ticks;
    this.deck = deck;
    this.clock = clock;
    this.pacer = new Pacer(deck::factor, clock, deck::interrupted);
  }

  /**
   * Goes at full speed up to that time, itself excluded, before it plays.
   *
   * @param landed called there, or at the end of the tape when that comes first
   */
  void hurry(long micros, Runnable landed) {
    target = micros;
    landing = landed;
  }

  /** Plays until the tape or the span ends, or it is interrupted; false when nothing was. */
  boolean play(Tape tape, Span span) throws IOException {
    boolean played = false;
    TapeEvent event = null;
    while (!deck.interrupted() && (event = tape.next()) != null) {
      long time = event.time();
      if (span.endsBefore(time)) {
        break;
      }
      if (time != TapeEvent.NO_TIME && !advance(time)) {
        return played;
      }
      played = true;
      // without a recorded time it was received just now
      connections.play(event, event.rx() == TapeEvent.NO_TIME ? clock.micros() : event.rx());
    }
    if (!deck.interrupted()) {
      land();
    }
    return played;
  }

  /** Lets time pass up to that moment; false when interrupted. */
  private boolean advance(long time) {
    if (nextTick == TapeEvent.NO_TIME) {
      if (landing == null) {
        pacer.await(time);
      }
      nextTick = firstTick(time);
    }
    long step = TICK * (1 + Math.max(0, time - nextTick) / LONG_GAP);
    for (; nextTick <= time && !deck.interrupted(); nextTick += step) {
      await(nextTick);
      if (!deck.interrupted()) {
        ticks.onTime(nextTick);
      }
    }
    await(time);
    if (deck.interrupted()) {
      return false;
    }
    deck.onPosition(time);
    return true;
  }

  private void await(long time) {
    if (landing != null) {
      if (time < target) {
        return;
      }
      deck.onPosition(target);
      land();
      pacer.start(target);
    }
    pacer.await(time);
  }

  private void land() {
    Runnable landed = landing;
    landing = null;
    if (landed != null) {
      landed.run();
    }
  }

  private static long firstTick(long time) {
    return Math.floorDiv(time + TICK - 1, TICK) * TICK;
  }
}
