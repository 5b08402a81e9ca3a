package io.tickgate.book;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of a sequence, numbered from 0, in a ring that grows up to a limit. One thread
 * appends; any thread reads without a lock and learns when what it wanted was overwritten.
 *
 * <p>The ring starts small and doubles when it is full, as long as its own limit and the {@link
 * LogBudget} of the whole node allow; then the oldest entry makes room.
 */
public final class Log<E> {
  private static final int FIRST_LENGTH = 4;
  private static final int MAX_LENGTH = 1 << 30; // the largest power of two

  private final LogBudget budget;
  private volatile int limit;
  private volatile AtomicReferenceArray<E> ring = new AtomicReferenceArray<>(FIRST_LENGTH);

  /** Number of the next entry. Written by the writer only, in order with the entries: no fence. */
  private final AtomicLong head = new AtomicLong();

  private volatile long carried; // oldest entry that the ring of now got from a shorter one
  private volatile long whole; // the entry after the newest that was left out

  /**
   * An empty log.
   *
   * @param limit most entries it may keep, rounded up to a power of two
   */
  Log(int limit, LogBudget budget) {
    this.limit = roundedUp(limit);
    this.budget = budget;
  }

  /** Raises the limit: someone wants to walk this log. Any thread. */
  public void deepen(int newLimit) {
    if (newLimit > limit) {
      limit = roundedUp(newLimit);
    }
  }

  private static int roundedUp(int limit) {
    return Math.max(FIRST_LENGTH, Integer.highestOneBit(Math.min(limit, MAX_LENGTH) - 1) << 1);
  }

  /** Adds the newest entry. Writer only. */
  void append(E entry) {
    long number = head.getPlain();
    AtomicReferenceArray<E> current = grown(number);
    current.setRelease((int) number & (current.length() - 1), entry);
    head.setRelease(number + 1);
  }

  /**
   * Leaves out so many numbers, of which there will never be an entry, and adds the next. Writer
   * only.
   */
  void appendAfter(long missing, E entry) {
    long number = head.getPlain();
    // the first: such a ring needn't be asked for
    if (missing >= limit - 1 || missing >= grown(number + missing).length() - 1) {
      skipTo(number + missing); // nothing of before would be left
      append(entry);
      return;
    }
    AtomicReferenceArray<E> current = ring;
    int mask = current.length() - 1;
    if (missing > 0) {
      whole = number + missing;
    }
    for (long i = number; i < number + missing; i++) {
      current.setRelease((int) i & mask, null);
    }
    current.setRelease((int) (number + missing) & mask, entry);
    head.setRelease(number + missing + 1);
  }

  /** The ring, with room for that number if there may be. */
  private AtomicReferenceArray<E> grown(long number) {
    AtomicReferenceArray<E> current = ring;
    int length = current.length();
    while (number - carried >= length - 1 && length < limit && budget.tryTake(length)) {
      current = grow(current, head.getPlain());
      length = current.length();
    }
    return current;
  }

  private AtomicReferenceArray<E> grow(AtomicReferenceArray<E> old, long number) {
    int length = old.length();
    AtomicReferenceArray<E> larger = new AtomicReferenceArray<>(length * 2);
    // only what could be read before: what was given up once doesn't come back
    long first = Math.max(carried, number - length + 1);
    for (long i = first; i < number; i++) {
      larger.setPlain((int) i & (length * 2 - 1), old.getPlain((int) i & (length - 1)));
    }
    carried = first;
    ring = larger;
    return larger;
  }

  /** Puts another entry in the place of one that is still there. Writer only. */
  void replace(long number, E entry) {
    if (number >= oldest() && number < head()) {
      AtomicReferenceArray<E> current = ring;
      current.setRelease((int) number & (current.length() - 1), entry);
    }
  }

  /** Gives up all entries; the next has that number, above all before. Writer only. */
  void skipTo(long number) {
    AtomicReferenceArray<E> empty = new AtomicReferenceArray<>(ring.length());
    carried = number;
    ring = empty;
    head.setRelease(number);
  }

  /** Gives the room back; the log must not be used any more. */
  void release() {
    budget.give(ring.length() - FIRST_LENGTH);
  }

  /** Number of the entry that will be appended next; how many were ever appended. */
  public long head() {
    return head.getAcquire();
  }

  /** Number of the oldest entry that can still be read. */
  public long oldest() {
    // the slot of the entry before may be under the writer's hand
    long room = head() - ring.length() + 1;
    return Math.max(carried, room);
  }

  /** Number of the oldest entry that can still be read with all that follow: none was left out. */
  public long wholeFrom() {
    return Math.max(whole, oldest());
  }

  /** The entry of that number, or null when it isn't there yet or not any more. Any thread. */
  public @Nullable E get(long number) {
    while (true) {
      if (number < 0 || number >= head()) {
        return null;
      }
      // after the head: a ring from before could lack the entry and hold another in its place
      AtomicReferenceArray<E> current = ring;
      E entry = current.getAcquire((int) number & (current.length() - 1));
      if (head() - number < current.length()) {
        return entry;
      }
      if (current == ring) {
        return null; // overwritten, or about to be
      }
    }
  }

  /** The newest entry, or null. Any thread. */
  public @Nullable E newest() {
    while (true) {
      long number = head() - 1;
      E entry = get(number);
      boolean none = number < carried && number == head() - 1; // yet, or since a skip
      if (entry != null || none) {
        return entry;
      }
    }
  }
}
