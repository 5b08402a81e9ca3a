package io.tickgate.adapter.venue.coinbaseat;

import io.tickgate.adapter.venue.BookState;
import io.tickgate.market.Symbol;

/** What the decoder keeps of one product. */
final class AdvancedProduct extends BookState {
  AdvancedProduct(Symbol symbol) {
    super(symbol);
  }
}
