package io.tickgate.book;

import io.tickgate.market.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a {@link SymbolBook} knows at one moment, for another that follows it and has missed
 * ticks. Immutable; shares what is immutable with the book it was made of.
 */
public final class BookMark {
  /** A level with its two decimals, a bar with its six: what they take where nothing is shared. */
  private static final int LEVEL_BYTES = 100;

  private static final int BAR_BYTES = 250;
  private static final int REST_BYTES = 2_000;

  /**
   * Decimals seen, what is newest of each channel but bars, trades missed since, and the day of the
   * ticks to come.
   */
  record Newest(
      int scales,
      @Nullable TickerVersion ticker,
      @Nullable QuoteVersion quote,
      @Nullable BookVersion book,
      @Nullable TradeVersion trade,
      long missed,
      Day day) {}

  final long position;
  final Newest newest;
  final Status.@Nullable State status;
  final BestPrices best;
  final OrderBook.Mark levels;
  final List<BarSeries.Mark> bars;

  BookMark(
      long position,
      Newest newest,
      Status.@Nullable State status,
      BestPrices best,
      OrderBook.Mark levels,
      List<BarSeries.Mark> bars) {
    this.position = position;
    this.newest = newest;
    this.status = status;
    this.best = best;
    this.levels = levels;
    this.bars = bars;
  }

  /** How many events of the symbol are in it. */
  public long position() {
    return position;
  }

  /** How many trades it had. */
  public long trades() {
    TradeVersion last = newest.trade;
    return last == null ? 0 : last.seq();
  }

  /** Bytes of heap that it may hold on to. */
  public long bytes() {
    long closed = 0;
    for (BarSeries.Mark series : bars) {
      closed += series.closed().size();
    }
    long sides = (long) levels.bids().size() + levels.asks().size();
    return REST_BYTES + sides * LEVEL_BYTES + closed * BAR_BYTES;
  }
}
