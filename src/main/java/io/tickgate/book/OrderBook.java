package io.tickgate.book;

import io.tickgate.market.BookChange;
import io.tickgate.market.BookCheck;
import io.tickgate.market.PriceLevel;
import java.util.List;

/**
 * The price levels of one symbol as its venue tells them. Owned by the writer.
 *
 * <pre>
 *   EMPTY ──snapshot──▶ SYNCED ──reset, failed check──▶ SUSPECT ──snapshot──▶ SYNCED
 * </pre>
 *
 * <p>Changes outside of SYNCED have no effect: they would be changes to a book nobody has.
 */
final class OrderBook {
  enum State {
    EMPTY,
    SYNCED,
    SUSPECT
  }

  /** What became of a change. */
  enum Outcome {
    /** There is no book to change. */
    IGNORED,
    APPLIED,
    /** The venue's checksum says the book is wrong; it is suspect now. */
    CONTRADICTED
  }

  private final BookSide bids;
  private final BookSide asks;
  private State state = State.EMPTY;
  private long dropped;

  OrderBook(int limit) {
    bids = new BookSide(true, limit);
    asks = new BookSide(false, limit);
  }

  Outcome apply(BookChange change) {
    if (change.snapshot()) {
      bids.clear();
      asks.clear();
      state = State.SYNCED;
    } else if (state != State.SYNCED) {
      return Outcome.IGNORED;
    }
    dropped += bids.set(change.bids());
    dropped += asks.set(change.asks());
    bids.cut(change.window());
    asks.cut(change.window());
    BookCheck check = change.check();
    if (check != null && !check.holds(bids, asks)) {
      state = State.SUSPECT;
      return Outcome.CONTRADICTED;
    }
    return Outcome.APPLIED;
  }

  /** All levels and the state, to be {@linkplain #adopt adopted} by another. */
  Mark mark() {
    return new Mark(state, bids.worstFirst(), asks.worstFirst());
  }

  /** Becomes what the other was. */
  void adopt(Mark mark) {
    bids.clear();
    asks.clear();
    bids.set(mark.bids());
    asks.set(mark.asks());
    state = mark.state();
  }

  /** Levels worst first: the order in which a side is filled without moving any. */
  record Mark(State state, List<PriceLevel> bids, List<PriceLevel> asks) {}

  /** Whether there was a trusted book that isn't one any more. */
  boolean suspect() {
    boolean was = state == State.SYNCED;
    state = state == State.EMPTY ? State.EMPTY : State.SUSPECT;
    return was;
  }

  State state() {
    return state;
  }

  BookSide bids() {
    return bids;
  }

  BookSide asks() {
    return asks;
  }

  /** Levels dropped because a side was full. */
  long dropped() {
    return dropped;
  }
}
