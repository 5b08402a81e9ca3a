package io.tickgate.book;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of a sequence, numbered from 0, in a ring that grows up to a limit. One thread
 * appends; any thread reads without a lock and learns when what it wanted was overwritten.
 *
 * <p>The ring starts small and doubles when it is full, as long as its own limit and the {@link
 * LogBudget} of the whole node allow; then the oldest entry makes room. When the last who walked it
 * has left, the next entry finds it as short as it was.
 */
public final class Log<E> {
  private static final int FIRST_LENGTH = 4;
  private static final int MAX_LENGTH = 1 << 30; // the largest power of two

  private final LogBudget budget;
  private final int unwalked; // the limit while nobody walks it
  private volatile int limit;
  private volatile boolean released;
  private int walkers; // guarded by this
  private volatile Ring<E> ring = new Ring<>(FIRST_LENGTH, 0);

  /** Number of the next entry. Written by the writer only, in order with the entries: no fence. */
  private final AtomicLong head = new AtomicLong();

  private volatile long whole; // the entry after the newest that was left out

  /** Slots, and the number below which they never held an entry: one can't be had without both. */
  private static final class Ring<E> extends AtomicReferenceArray<E> {
    private static final long serialVersionUID = 1;

    final long first;

    Ring(int length, long first) {
      super(length);
      this.first = first;
    }

    int slot(long number) {
      return (int) number & (length() - 1);
    }
  }

  /**
   * An empty log.
   *
   * @param limit most entries it may keep, rounded up to a power of two
   */
  Log(int limit, LogBudget budget) {
    this.unwalked = roundedUp(limit);
    this.limit = unwalked;
    this.budget = budget;
  }

  /** Someone walks this log, until {@link #leave}: it may keep so many at least. Any thread. */
  public synchronized void walk(int least) {
    walkers++;
    limit = Math.max(limit, roundedUp(least));
  }

  /** Someone doesn't walk it any more; with the last one goes the room for it. Any thread. */
  public synchronized void leave() {
    walkers--;
    limit = walkers == 0 ? unwalked : limit;
  }

  private static int roundedUp(int limit) {
    return Math.max(FIRST_LENGTH, Integer.highestOneBit(Math.min(limit, MAX_LENGTH) - 1) << 1);
  }

  /** Adds the newest entry. Writer only. */
  void append(E entry) {
    put(grown(head.getPlain()), entry);
  }

  /**
   * Fills the one slot that no reader trusts while the head is where it is, and moves the head on.
   * Released in that order: who sees the head sees the entry, and who finds the entry in place of
   * an older one sees, looking at the head again, that the older one's time was over.
   */
  private void put(Ring<E> current, @Nullable E entry) {
    long number = head.getPlain();
    current.setRelease(current.slot(number), entry);
    head.setRelease(number + 1);
  }

  /**
   * Leaves out so many numbers, of which there will never be an entry, and adds the next. Writer
   * only.
   */
  void appendAfter(long missing, E entry) {
    long number = head.getPlain();
    // the first: such a ring needn't be asked for
    if (missing >= limit - 1L || missing >= grown(number + missing).length() - 1) {
      skipTo(number + missing, entry); // nothing of before would be left
      return;
    }
    Ring<E> current = ring;
    if (missing > 0) {
      whole = number + missing;
    }
    for (long i = 0; i < missing; i++) {
      put(current, null); // one by one: what the head hasn't passed may still be read
    }
    put(current, entry);
  }

  /** The ring, with room for that number if there may be. */
  private Ring<E> grown(long number) {
    Ring<E> current = ring;
    int length = current.length();
    int most = limit; // once: it may be raised meanwhile
    if (length > most) {
      current = shrunk(current, most);
      length = most;
    }
    while (number - current.first >= length - 1 && length < most && take(length)) {
      current = grow(current, head.getPlain());
      length = current.length();
    }
    return current;
  }

  private boolean take(int entries) {
    return !released && budget.tryTake(entries);
  }

  private void give(int entries) {
    if (!released) {
      budget.give(entries);
    }
  }

  private Ring<E> grow(Ring<E> old, long number) {
    // only what could be read before: what was given up once doesn't come back
    return moved(old, old.length() * 2, Math.max(old.first, number - old.length() + 1));
  }

  private Ring<E> shrunk(Ring<E> old, int length) {
    give(old.length() - length);
    return moved(old, length, Math.max(old.first, head.getPlain() - length + 1));
  }

  private Ring<E> moved(Ring<E> old, int length, long first) {
    Ring<E> other = new Ring<>(length, first);
    for (long i = first; i < head.getPlain(); i++) {
      other.setPlain(other.slot(i), old.getPlain(old.slot(i)));
    }
    ring = other;
    return other;
  }

  /** Puts another entry in the place of one that is still there. Writer only. */
  void replace(long number, E entry) {
    if (number >= oldest() && number < head()) {
      Ring<E> current = ring;
      current.setRelease(current.slot(number), entry);
    }
  }

  /**
   * Gives up all entries and adds one of that number, above all before. Writer only.
   *
   * <p>The entry is in the new ring before anyone can see that, and the head follows: who sees the
   * one without the other knows by {@code first} that this entry is the newest and the only one.
   */
  void skipTo(long number, E entry) {
    Ring<E> only = new Ring<>(ring.length(), number);
    only.setPlain(only.slot(number), entry);
    ring = only;
    head.setRelease(number + 1);
  }

  /** Gives the room back; what is added afterwards is nobody's to count. Writer only. */
  void release() {
    give(ring.length() - FIRST_LENGTH);
    released = true;
  }

  /** Number of the entry that will be appended next; how many were ever appended. */
  public long head() {
    return head.getAcquire();
  }

  /** Number of the oldest entry that can still be read. */
  public long oldest() {
    // the slot of the entry before may be under the writer's hand
    Ring<E> current = ring;
    return Math.max(current.first, head() - current.length() + 1);
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
      Ring<E> current = ring;
      if (number < current.first) {
        return null;
      }
      E entry = current.getAcquire(current.slot(number));
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
      Ring<E> current = ring;
      long number = head() - 1;
      if (number < current.first) { // none yet, or a skip is under way
        E only = current.getAcquire(current.slot(current.first));
        if (only != null || current.first == 0) {
          return only;
        }
        continue; // the skip is long over
      }
      for (; number >= oldest(); number--) { // past numbers that are being left out right now
        E entry = get(number);
        if (entry != null) {
          return entry;
        }
      }
    }
  }
}
