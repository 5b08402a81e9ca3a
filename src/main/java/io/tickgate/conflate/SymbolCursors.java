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
 *
 * <p>There is one of these for each symbol of each client, and a tick touches it for each of them:
 * it is small, and what {@link Conflator#mark} needs stands in it and not behind a reference.
 */
public final class SymbolCursors {
  /** A moment at which nothing changes is found at once, unless the writer is at full speed. */
  private static final int MAX_COLLECTS = 1_000;

  private final SymbolBook book;
  private @Nullable Cursor first; // in the order of their channels, linked by Cursor.sibling
  private long reached; // position of the newest event delivered
  private int channels; // bits of those that have a cursor
  int immediate; // bits of the channels without an interval
  byte walking; // bits of the channels that get each event; a byte finds room in the object
  int dirty; // bits of the channels that may have something to deliver
  int waiting; // bits of the channels that wait for a beat of their interval
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

  /** Seq of the newest version of a channel but bars; 0 when there is none. */
  long head(Channel channel) {
    Version newest = channel == Channel.BAR ? null : book.newest(channel);
    return newest == null ? 0 : newest.seq();
  }

  /** The cursor of that channel, or null. */
  public @Nullable Cursor cursor(Channel channel) {
    Cursor each = first;
    while (each != null && each.channel() != channel) {
      each = each.sibling;
    }
    return each;
  }

  /** Adds a cursor in place of the one of that channel, if there is one; it is due. */
  void put(Cursor cursor) {
    Channel channel = cursor.channel();
    remove(channel);
    if (first == null || first.channel().ordinal() > channel.ordinal()) {
      cursor.sibling = first;
      first = cursor;
    } else {
      Cursor left = first;
      while (left.sibling != null && left.sibling.channel().ordinal() < channel.ordinal()) {
        left = left.sibling;
      }
      cursor.sibling = left.sibling;
      left.sibling = cursor;
    }
    channels |= channel.bit();
    dirty |= channel.bit();
    if (cursor.terms().intervalMillis() == 0) {
      immediate |= channel.bit();
    }
    if (cursor.walks()) {
      walking |= (byte) channel.bit();
    }
  }

  /** Takes away the cursor of that channel; returns it, or null when there was none. */
  @Nullable Cursor remove(Channel channel) {
    Cursor before = null;
    Cursor gone = first;
    while (gone != null && gone.channel() != channel) {
      before = gone;
      gone = gone.sibling;
    }
    if (gone == null) {
      return null;
    }
    if (before == null) {
      first = gone.sibling;
    } else {
      before.sibling = gone.sibling;
    }
    int others = ~channel.bit();
    channels &= others;
    immediate &= others;
    walking &= (byte) others;
    dirty &= others;
    waiting &= others;
    return gone;
  }

  /** Bits of the channels that have a cursor; 0 when nothing is left. */
  public int channels() {
    return channels;
  }

  /** Delivers everything there is, or what fits; returns whether something is left. */
  boolean deliver(Emitter out) {
    out.symbol();
    dirty = 0;
    Cursor only = first;
    if (only != null && only.sibling == null && only.jumps()) {
      only.newest = only.newest(); // one channel: there is no order to keep to another
      deliverUpTo(Long.MAX_VALUE, out);
      return false;
    }
    collect();
    while (!out.full()) {
      Cursor walker = nextWalker();
      if (walker == null) {
        deliverUpTo(Long.MAX_VALUE, out);
        return false;
      }
      step(walker, out);
    }
    dirty = channels;
    return true;
  }

  /** Reads all channels twice until both readings agree: then they held together in between. */
  private void collect() {
    for (int attempt = 0; attempt < MAX_COLLECTS; attempt++) {
      boolean moved = false;
      for (Cursor each = first; each != null; each = each.sibling) {
        Version now = each.newest();
        moved |= now != each.newest;
        each.newest = now;
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
    for (Cursor each = first; each != null; each = each.sibling) {
      Version event = pending(each);
      if (event != null && event.position() < position) {
        oldest = each;
        position = event.position();
      }
    }
    return oldest;
  }

  /** The next event of a cursor that walks, none for one that jumps. */
  private static @Nullable Version pending(Cursor cursor) {
    Version head = cursor.newest;
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
    Version event = pending(walker);
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
    for (Cursor each = first; each != null; each = each.sibling) {
      each.candidate = before(each, trade);
    }
    deliverOldest(trade.position(), out);
  }

  private @Nullable Version before(Cursor cursor, TradeVersion trade) {
    Version head = cursor.newest;
    if (head != null && head.position() < trade.position()) {
      return cursor.channel() == Channel.TRADE ? null : head;
    }
    Version remembered =
        switch (cursor.channel()) {
          case TICKER -> trade.tickerBefore();
          case QUOTE -> trade.quoteBefore();
          case BOOK -> trade.bookBefore();
          default -> null;
        };
    // not what is older than what went out already, of a channel that is walked
    boolean fits = remembered != null && remembered.position() > reached;
    return fits && !cursor.fresh() ? remembered : null;
  }

  /** The newest versions of the conflated channels that are older than that position. */
  private void deliverUpTo(long position, Emitter out) {
    Cursor trades = (channels & Channel.TRADE.bit()) == 0 ? null : cursor(Channel.TRADE);
    if (trades != null && trades.newest instanceof TradeVersion last) {
      if (last.position() < position && wants(trades, last)) {
        deliverBefore(last, out);
      }
    }
    for (Cursor each = first; each != null; each = each.sibling) {
      each.candidate = each.newest;
    }
    deliverOldest(position, out);
  }

  /**
   * Delivers of the candidates, one a channel, what is new to the cursors that jump and older than
   * that position, the oldest first.
   */
  private void deliverOldest(long position, Emitter out) {
    while (true) {
      Cursor next = null;
      Version oldest = null;
      for (Cursor each = first; each != null; each = each.sibling) {
        Version version = each.candidate;
        if (version != null && wants(each, version)) {
          if (version.position() < (oldest == null ? position : oldest.position())) {
            next = each;
            oldest = version;
          }
        }
      }
      if (next == null || oldest == null) {
        return;
      }
      deliver(next, oldest, out);
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
