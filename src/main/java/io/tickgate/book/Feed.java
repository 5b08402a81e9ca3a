package io.tickgate.book;

import io.tickgate.market.BookReset;
import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One feed's way into the books. What changes something runs on the feed's thread; the rest may be
 * asked by any.
 */
public final class Feed {
  /** One tick in so many is timed: often enough for percentiles, too seldom to cost anything. */
  private static final int TIMED = 256;

  private final String id;
  private final Books books;
  private final @Nullable FeedTap tap;
  private Map<Symbol, SymbolBook> mine = new HashMap<>(); // those that ticks go to
  private @Nullable Map<Symbol, SymbolBook> shown; // while mine are hidden
  private volatile @Nullable Restart restart;
  private @Nullable DemandListener demand;
  private final AtomicLong ticks = new AtomicLong(); // written by the feed's thread only
  private final LongAdder refused = new LongAdder();
  private LongConsumer upstream = micros -> {};
  private volatile FeedState state = FeedState.DOWN;
  private volatile String reason = "";
  private long told; // newest time of one symbol
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

  /**
   * From now on the listener hears how many microseconds ticks took from the venue to here, by the
   * two clocks, of one in so many. Before the first tick.
   */
  public void timeUpstream(LongConsumer listener) {
    upstream = listener;
  }

  /** From now on the listener hears who watches symbols of this feed. Before the first tick. */
  public void listen(DemandListener listener) {
    demand = listener;
  }

  /** The newest restart; null before the first. */
  public @Nullable Restart restart() {
    return restart;
  }

  /** How often it restarted. */
  public long restarts() {
    Restart newest = restart;
    return newest == null ? 0 : newest.number();
  }

  /** Applies a tick; returns as {@link SymbolBook#apply}. */
  public boolean apply(Tick tick) {
    SymbolBook book = open(tick.symbol());
    if (book == null) {
      refused.increment();
      return true;
    }
    long count = ticks.getPlain() + 1;
    ticks.setOpaque(count);
    heardMillis.setOpaque(books.nowMillis());
    boolean held = count % TIMED == 0 ? timed(book, tick) : book.apply(tick);
    if (tap != null && shown == null) {
      tap.onTick(book, tick, held);
    }
    return held;
  }

  private boolean timed(SymbolBook book, Tick tick) {
    if (tick.ts() > 0 && tick.rx() >= tick.ts()) { // else one of the two clocks is wrong
      upstream.accept(tick.rx() - tick.ts());
    }
    return book.apply(tick, System.nanoTime());
  }

  private @Nullable SymbolBook open(Symbol symbol) {
    SymbolBook book = mine.get(symbol);
    if (book == null || book.retired()) {
      book = shown == null ? books.open(symbol, this) : books.hidden(symbol, this, mine.size());
      if (book != null) {
        mine.put(symbol, book);
        if (demand != null) {
          book.tellDemand(demand);
        }
      }
    }
    return book;
  }

  /** Of a feed that follows another: how many events its book of the symbol was told, 0 of none. */
  public long position(Symbol symbol) {
    SymbolBook book = mine.get(symbol);
    return book == null || book.retired() ? 0 : book.position();
  }

  /** Of a feed that follows another: a trade of before the mark that will be adopted. */
  public void recall(long seq, long position, Trade trade) {
    SymbolBook book = open(trade.symbol());
    if (book != null && book.origin() == this) {
      book.recall(seq, position, trade);
    }
  }

  /** Of a feed that follows another: its clock moved on for one symbol. */
  public void onTime(Symbol symbol, long now) {
    SymbolBook book = mine.get(symbol);
    if (book != null) {
      book.onTime(now);
      if (tap != null && shown == null && now > told) {
        told = now;
        tap.onTime(now);
      }
    }
  }

  /** Of a feed that follows another: no more trades of the symbol will come. */
  public void onEnd(Symbol symbol) {
    SymbolBook book = mine.get(symbol);
    if (book != null) {
      book.onEnd();
    }
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
      if (tap != null && shown == null) {
        tap.onAdopt(book);
      }
    }
  }

  /** The feed's clock moved on; microseconds since the epoch. */
  public void onTime(long now) {
    for (SymbolBook book : mine.values()) {
      book.onTime(now);
    }
    if (tap != null && shown == null) {
      tap.onTime(now);
    }
  }

  /** What comes from here on goes to books that nobody sees before {@link #onRestart}. */
  public void onRewind() {
    if (shown == null) {
      shown = mine;
    } else {
      mine.values().forEach(SymbolBook::retire); // nobody ever saw them
    }
    mine = new HashMap<>();
  }

  /**
   * The recording starts over: new books take the place of all that this feed brought, with what
   * came since {@link #onRewind}. Those of symbols that another feed brought first stay, and are
   * suspect.
   */
  public void onRestart() {
    onRestart(restarts() + 1);
  }

  /**
   * The same, of a feed that follows another.
   *
   * @param number as the other feed counts, above that of the last
   */
  public void onRestart(long number) {
    Map<Symbol, SymbolBook> before = shown == null ? mine : shown;
    Map<Symbol, SymbolBook> after = shown == null ? new HashMap<>() : mine;
    Map<String, SymbolBook> fresh = new HashMap<>();
    before.forEach((symbol, book) -> succeed(book, after, fresh));
    after.values().removeIf(book -> !fresh.containsKey(book.symbol().name()) && isForeign(book));
    after.forEach((symbol, book) -> putIfOwn(book, fresh));
    mine = after;
    shown = null;
    Restart next = new Restart(this, number, fresh);
    restart = next; // before anyone can find one of the new books
    books.onRestart(next);
    before.values().stream().filter(book -> book.origin() == this).forEach(SymbolBook::retire);
    if (tap != null) {
      tap.onRestart(next);
    }
  }

  private void succeed(
      SymbolBook book, Map<Symbol, SymbolBook> after, Map<String, SymbolBook> fresh) {
    Symbol symbol = book.symbol();
    if (book.origin() == this) {
      fresh.put(symbol.name(), after.computeIfAbsent(symbol, each -> books.fresh(each, this)));
    } else {
      suspect(book);
      SymbolBook unseen = after.put(symbol, book);
      if (unseen != null) {
        unseen.retire();
      }
    }
  }

  /**
   * What this feed brought of it is of another time now: the last book stays, marked, with the
   * times at which it was true. No word to the tap: the delayed feed does so by itself when it
   * restarts, and one that follows over the relay is sent a mark.
   */
  private static void suspect(SymbolBook book) {
    BookVersion last = book.book();
    if (last != null) {
      book.apply(new BookReset(book.symbol(), last.ts(), last.rx(), "replay restarted"));
    }
  }

  private void putIfOwn(SymbolBook book, Map<String, SymbolBook> fresh) {
    if (book.origin() == this) {
      fresh.put(book.symbol().name(), book);
    }
  }

  /** Whether another feed has brought the symbol meanwhile. */
  private boolean isForeign(SymbolBook book) {
    SymbolBook known = books.find(book.symbol().name());
    return known != null && known.origin() != this;
  }

  /** The feed is in that state now. */
  public void onState(FeedState next, String why) {
    if (next == FeedState.ENDED) {
      for (SymbolBook book : mine.values()) {
        book.onEnd();
      }
    }
    onToldState(next, why);
  }

  /** Of a feed that follows another, which tells what it ends by {@link #onEnd}. */
  public void onToldState(FeedState next, String why) {
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
