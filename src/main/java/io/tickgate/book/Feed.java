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
 * One feed's way into the books. {@code apply}, {@code onTime}, {@code onEnd} and {@code onRestart}
 * run on the feed's thread; the rest may be asked by any.
 */
public final class Feed {
  private final String id;
  private final Books books;
  private final Map<Symbol, SymbolBook> mine = new HashMap<>();
  private final AtomicLong ticks = new AtomicLong(); // written by the feed's thread only
  private final LongAdder refused = new LongAdder();
  private volatile FeedState state = FeedState.DOWN;
  private volatile String reason = "";
  private final AtomicLong heardMillis = new AtomicLong(); // wall clock; nobody waits for it

  Feed(String id, Books books) {
    this.id = id;
    this.books = books;
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

  /** Applies a tick; returns as {@link SymbolBook#apply}. */
  public boolean apply(Tick tick) {
    SymbolBook book = mine.get(tick.symbol());
    if (book == null) {
      book = books.open(tick.symbol(), id);
      if (book == null) {
        refused.increment();
        return true;
      }
      mine.put(tick.symbol(), book);
    }
    ticks.setOpaque(ticks.getPlain() + 1);
    heardMillis.setOpaque(books.nowMillis());
    return book.apply(tick);
  }

  /** The feed's clock moved on; microseconds since the epoch. */
  public void onTime(long now) {
    for (SymbolBook book : mine.values()) {
      book.onTime(now);
    }
  }

  /** The recording starts over. */
  public void onRestart() {
    for (SymbolBook book : mine.values()) {
      book.onRestart();
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
  }

  /** The book of a symbol this feed has brought, or null. The feed's thread. */
  @Nullable SymbolBook book(Symbol symbol) {
    return mine.get(symbol);
  }
}
