package io.tickgate.venueserver;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The faults on order. Orders may come from any thread; whether one is due is asked on the loop, a
 * message at a time, so all clients of a message share its fault.
 */
public final class Faults {
  /** Of one fault that wait to happen once: a script gone wild is told so. */
  private static final int MOST_WAITING = 1_000;

  private static final Fault[] ALL = Fault.values();

  private final AtomicIntegerArray waiting = new AtomicIntegerArray(ALL.length);
  private final AtomicIntegerArray every = new AtomicIntegerArray(ALL.length);
  private final AtomicLongArray happened = new AtomicLongArray(ALL.length);
  private final int[] windows = new int[ALL.length]; // the loop's: every as it was last seen
  private final int[] passed = new int[ALL.length];
  private final int[] at = new int[ALL.length];
  private final Random random;

  /**
   * @param seed the same seed and messages give the same faults
   */
  public Faults(long seed) {
    random = new Random(seed);
  }

  /**
   * Faults ordered by name.
   *
   * @param every messages of which one is to be faulty, by name of the fault
   * @throws IllegalArgumentException naming the key of the configuration
   */
  public static Faults of(long seed, Map<String, Integer> every) {
    Faults faults = new Faults(seed);
    every.forEach(
        (name, messages) -> {
          Fault fault = Fault.of(name);
          if (fault == null || messages < 0) {
            throw new IllegalArgumentException(
                "tickgate.venue-server.faults." + name + ": " + messages + " is no such order");
          }
          faults.every(fault, messages);
        });
    return faults;
  }

  /**
   * Orders it once, for the next message that it can befall.
   *
   * @throws IllegalArgumentException when too many wait already
   */
  public void once(Fault fault) {
    if (waiting.get(fault.ordinal()) >= MOST_WAITING) {
      throw new IllegalArgumentException(fault.text() + ": " + MOST_WAITING + " wait already");
    }
    waiting.incrementAndGet(fault.ordinal());
  }

  /**
   * Orders it for one message of each {@code messages} that it can befall, which one by chance; 0
   * for none.
   *
   * @throws IllegalArgumentException for a negative number
   */
  public void every(Fault fault, int messages) {
    if (messages < 0) {
      throw new IllegalArgumentException(fault.text() + ": every " + messages + " messages");
    }
    every.set(fault.ordinal(), messages);
  }

  /** Takes all orders back. */
  public void clear() {
    for (int i = 0; i < ALL.length; i++) {
      waiting.set(i, 0);
      every.set(i, 0);
    }
  }

  /** How often each happened so far. */
  public Map<Fault, Long> happened() {
    Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    for (Fault fault : ALL) {
      counts.put(fault, happened.get(fault.ordinal()));
    }
    return counts;
  }

  /** The fault of this message, the first on order that befalls its kind. */
  @Nullable Fault of(VenueFrame.Kind kind, boolean checked) {
    for (Fault fault : ALL) {
      if (fault.befalls(kind) && (checked || fault != Fault.BAD_CHECKSUM) && due(fault)) {
        return fault;
      }
    }
    return null;
  }

  /** Whether this fault is due now; counts as one message. */
  boolean due(Fault fault) {
    int i = fault.ordinal();
    boolean now = ofWindow(i);
    if (!now && waiting.get(i) > 0) {
      waiting.decrementAndGet(i);
      now = true;
    }
    if (now) {
      happened.incrementAndGet(i);
    }
    return now;
  }

  private boolean ofWindow(int i) {
    int window = every.get(i);
    if (window != windows[i]) {
      windows[i] = window;
      passed[i] = 0;
    }
    if (window == 0) {
      return false;
    }
    if (passed[i] == 0) {
      at[i] = random.nextInt(window);
    }
    boolean now = passed[i] == at[i];
    passed[i] = (passed[i] + 1) % window;
    return now;
  }
}
