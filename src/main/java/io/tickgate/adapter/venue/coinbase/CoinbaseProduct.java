package io.tickgate.adapter.venue.coinbase;

import io.tickgate.adapter.venue.BookState;
import io.tickgate.market.Symbol;

/** What the decoder keeps of one product. */
final class CoinbaseProduct extends BookState {
  private static final long NONE = Long.MIN_VALUE;

  private long lastTradeId = NONE;

  CoinbaseProduct(Symbol symbol) {
    super(symbol);
  }

  /** Whether that trade is new; ids rise by product, so one that doesn't is a repeat. */
  boolean advanceTo(long tradeId) {
    if (tradeId <= lastTradeId) {
      return false;
    }
    lastTradeId = tradeId;
    return true;
  }

  @Override
  protected void onOpen() {
    super.onOpen();
    lastTradeId = NONE; // a recording that starts over brings the same ids again
  }
}
