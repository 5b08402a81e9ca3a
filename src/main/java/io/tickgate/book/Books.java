package io.tickgate.book;

import io.tickgate.market.Symbol;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All symbols and feeds of the node. Any thread. */
public final class Books {
  private final BookLimits limits;
  private final LogBudget budget;
  private final InstantSource clock;
  private final Function<String, @Nullable FeedTap> taps;
  private final ConcurrentHashMap<String, SymbolBook> symbols = new ConcurrentHashMap<>();
  private final AtomicInteger symbolCount = new AtomicInteger();
  private final List<Feed> feeds = new CopyOnWriteArrayList<>();
  private final List<BooksListener> listeners = new CopyOnWriteArrayList<>();

  public Books(BookLimits limits, InstantSource clock) {
    this(limits, clock, feed -> null);
  }

  /**
   * Books that something else listens to.
   *
   * @param taps makes the tap of a feed of that id, or null; asked once a feed, so none slips by
   */
  public Books(BookLimits limits, InstantSource clock, Function<String, @Nullable FeedTap> taps) {
    this.limits = limits;
    this.clock = clock;
    this.taps = taps;
    this.budget = new LogBudget(limits.logTotal());
  }

  /** From now on the listener hears of new symbols and feed states. */
  public void listen(BooksListener listener) {
    listeners.add(listener);
  }

  /** A new feed of that id, which nobody has used yet. */
  public Feed addFeed(String id) {
    Feed feed = new Feed(id, this, taps.apply(id));
    feeds.add(feed);
    return feed;
  }

  /** The book of that symbol's name, or null when no feed has brought it. */
  public @Nullable SymbolBook find(String name) {
    return symbols.get(name);
  }

  /** Every known symbol, in no order; a live view. */
  public Collection<SymbolBook> symbols() {
    return symbols.values();
  }

  /** All feeds in the order in which they were added; a live view. */
  public List<Feed> feeds() {
    return feeds;
  }

  /** Log entries in use beyond the few that each log starts with. */
  public long logEntries() {
    return budget.used();
  }

  /** The book of a symbol, opened if need be; null when the node holds as many as it may. */
  @Nullable SymbolBook open(Symbol symbol, Feed feed) {
    SymbolBook book = symbols.get(symbol.name());
    return book == null ? add(fresh(symbol, feed)) : book;
  }

  /** A book that nobody finds. */
  SymbolBook fresh(Symbol symbol, Feed feed) {
    return new SymbolBook(symbol, feed, limits, budget);
  }

  /** The same, while a feed has less of them than the node may hold; else null. */
  @Nullable SymbolBook hidden(Symbol symbol, Feed feed, int others) {
    return others < limits.symbols() ? fresh(symbol, feed) : null;
  }

  /** Has a book found; returns the one that is there already, or null when there is no room. */
  private @Nullable SymbolBook add(SymbolBook fresh) {
    if (symbolCount.incrementAndGet() > limits.symbols()) {
      symbolCount.decrementAndGet();
      return null;
    }
    SymbolBook other = symbols.putIfAbsent(fresh.symbol().name(), fresh);
    if (other != null) {
      symbolCount.decrementAndGet();
      return other;
    }
    for (BooksListener listener : listeners) {
      listener.onSymbol(fresh);
    }
    return fresh;
  }

  /** New books take the places of a feed's old ones; those of new symbols get one if they can. */
  void onRestart(Restart restart) {
    restart.books().forEach((name, book) -> symbols.computeIfPresent(name, (n, old) -> book));
    for (BooksListener listener : listeners) {
      listener.onRestart(restart);
    }
    restart.books().values().stream()
        .filter(book -> !symbols.containsKey(name(book)))
        .forEach(this::add);
  }

  private static String name(SymbolBook book) {
    return book.symbol().name();
  }

  long nowMillis() {
    return clock.millis();
  }

  void feedChanged(Feed feed) {
    for (BooksListener listener : listeners) {
      listener.onFeed(feed);
    }
  }
}
