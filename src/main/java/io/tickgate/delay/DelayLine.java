package io.tickgate.delay;

import io.tickgate.book.BookMark;
import io.tickgate.market.Symbol;
import io.tickgate.market.codec.ChunkPool;
import io.tickgate.market.codec.EntryQueue;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link DelayTap} and the {@link DelayRelease} at the other end share. Symbols and marks
 * are put here before the entry that speaks of them is appended, so whoever took it finds them.
 *
 * <p>An entry: the arrival, microseconds since the entry before; an {@link Op}; then the number of
 * the symbol and the tick, the time, the state, or the number of the restart.
 */
final class DelayLine {
  /** What an entry tells. */
  enum Op {
    TICK,
    TIME,
    STATE,
    RESTART,
    /** Ticks of the symbol are missing from here on. */
    FREEZE,
    /** The symbol goes on from the next of {@link DelayLine#marks}. */
    ADOPT;

    private static final Op[] ALL = values();

    static Op of(int ordinal) {
      return ALL[ordinal];
    }
  }

  final EntryQueue queue;
  final ConcurrentLinkedDeque<BookMark> marks = new ConcurrentLinkedDeque<>(); // pool's memory
  private final AtomicLong appended = new AtomicLong(); // written by the feed's thread only
  private final AtomicLong released = new AtomicLong(); // by the releasing thread only
  private volatile @Nullable Symbol[] symbols = new @Nullable Symbol[16]; // as many as books hold
  private int count;

  DelayLine(ChunkPool pool) {
    this.queue = new EntryQueue(pool);
  }

  /** One more entry is there. The feed's thread. */
  void onAppended() {
    appended.setOpaque(appended.getPlain() + 1);
  }

  /** One is gone. The releasing thread. */
  void onReleased() {
    released.setOpaque(released.getPlain() + 1);
  }

  /** Entries that wait, about. Any thread. */
  long entries() {
    long gone = released.getOpaque(); // first: never more than came
    return Math.max(0, appended.getOpaque() - gone);
  }

  /** Numbers a symbol. The feed's thread. */
  int add(Symbol symbol) {
    if (count == symbols.length) {
      symbols = Arrays.copyOf(symbols, count * 2);
    }
    symbols[count] = symbol;
    return count++;
  }

  /** The symbol of a number that an entry named. */
  Symbol symbol(long number) {
    return Objects.requireNonNull(symbols[Math.toIntExact(number)], "a symbol without a name");
  }
}
