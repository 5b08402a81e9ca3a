package io.tickgate.adapter.simulator;

import io.tickgate.market.BookChange;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import java.util.List;

/** The market of one symbol: two sides that follow a fair price. Owned by the market's thread. */
final class SimulatedBook {
  private final Instrument instrument;
  private final Noise noise;
  private final BookSide bids;
  private final BookSide asks;
  private final boolean hasDepth;
  private final Drift own;
  private long trades;

  /** A book around the fair price at the opening. */
  SimulatedBook(Instrument instrument, int depth, double market, Noise noise) {
    this.instrument = instrument;
    this.noise = noise;
    hasDepth = depth > 1;
    bids = new BookSide(instrument, noise, -1, depth);
    asks = new BookSide(instrument, noise, 1, depth);
    own = new Drift(noise);
    bids.build(Math.round(fair(market, 0) - 0.5 * instrument.spread()));
    asks.build(bids.best() + instrument.spread());
  }

  Symbol symbol() {
    return instrument.symbol();
  }

  /**
   * The fair price in price steps: what the market did, shared by all symbols, and what this symbol
   * did, in equal parts of variance, so two symbols' returns correlate by one half.
   */
  double fair(double market, double business) {
    double move = Math.sqrt(0.5) * (market + own.at(business, noise)) * instrument.volatility();
    return instrument.home() * (1 + Math.max(-0.3, Math.min(0.3, move)));
  }

  /**
   * Moves the best bid and ask to where makers want them now, or changes a size when they are
   * content. They quote wider under stress, and leave a quote alone while the fair price stays in
   * its middle half.
   */
  void requote(double fair, double stress) {
    long width = width(stress);
    long spread = asks.best() - bids.best();
    double off = Math.abs(fair - 0.5 * (bids.best() + asks.best()));
    if (off <= Math.max(0.5, 0.25 * width) && spread <= 2 * width && 2 * spread >= width) {
      resizeTop();
      return;
    }
    long bid = Math.round(fair - 0.5 * width);
    bids.moveBest(bid);
    asks.moveBest(bid + width);
  }

  /** Gives the best bid or ask another size. */
  void resizeTop() {
    (noise.chance(0.5) ? bids : asks).resizeBest();
  }

  /** Somebody takes what is offered, more often the side that is cheap against the fair price. */
  Trade trade(double fair, long now) {
    double tilt = (fair - 0.5 * (bids.best() + asks.best())) / (asks.best() - bids.best());
    boolean buys = noise.chance(0.5 + Math.max(-0.3, Math.min(0.3, tilt)));
    BookSide taken = buys ? asks : bids;
    long price = taken.best();
    long size = taken.take(buys ? bids.best() : asks.best());
    return new Trade(
        symbol(),
        now,
        now,
        instrument.price(price),
        instrument.size(size),
        buys ? Side.BUY : Side.SELL,
        Long.toString(++trades));
  }

  /** Changes a level or two behind the best; false when the book has none there. */
  boolean stir() {
    if (!hasDepth) {
      return false;
    }
    (noise.chance(0.5) ? bids : asks).stir();
    if (noise.chance(0.5)) {
      (noise.chance(0.5) ? bids : asks).stir();
    }
    return true;
  }

  /** Whether so much changed that it has to be told now. */
  boolean manyTouched() {
    return bids.manyTouched() || asks.manyTouched();
  }

  /** Whether nothing changed since the last time the book was told. */
  boolean untouched() {
    return bids.untouched() && asks.untouched();
  }

  Quote quote(long now) {
    return new Quote(
        symbol(),
        now,
        now,
        instrument.price(bids.best()),
        instrument.size(bids.bestSize()),
        instrument.price(asks.best()),
        instrument.size(asks.bestSize()));
  }

  /** What changed since the last change. */
  BookChange change(long now) {
    return book(now, false, bids.drainTouched(), asks.drainTouched());
  }

  /** All levels. */
  BookChange snapshot(long now) {
    return book(now, true, bids.levels(), asks.levels());
  }

  private BookChange book(
      long now, boolean snapshot, List<PriceLevel> bidLevels, List<PriceLevel> askLevels) {
    return new BookChange(symbol(), now, now, snapshot, bidLevels, askLevels, 0, null);
  }

  private long width(double stress) {
    return Math.max(1, Math.round(instrument.spread() * (0.5 + 0.5 * stress)));
  }
}
