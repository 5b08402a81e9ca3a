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
  int dirty; // bits of the channels that may have something to deliver
  boolean due; // in the conflator's line

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
      Cursor walker = nextWalker(out);
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
  private @Nullable Cursor nextWalker(Emitter out) {
    Cursor oldest = null;
    long position = Long.MAX_VALUE;
    for (int i = 0; i < CHANNELS; i++) {
      Cursor cursor = cursors[i];
      Version event = cursor == null ? null : pending(cursor, i, out);
      if (cursor != null && event != null && event.position() < position) {
        oldest = cursor;
        position = event.position();
      }
    }
    return oldest;
  }

  /** The next event of a cursor that walks, none for one that jumps. */
  private @Nullable Version pending(Cursor cursor, int channel, Emitter out) {
    Version head = newest[channel];
    if (head == null) {
      return null;
    }
    if (cursor.fresh()) {
      return cursor.walks() ? cursor.firstEvent(head, out) : null;
    }
    if (cursor.channel() == Channel.BAR) {
      BarVersion closing = cursor.nextClosing();
      boolean wanted = closing != null && closing.seq() <= head.seq();
      return wanted ? closing : null;
    }
    return cursor.walks() ? cursor.nextEvent(head.seq(), out) : null;
  }

  private void step(Cursor walker, Emitter out) {
    int channel = walker.channel().ordinal();
    Version event = pending(walker, channel, out);
    if (event == null) {
      return;
    }
    deliverUpTo(event.position(), out);
    if (event instanceof TradeVersion trade) {
      deliverBefore(trade, out);
    }
    walker.deliver(event, out);
  }

  /** What stood in the conflated channels just before a trade. */
  private void deliverBefore(TradeVersion trade, Emitter out) {
    jump(Channel.BOOK, trade.bookBefore(), out);
    jump(Channel.QUOTE, trade.quoteBefore(), out);
    jump(Channel.TICKER, trade.tickerBefore(), out);
  }

  private void jump(Channel channel, @Nullable Version version, Emitter out) {
    Cursor cursor = cursors[channel.ordinal()];
    boolean started = cursor != null && !cursor.fresh() && !cursor.walks();
    if (cursor != null && started && version != null && version.seq() > cursor.delivered()) {
      cursor.deliver(version, out);
    }
  }

  /** The newest versions of the conflated channels that are older than that position, in order. */
  private void deliverUpTo(long position, Emitter out) {
    while (true) {
      int oldest = -1;
      long at = position;
      for (int i = 0; i < CHANNELS; i++) {
        Cursor cursor = cursors[i];
        Version version = newest[i];
        if (cursor == null || version == null || cursor.walks()) {
          continue;
        }
        if ((cursor.fresh() || version.seq() > cursor.delivered()) && version.position() < at) {
          at = version.position();
          oldest = i;
        }
      }
      Cursor cursor = oldest < 0 ? null : cursors[oldest];
      Version version = oldest < 0 ? null : newest[oldest];
      if (cursor == null || version == null) {
        return;
      }
      cursor.deliver(version, out);
    }
  }
}
