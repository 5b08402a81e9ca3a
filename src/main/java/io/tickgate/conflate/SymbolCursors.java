package io.tickgate.conflate;

import io.tickgate.book.BarVersion;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.TradeVersion;
import io.tickgate.book.Version;
import io.tickgate.market.Channel;
import org.jspecify.annotations.Nullable;

/**
 * One client's cursors on one symbol, at most one a channel. They take their turn together, because
 * what is delivered of a symbol follows upstream order across channels.
 *
 * <p>A turn collects the newest version of each conflated channel and the heads of the channels
 * that are walked, as they stood at one moment. Then it walks: before an event at position P goes
 * out whatever is older; before a trade goes out, the quote, ticker and book that stood just before
 * it. Owned by the connection's loop.
 */
public final class SymbolCursors {
  private static final int CHANNELS = Channel.values().length;

  /** A moment at which nothing changes is found at once, unless the writer is at full speed. */
  private static final int MAX_COLLECTS = 1_000;

  private final SymbolBook book;
  private final @Nullable Cursor[] cursors = new @Nullable Cursor[CHANNELS];
  private final @Nullable Version[] newest = new @Nullable Version[CHANNELS];
  private final @Nullable Version[] before = new @Nullable Version[CHANNELS];
  private long reached; // position of the newest event delivered
  int dirty; // bits of the channels that may have something to deliver
  boolean due; // in the conflator's line
  long dueSince; // by the wheel's clock, milliseconds
  @Nullable SymbolCursors dueBefore; // neighbours in the line
  @Nullable SymbolCursors dueAfter;

  SymbolCursors(SymbolBook book) {
    this.book = book;
  }

  public SymbolBook book() {
    return book;
  }

  /** The cursor of that channel, or null. */
  public @Nullable Cursor cursor(Channel channel) {
    return cursors[channel.ordinal()];
  }

  Cursor put(Terms terms) {
    Cursor cursor = new Cursor(this, terms);
    cursors[terms.channel().ordinal()] = cursor;
    dirty |= terms.channel().bit();
    return cursor;
  }

  void remove(Channel channel) {
    cursors[channel.ordinal()] = null;
    newest[channel.ordinal()] = null;
    dirty &= ~channel.bit();
  }

  /** Bits of the channels that have a cursor; 0 when nothing is left. */
  public int channels() {
    int bits = 0;
    for (Cursor cursor : cursors) {
      if (cursor != null) {
        bits |= cursor.channel().bit();
      }
    }
    return bits;
  }

  /** Delivers everything there is, or what fits; returns whether something is left. */
  boolean deliver(Emitter out) {
    out.symbol();
    dirty = 0;
    collect();
    while (!out.full()) {
      Cursor walker = nextWalker();
      if (walker == null) {
        deliverUpTo(Long.MAX_VALUE, out);
        return false;
      }
      step(walker, out);
    }
    dirty = channels();
    return true;
  }

  /** Reads all channels twice until both readings agree: then they held together in between. */
  private void collect() {
    for (int attempt = 0; attempt < MAX_COLLECTS; attempt++) {
      boolean moved = false;
      for (int i = 0; i < CHANNELS; i++) {
        Cursor cursor = cursors[i];
        if (cursor != null) {
          Version now = cursor.newest();
          moved |= now != newest[i];
          newest[i] = now;
        }
      }
      if (!moved) {
        return;
      }
    }
  }

  /** Of the cursors that walk, the one whose next event is the oldest. */
  private @Nullable Cursor nextWalker() {
    Cursor oldest = null;
    long position = Long.MAX_VALUE;
    for (int i = 0; i < CHANNELS; i++) {
      Cursor cursor = cursors[i];
      Version event = cursor == null ? null : pending(cursor, i);
      if (cursor != null && event != null && event.position() < position) {
        oldest = cursor;
        position = event.position();
      }
    }
    return oldest;
  }

  /** The next event of a cursor that walks, none for one that jumps. */
  private @Nullable Version pending(Cursor cursor, int channel) {
    Version head = newest[channel];
    if (head == null) {
      return null;
    }
    if (cursor.fresh()) {
      return cursor.walks() ? cursor.firstEvent(head) : null;
    }
    if (cursor.channel() == Channel.BAR) {
      BarVersion closing = cursor.nextClosing();
      boolean wanted = closing != null && closing.seq() <= head.seq();
      return wanted ? closing : null;
    }
    return cursor.walks() ? cursor.nextEvent(head.seq()) : null;
  }

  private void step(Cursor walker, Emitter out) {
    int channel = walker.channel().ordinal();
    Version event = pending(walker, channel);
    if (event == null) {
      return;
    }
    if (event instanceof TradeVersion trade) {
      deliverBefore(trade, out);
    } else {
      deliverUpTo(event.position(), out);
    }
    deliver(walker, event, out);
  }

  /**
   * What stood in the conflated channels just before a trade: the newest version where that is
   * older than the trade, else the one that the trade remembers.
   */
  private void deliverBefore(TradeVersion trade, Emitter out) {
    before(Channel.TICKER, trade.tickerBefore(), trade);
    before(Channel.QUOTE, trade.quoteBefore(), trade);
    before(Channel.BOOK, trade.bookBefore(), trade);
    before(Channel.BAR, null, trade);
    deliverOldest(before, trade.position(), out);
  }

  private void before(Channel channel, @Nullable Version remembered, TradeVersion trade) {
    int i = channel.ordinal();
    Cursor cursor = cursors[i];
    Version head = newest[i];
    boolean older = head != null && head.position() < trade.position();
    // not what is older than what went out already, of a channel that is walked
    boolean fits = remembered != null && remembered.position() > reached;
    before[i] = older ? head : cursor != null && !cursor.fresh() && fits ? remembered : null;
  }

  /** The newest versions of the conflated channels that are older than that position. */
  private void deliverUpTo(long position, Emitter out) {
    Cursor trades = cursors[Channel.TRADE.ordinal()];
    Version trade = newest[Channel.TRADE.ordinal()];
    if (trades != null && trade instanceof TradeVersion last && last.position() < position) {
      if (wants(trades, last)) {
        deliverBefore(last, out);
      }
    }
    deliverOldest(newest, position, out);
  }

  /**
   * Delivers of these versions, one a channel, what is new to the cursors that jump and older than
   * that position, the oldest first.
   */
  private void deliverOldest(@Nullable Version[] versions, long position, Emitter out) {
    while (true) {
      Cursor first = null;
      Version oldest = null;
      for (int i = 0; i < CHANNELS; i++) {
        Cursor cursor = cursors[i];
        Version version = versions[i];
        if (cursor != null && version != null && wants(cursor, version)) {
          if (version.position() < (oldest == null ? position : oldest.position())) {
            first = cursor;
            oldest = version;
          }
        }
      }
      if (first == null || oldest == null) {
        return;
      }
      deliver(first, oldest, out);
    }
  }

  private void deliver(Cursor cursor, Version version, Emitter out) {
    cursor.deliver(version, out);
    reached = Math.max(reached, version.position());
  }

  private static boolean wants(Cursor cursor, Version version) {
    return !cursor.walks() && (cursor.fresh() || version.seq() > cursor.delivered());
  }
}
