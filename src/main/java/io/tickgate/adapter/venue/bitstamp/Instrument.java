package io.tickgate.adapter.venue.bitstamp;

import io.tickgate.adapter.venue.DiffBook;
import io.tickgate.adapter.venue.DiffBook.Step;
import io.tickgate.market.BookChange;
import io.tickgate.market.Symbol;

/** What is known of one symbol on the connection that stands. */
final class Instrument {
  private static final long NEVER = -1;

  final Symbol symbol;
  private final DiffBook changes;
  private Channel source = Channel.OTHER;
  private long newest = NEVER;

  Instrument(Symbol symbol, DiffBook.Feed feed) {
    this.symbol = symbol;
    this.changes = new DiffBook(feed, symbol);
  }

  /**
   * {@link DiffBook.Rule} of a venue that has times in place of numbers. A snapshot holds every
   * change up to its own time, later ones come in the order of their time, and two may share a
   * microsecond. One that is older than the book, or a snapshot older than the change before the
   * first that waits, leaves levels of which nobody can tell what they are.
   */
  static Step judge(long first, long time, long before, long at, boolean fresh) {
    if (!fresh) {
      return time < at ? Step.GAP : Step.NEXT;
    }
    if (time <= at) {
      return Step.STALE;
    }
    return before <= at ? Step.NEXT : Step.GAP;
  }

  /** Whether the book is made from that channel: from the first one that sent something. */
  boolean takes(Channel channel) {
    if (source == Channel.OTHER) {
      source = channel;
    }
    return source == channel;
  }

  /** A change of the book came. */
  void onChange(BookChange change) {
    long time = change.ts();
    // of a first change that meets no snapshot, nobody knows what came just before it
    long before = newest == NEVER && changes.waits() ? time : newest;
    newest = Math.max(newest, time);
    changes.onChange(time, time, before, change);
  }

  /** The book that changes are made to. */
  DiffBook changes() {
    return changes;
  }

  /** A new connection: returns whether a book of best levels is void with the old one. */
  boolean onOpen(long rx) {
    boolean hadTop = source == Channel.TOP_BOOK;
    changes.onOpen(rx);
    source = Channel.OTHER;
    newest = NEVER;
    return hadTop;
  }
}
