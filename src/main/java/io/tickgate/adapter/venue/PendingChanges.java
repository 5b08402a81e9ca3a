package io.tickgate.adapter.venue;

import io.tickgate.market.BookChange;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one symbol's book that wait for its snapshot. At a bound everything held is dropped:
 * whoever asks for a snapshot then gets one that is newer than all of it. Owned by the feed's
 * thread.
 */
final class PendingChanges implements Iterable<PendingChanges.Change> {
  /** Most changes a symbol: a stream of 20 a second for eight minutes. */
  static final int MAX_CHANGES = 10_000;

  /** Most levels a symbol, some 20 MB. */
  static final int MAX_LEVELS = 200_000;

  /** A change and how the venue numbered it. */
  record Change(long first, long last, long previous, BookChange change) {
    int levels() {
      return change.bids().size() + change.asks().size();
    }
  }

  /** What all symbols of a feed may hold together. */
  static final class Budget {
    /** Most levels of a feed, some 100 MB; each change counts as one more. */
    static final int MAX_LEVELS = 1_000_000;

    private int used;
  }

  private final Budget budget;
  private final ArrayDeque<Change> queue = new ArrayDeque<>();
  private int levels;

  PendingChanges(Budget budget) {
    this.budget = budget;
  }

  /** Adds a change at the end and returns how many were dropped to make room, mostly 0. */
  int add(Change change) {
    int weight = change.levels();
    int dropped = 0;
    if (queue.size() >= MAX_CHANGES
        || levels + weight > MAX_LEVELS
        || budget.used + weight + 1 > Budget.MAX_LEVELS) {
      dropped = queue.size();
      clear();
    }
    if (budget.used + weight + 1 > Budget.MAX_LEVELS) {
      return dropped + 1; // other symbols use it all
    }
    queue.add(change);
    levels += weight;
    budget.used += weight + 1;
    return dropped;
  }

  /** The oldest, or null. */
  @Nullable Change peek() {
    return queue.peek();
  }

  /** Takes the oldest out. */
  void remove() {
    Change change = queue.remove();
    levels -= change.levels();
    budget.used -= change.levels() + 1;
  }

  @Override
  public Iterator<Change> iterator() {
    return queue.iterator();
  }

  void clear() {
    budget.used -= levels + queue.size();
    levels = 0;
    queue.clear();
  }
}
