package io.tickgate.conflate;

import io.tickgate.book.SymbolBook;
import io.tickgate.market.Channel;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All cursors of one client, and the line of those that are due. Owned by the connection's loop.
 *
 * <p>The line holds each symbol at most once, so its length is bounded by the subscriptions. A
 * symbol whose turn is over goes to the end of the line when it has something new: nobody starves.
 */
public final class Conflator {
  /**
   * So much more a client may have seen than this node, which takes none before it has caught up: a
   * second of the busiest symbol. Who says more means other counts.
   */
  private static final long MOST_AHEAD = 1_000;

  private final Wheel wheel;
  private final Map<SymbolBook, SymbolCursors> symbols = new HashMap<>();
  private final DueLine line = new DueLine();
  private final Map<Integer, Wheel.Waiting> intervals = new HashMap<>(2); // usually there is one
  private final boolean shared;
  private final Runnable onDue;
  private long merged;

  /**
   * A conflator without cursors.
   *
   * @param shared whether other nodes count alike, so that a client may have seen more than there
   *     is here yet
   * @param onDue called on the loop when a beat of the wheel made something due
   */
  public Conflator(Wheel wheel, boolean shared, Runnable onDue) {
    this.wheel = wheel;
    this.shared = shared;
    this.onDue = onDue;
  }

  /**
   * Adds a cursor, in place of the one of the same channel and symbol if there is one, and makes it
   * due at once for its snapshot.
   *
   * @param from trades after this seq are wanted first; -1 for none
   */
  public Cursor subscribe(SymbolBook book, Terms terms, long from) {
    SymbolCursors of = symbols.computeIfAbsent(book, SymbolCursors::new);
    boolean known = from <= of.head(terms.channel()) + (shared ? MOST_AHEAD : 0);
    Cursor cursor = new Cursor(of, terms, waiting(terms.intervalMillis()), known ? from : -1);
    leave(of.remove(terms.channel()));
    of.put(cursor);
    enqueue(of);
    return cursor;
  }

  /** Where all cursors of that interval wait; null for none. */
  private Wheel.@Nullable Waiting waiting(int interval) {
    if (interval == 0) {
      return null;
    }
    Wheel.Waiting waiting = intervals.get(interval);
    if (waiting == null) {
      waiting = wheel.waiting(interval, this);
      intervals.put(interval, waiting);
    }
    waiting.cursors++;
    return waiting;
  }

  private void leave(@Nullable Cursor gone) {
    if (gone == null) {
      return;
    }
    gone.leave();
    Wheel.Waiting waiting = gone.waiting();
    if (waiting != null) {
      waiting.remove(gone);
      if (--waiting.cursors == 0) {
        intervals.remove(waiting.interval());
      }
    }
  }

  /**
   * Removes the cursor of that channel and symbol; returns the symbol's cursors if none is left.
   */
  public @Nullable SymbolCursors unsubscribe(SymbolBook book, Channel channel) {
    SymbolCursors of = symbols.get(book);
    if (of == null) {
      return null;
    }
    leave(of.remove(channel));
    if (of.channels() != 0) {
      return null;
    }
    symbols.remove(book);
    if (of.due) {
      line.remove(of);
      of.due = false;
    }
    return of;
  }

  /** The cursor of that channel and symbol, or null. */
  public @Nullable Cursor cursor(SymbolBook book, Channel channel) {
    SymbolCursors of = symbols.get(book);
    return of == null ? null : of.cursor(channel);
  }

  /** The cursors of that symbol, or null. */
  public @Nullable SymbolCursors cursors(SymbolBook book) {
    return symbols.get(book);
  }

  /** All symbols with cursors; a live view. */
  public Collection<SymbolCursors> symbols() {
    return symbols.values();
  }

  /** There are new versions in those channels; what has no interval is due now. */
  public void mark(SymbolCursors of, int channels) {
    int news = channels & of.channels();
    if (news == 0) {
      return;
    }
    merged += Integer.bitCount(of.dirty & news & ~of.walking);
    of.dirty |= news;
    int idle = of.due ? 0 : news & ~of.waiting;
    if (idle == 0) {
      return; // the usual case of a busy symbol
    }
    if ((idle & of.immediate) != 0) {
      enqueue(of);
      return;
    }
    of.waiting |= idle;
    for (int bits = idle; bits != 0; bits &= bits - 1) {
      Cursor cursor = of.cursor(CHANNELS[Integer.numberOfTrailingZeros(bits)]);
      Wheel.Waiting waiting = cursor == null ? null : cursor.waiting();
      if (cursor != null && waiting != null) {
        waiting.add(cursor);
      }
    }
  }

  private static final Channel[] CHANNELS = Channel.values();

  /** The beat that a cursor waited for came. */
  void onBeat(Cursor cursor) {
    SymbolCursors of = cursor.owner();
    int bit = cursor.terms().channel().bit();
    of.waiting &= ~bit;
    if ((of.dirty & bit) != 0) {
      enqueue(of);
    }
  }

  /** All cursors whose beat came have been told. */
  void onBeatEnd() {
    if (!line.isEmpty()) {
      onDue.run();
    }
  }

  private void enqueue(SymbolCursors of) {
    if (!of.due) {
      of.due = true;
      of.dueSince = wheel.nowMillis();
      line.add(of);
    }
  }

  /** Whether something is due. */
  public boolean due() {
    return !line.isEmpty();
  }

  /** Symbols that are due. */
  public int dueCount() {
    return line.size();
  }

  /** Whether that cursor's symbol is in the line. */
  public boolean isDue(Cursor cursor) {
    return cursor.owner().due;
  }

  /** Milliseconds until the beat that a cursor waits for; -1 when it waits for none. */
  public long beatMillis(Cursor cursor) {
    boolean waits = (cursor.owner().waiting & cursor.terms().channel().bit()) != 0;
    int interval = cursor.terms().intervalMillis();
    return waits ? interval - Math.floorMod(wheel.nowMillis(), (long) interval) : -1;
  }

  /** Delivers what is due, in turn, until the emitter is full. */
  public void drain(Emitter out) {
    for (int turns = line.size(); turns > 0 && !out.full(); turns--) {
      SymbolCursors of = line.first();
      if (of == null) {
        return; // the size says there is one
      }
      line.remove(of);
      of.due = false;
      if (of.deliver(out)) {
        enqueue(of);
      }
    }
  }

  /** How long the symbol that is due for longest has waited for its turn; 0 when none is due. */
  public long waitMillis() {
    SymbolCursors first = line.first();
    return first == null ? 0 : Math.max(0, wheel.nowMillis() - first.dueSince);
  }

  /** How often a version was overtaken by a newer one before its turn came. */
  public long merged() {
    return merged;
  }
}
