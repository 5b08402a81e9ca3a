package io.tickgate.conflate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The intervals of one event loop. Clients with the same interval share its beats, which fall on
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

  /** The place where one client's cursors of one interval wait for its next beat. */
  Waiting waiting(int intervalMillis, Conflator conflator) {
    return new Waiting(intervalMillis, conflator);
  }

  /** One client's cursors that wait for a beat. It is used again for each beat. */
  final class Waiting {
    private final int interval;
    private final Conflator conflator;
    private @Nullable Cursor[] list = new Cursor[4];
    private int size;
    int cursors; // that may come here

    private Waiting(int interval, Conflator conflator) {
      this.interval = interval;
      this.conflator = conflator;
    }

    int interval() {
      return interval;
    }

    /** A cursor that isn't here yet waits, too. */
    void add(Cursor cursor) {
      if (size == 0) {
        await(this);
      }
      if (size == list.length) {
        list = Arrays.copyOf(list, size * 2);
      }
      cursor.place = size;
      list[size++] = cursor;
    }

    /** A cursor is gone and waits no more, if it did: the last takes its place, without a scan. */
    void remove(Cursor cursor) {
      int place = cursor.place;
      if (place < size && list[place] == cursor) {
        Cursor last = Objects.requireNonNull(list[--size]);
        list[size] = null;
        if (last != cursor) {
          last.place = place;
          list[place] = last;
        }
      }
    }

    private void fire() {
      int count = size;
      size = 0;
      for (int i = 0; i < count; i++) {
        Cursor cursor = list[i];
        list[i] = null;
        if (cursor != null) {
          conflator.onBeat(cursor);
        }
      }
    }
  }

  /** The clients that wait for the next multiple of one interval. */
  private final class Beat {
    private final int interval;
    private List<Waiting> waiting = new ArrayList<>();
    private List<Waiting> spare = new ArrayList<>(); // the list of the beat before, empty

    Beat(int interval) {
      this.interval = interval;
    }

    void fire() {
      List<Waiting> now = waiting;
      boolean used = !now.isEmpty();
      waiting = spare;
      RuntimeException failure = null;
      for (Waiting each : now) {
        try {
          each.fire();
          each.conflator.onBeatEnd();
        } catch (RuntimeException e) { // of one client: the beat goes on for the others
          failure = e;
        }
      }
      now.clear();
      spare = now;
      if (used) {
        arm();
      } else { // nobody came in a whole interval
        beats.remove(interval);
      }
      if (failure != null) {
        throw failure;
      }
    }

    void arm() {
      timer.schedule(this::fire, interval - Math.floorMod(clock.nowMillis(), (long) interval));
    }
  }

  private void await(Waiting client) {
    Beat beat = beats.get(client.interval);
    boolean idle = beat == null;
    if (beat == null) {
      beat = new Beat(client.interval);
      beats.put(client.interval, beat);
    }
    beat.waiting.add(client);
    if (idle) {
      beat.arm();
    }
  }
}
