package io.tickgate.book;

import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One feed's way into the books. What changes something runs on the feed's thread; the rest may be
 * asked by any.
 */
public final class Feed {
  private final String id;
  private final Books books;
  private final @Nullable FeedTap tap;
  private final Map<Symbol, SymbolBook> mine = new HashMap<>();
  private @Nullable DemandListener demand;
  private final AtomicLong ticks = new AtomicLong(); // written by the feed's thread only
  private final LongAdder refused = new LongAdder();
  private volatile FeedState state = FeedState.DOWN;
  private volatile String reason = "";
  private final AtomicLong heardMillis = new AtomicLong(); // wall clock; nobody waits for it

  Feed(String id, Books books, @Nullable FeedTap tap) {
    this.id = id;
    this.books = books;
    this.tap = tap;
  }

  public String id() {
    return id;
  }

  public FeedState state() {
    return state;
  }

  /** Why the feed is in its state, a few words or empty. */
  public String reason() {
    return reason;
  }

  /** When its newest tick came, by the wall clock in milliseconds since the epoch; 0 before. */
  public long heardMillis() {
    return heardMillis.getOpaque();
  }

  /** Ticks applied. */
  public long ticks() {
    return ticks.getOpaque();
  }

  /** Ticks refused because the node holds as many symbols as it may. */
  public long refused() {
    return refused.sum();
  }

  /** From now on the listener hears who watches symbols of this feed. Before the first tick. */
  public void listen(DemandListener listener) {
    demand = listener;
  }

  /** Applies a tick; returns as {@link SymbolBook#apply}. */
  public boolean apply(Tick tick) {
    SymbolBook book = open(tick.symbol());
    if (book == null) {
      refused.increment();
      return true;
    }
    ticks.setOpaque(ticks.getPlain() + 1);
    heardMillis.setOpaque(books.nowMillis());
    boolean held = book.apply(tick);
    if (tap != null) {
      tap.onTick(book, tick, held);
    }
    return held;
  }

  private @Nullable SymbolBook open(Symbol symbol) {
    SymbolBook book = mine.get(symbol);
    if (book == null) {
      book = books.open(symbol, id);
      if (book != null) {
        mine.put(symbol, book);
        if (demand != null) {
          book.tellDemand(demand);
        }
      }
    }
    return book;
  }

  /** Of a feed that follows another: ticks of the symbol are missing from here on. */
  public void freeze(Symbol symbol) {
    SymbolBook book = mine.get(symbol);
    if (book != null) {
      book.freeze();
    }
  }

  /** Of a feed that follows another: the symbol is as it was there, whatever is missing here. */
  public void adopt(Symbol symbol, BookMark mark) {
    SymbolBook book = open(symbol);
    if (book != null) {
      book.adopt(mark);
    }
  }

  /** The feed's clock moved on; microseconds since the epoch. */
  public void onTime(long now) {
    for (SymbolBook book : mine.values()) {
      book.onTime(now);
    }
    if (tap != null) {
      tap.onTime(now);
    }
  }

  /** The recording starts over. */
  public void onRestart() {
    for (SymbolBook book : mine.values()) {
      book.onRestart();
    }
    if (tap != null) {
      tap.onRestart();
    }
  }

  /** The feed is in that state now. */
  public void onState(FeedState next, String why) {
    if (next == FeedState.ENDED) {
      for (SymbolBook book : mine.values()) {
        book.onEnd();
      }
    }
    FeedState before = state;
    reason = why;
    state = next;
    if (before != next) {
      books.feedChanged(this);
    }
    if (tap != null) {
      tap.onState(next, why);
    }
  }

  /** The book of a symbol this feed has brought, or null. The feed's thread. */
  @Nullable SymbolBook book(Symbol symbol) {
    return mine.get(symbol);
  }
}
