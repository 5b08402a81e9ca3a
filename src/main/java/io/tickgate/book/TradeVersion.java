package io.tickgate.book;

import io.tickgate.market.Trade;
import org.jspecify.annotations.Nullable;

/**
 * One trade, and what stood in the other channels just before it, so that a merged quote can be
 * delivered before the trade that followed it.
 *
 * <p>What preceded is forgotten when the trade is old: by then a reader is so far behind that newer
 * values have overtaken it. A reader that races with the forgetting sees either.
 */
public final class TradeVersion extends Version {
  private final Trade trade;
  private @Nullable QuoteVersion quoteBefore;
  private @Nullable TickerVersion tickerBefore;
  private @Nullable BookVersion bookBefore;

  TradeVersion(
      long seq,
      long position,
      Trade trade,
      @Nullable QuoteVersion quote,
      @Nullable TickerVersion ticker,
      @Nullable BookVersion book) {
    super(seq, position, trade.ts(), trade.rx());
    this.trade = trade;
    this.quoteBefore = quote;
    this.tickerBefore = ticker;
    this.bookBefore = book;
  }

  /** The trade as the venue told it. */
  public Trade trade() {
    return trade;
  }

  /** The quote before the trade; null when there was none or it is forgotten. */
  public @Nullable QuoteVersion quoteBefore() {
    return quoteBefore;
  }

  /** The ticker before the trade; null when there was none or it is forgotten. */
  public @Nullable TickerVersion tickerBefore() {
    return tickerBefore;
  }

  /** The book before the trade; null when there was none or it is forgotten. */
  public @Nullable BookVersion bookBefore() {
    return bookBefore;
  }

  void forgetBook() {
    bookBefore = null;
  }

  void forgetRest() {
    quoteBefore = null;
    tickerBefore = null;
  }
}
