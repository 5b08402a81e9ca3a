package io.tickgate.adapter.venue.binance;

import io.tickgate.adapter.venue.DiffBook;
import io.tickgate.adapter.venue.TradeIds;
import io.tickgate.market.Symbol;

/**
 * What is known of one symbol on the connection that stands. A market may be sent twice, as single
 * and as aggregated trades, as changes of the book and as its best levels: the kind that came first
 * is taken, or volumes would double and books contradict themselves.
 */
final class Instrument {
  final Symbol symbol;
  final DiffBook book;

  final TradeIds tradeIds = new TradeIds();

  private EventType trades = EventType.NONE;
  private EventType tradesBefore = EventType.NONE;
  private boolean changes;
  private boolean partial;

  Instrument(Symbol symbol, DiffBook.Feed feed) {
    this.symbol = symbol;
    this.book = new DiffBook(feed, symbol);
  }

  /** Whether trades of that kind are the ones to take. */
  boolean takesTrades(EventType kind) {
    if (trades == EventType.NONE) {
      trades = kind;
      if (kind != tradesBefore) {
        tradeIds.forget(); // each kind has a numbering of its own
      }
    }
    return trades == kind;
  }

  /** Whether the book is made from changes; true from the first one unless best levels came. */
  boolean takesChanges() {
    changes |= !partial;
    return changes;
  }

  /** Whether the book is made from best levels. */
  boolean takesPartial() {
    partial |= !changes;
    return partial;
  }

  /** A new connection: returns whether a book of best levels is void with the old one. */
  boolean onOpen() {
    boolean hadPartial = partial;
    tradesBefore = trades == EventType.NONE ? tradesBefore : trades;
    trades = EventType.NONE;
    tradeIds.interrupt();
    changes = false;
    partial = false;
    return hadPartial;
  }
}
