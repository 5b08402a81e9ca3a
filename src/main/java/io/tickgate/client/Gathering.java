package io.tickgate.client;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Symbols refused for now, until they are asked for again: those of the same channel and parameters
 * together, and each time later. At most as many as were asked for. The client's thread.
 */
final class Gathering {
  /** Runs tasks later, on the client's thread. */
  interface Timer {
    void after(long millis, Runnable task);
  }

  /** Far from what a gateway counts as flooding, and soon for a person. */
  private static final long FIRST_MILLIS = 1_000;

  /** As long as the usual backoff gets: a symbol may never be there. */
  private static final long MAX_MILLIS = 30_000;

  private final Timer timer;
  private final Consumer<Subscription> asking;
  private final Map<Subscription, Set<String>> symbols = new LinkedHashMap<>(); // by empty ones
  private long waitMillis = FIRST_MILLIS;
  private long dueMillis; // what the round under way waits; 0 for none
  private long round; // timers of those before are void

  Gathering(Timer timer, Consumer<Subscription> asking) {
    this.timer = timer;
    this.asking = asking;
  }

  /**
   * Has its symbols asked for again.
   *
   * @param leastMillis what the gateway wants to have waited, at least
   */
  void add(Subscription refused, long leastMillis) {
    if (refused.symbols().isEmpty()) {
      return;
    }
    symbols
        .computeIfAbsent(refused.of(List.of()), terms -> new LinkedHashSet<>())
        .addAll(refused.symbols());
    if (dueMillis == 0 || leastMillis > 0) { // puts a round off that would be too early
      dueMillis = Math.max(dueMillis, Math.max(waitMillis, leastMillis));
      long mine = ++round;
      timer.after(dueMillis, () -> ask(mine));
    }
  }

  /** It went well: the next wait is a short one. */
  void relax() {
    waitMillis = FIRST_MILLIS;
  }

  /** Forgets what it has. */
  void clear() {
    symbols.clear();
    dueMillis = 0;
    round++;
    relax();
  }

  private void ask(long due) {
    if (due != round) {
      return;
    }
    Map<Subscription, Set<String>> all = new LinkedHashMap<>(symbols);
    symbols.clear();
    dueMillis = 0;
    waitMillis = Math.min(MAX_MILLIS, 2 * waitMillis);
    all.forEach((terms, some) -> asking.accept(terms.of(List.copyOf(some))));
  }
}
