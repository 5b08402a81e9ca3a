package io.tickgate.conflate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The intervals of one event loop. Cursors of the same interval share its beats, which fall on
 * whole multiples of the interval, so their frames fall together and can be shared. Owned by the
 * loop.
 */
public final class Wheel {
  /** Runs a task on the loop later. */
  @FunctionalInterface
  public interface Timer {
    void schedule(Runnable task, long delayMillis);
  }

  /** Tells the time of the loop. */
  @FunctionalInterface
  public interface Clock {
    long nowMillis();
  }

  private final Timer timer;
  private final Clock clock;
  private final Map<Integer, Beat> beats = new HashMap<>();

  public Wheel(Timer timer, Clock clock) {
    this.timer = timer;
    this.clock = clock;
  }

  long nowMillis() {
    return clock.nowMillis();
  }

  private record Waiting(Cursor cursor, Conflator conflator) {}

  /** The cursors that wait for the next multiple of one interval. */
  private final class Beat {
    private final int interval;
    private List<Waiting> waiting = new ArrayList<>();

    Beat(int interval) {
      this.interval = interval;
    }

    void fire() {
      List<Waiting> now = waiting;
      waiting = new ArrayList<>();
      Set<Conflator> conflators = new LinkedHashSet<>();
      for (Waiting each : now) {
        each.cursor.waiting = false;
        each.conflator.onBeat(each.cursor);
        conflators.add(each.conflator);
      }
      RuntimeException failure = null;
      for (Conflator each : conflators) {
        try {
          each.onBeatEnd();
        } catch (RuntimeException e) { // of one client: the beat goes on for the others
          failure = e;
        }
      }
      if (waiting.isEmpty()) {
        beats.remove(interval);
      } else {
        arm();
      }
      if (failure != null) {
        throw failure;
      }
    }

    void arm() {
      timer.schedule(this::fire, interval - Math.floorMod(clock.nowMillis(), (long) interval));
    }
  }

  /** Tells the conflator at the next beat of that interval; once for each cursor. */
  void await(Cursor cursor, int intervalMillis, Conflator conflator) {
    if (cursor.waiting) {
      return;
    }
    cursor.waiting = true;
    Beat beat = beats.get(intervalMillis);
    boolean idle = beat == null;
    if (beat == null) {
      beat = new Beat(intervalMillis);
      beats.put(intervalMillis, beat);
    }
    beat.waiting.add(new Waiting(cursor, conflator));
    if (idle) {
      beat.arm();
    }
  }
}
