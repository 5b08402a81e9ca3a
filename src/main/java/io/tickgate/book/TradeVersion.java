package io.tickgate.book;

import io.tickgate.market.Trade;
import org.jspecify.annotations.Nullable;

/** One trade, and what stood in the other channels just before it. */
public final class TradeVersion extends Version {
  private final Trade trade;
  private volatile @Nullable Before before;

  TradeVersion(long seq, long position, Trade trade, Before before) {
    super(seq, position, trade.ts(), trade.rx());
    this.trade = trade;
    this.before = before;
  }

  /** The trade as the venue told it. */
  public Trade trade() {
    return trade;
  }

  /**
   * What preceded the trade, so that a merged quote can be delivered before it; null once the trade
   * is old, when whoever still has to read it is too far behind for that to matter.
   */
  public @Nullable Before before() {
    return before;
  }

  void forgetBefore() {
    before = null;
  }

  /** Newest versions before a trade; null where the channel has none. */
  public record Before(
      @Nullable QuoteVersion quote, @Nullable TickerVersion ticker, @Nullable BookVersion book) {}
}
