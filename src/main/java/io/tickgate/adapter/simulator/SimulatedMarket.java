package io.tickgate.adapter.simulator;

import io.tickgate.adapter.TickListener;
import io.tickgate.market.Listed;
import io.tickgate.market.Symbol;
import java.util.ArrayList;
import java.util.List;

/**
 * A market of many symbols as a sequence of events: a quote, a trade with the quote it leaves, or a
 * book change. Three fifths of the updates are quotes, a quarter book changes, the rest trades.
 *
 * <p>Of each symbol: bid is below ask; a buy trades at the last quote's ask and a sell at its bid;
 * trade ids count from 1; after a book change the book's best levels are the last quote. Quotes
 * between two book changes run ahead of the book, as they do at venues that bundle depth.
 *
 * <p>The same settings give the same market. No clock: the caller asks when the next event is due
 * and says which time to write on it. Owned by one thread.
 */
public final class SimulatedMarket {
  private static final double TRADES = 0.15;
  private static final double BOOK_CHANGES = 0.25;

  /** A trade and the quote it leaves are one event. */
  static final double UPDATES_PER_EVENT = 1 / (1 - TRADES);

  private final Noise noise;
  private final Activity activity;
  private final Popularity popularity;
  private final Drift common;
  private final SimulatedBook[] books;
  private final List<Symbol> symbols;

  public SimulatedMarket(SimulatorSettings settings) {
    noise = new Noise(settings.seed());
    activity = new Activity(settings, noise);
    popularity = new Popularity(settings.symbols().size(), settings.even());
    common = new Drift(noise);
    double market = common.at(0, noise);
    Listing listing = new Listing(settings.seed());
    books = new SimulatedBook[settings.symbols().size()];
    List<Symbol> names = new ArrayList<>(books.length);
    for (int i = 0; i < books.length; i++) {
      Instrument instrument = listing.instrument(settings.symbols().get(i));
      books[i] = new SimulatedBook(instrument, settings.depth(), market, noise);
      names.add(instrument.symbol());
    }
    symbols = List.copyOf(names);
  }

  /** Every symbol, the most active first. */
  public List<Symbol> symbols() {
    return symbols;
  }

  /**
   * Tells all that stands: every symbol is listed, then each gets a snapshot of its book and a
   * quote. May be asked again later; book changes still to come repeat what the snapshot holds
   * already.
   *
   * @param now microseconds since the epoch
   * @return number of ticks handed out
   */
  public int open(long now, TickListener ticks) {
    for (Symbol symbol : symbols) {
      ticks.onTick(new Listed(symbol, now, now));
    }
    for (SimulatedBook book : books) {
      ticks.onTick(book.snapshot(now));
      ticks.onTick(book.quote(now));
    }
    return 3 * books.length;
  }

  /** When the next event happens, in nanoseconds after the market began. */
  public long dueNanos() {
    return (long) (activity.now() * 1e9);
  }

  /**
   * Lets the next event happen.
   *
   * @param now its time, {@code ts} and {@code rx}, in microseconds since the epoch
   * @return number of ticks handed out
   */
  public int next(long now, TickListener ticks) {
    double market = common.at(activity.business(), noise);
    SimulatedBook book = books[popularity.draw(noise)];
    int updates = happen(book, book.fair(market, activity.business()), now, ticks);
    activity.advance(updates);
    return updates;
  }

  private int happen(SimulatedBook book, double fair, long now, TickListener ticks) {
    double what = noise.uniform() * (1 - TRADES);
    if (what < BOOK_CHANGES || book.manyTouched()) {
      return changeBook(book, now, ticks);
    }
    if (what < BOOK_CHANGES + TRADES) {
      ticks.onTick(book.trade(fair, now));
      ticks.onTick(book.quote(now));
      return 2;
    }
    book.requote(fair, activity.stress());
    ticks.onTick(book.quote(now));
    return 1;
  }

  private int changeBook(SimulatedBook book, long now, TickListener ticks) {
    if (!book.stir() && book.untouched()) {
      book.resizeTop();
      ticks.onTick(book.quote(now));
      ticks.onTick(book.change(now));
      return 2;
    }
    ticks.onTick(book.change(now));
    return 1;
  }
}
