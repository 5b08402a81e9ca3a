package io.tickgate.adapter.simulator.dialect;

import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import java.util.Objects;

/** A quote of the simulated market, where both sides are always there. */
record TopOfBook(long ts, Decimal bid, Decimal bidSize, Decimal ask, Decimal askSize) {
  static TopOfBook of(Quote quote) {
    return new TopOfBook(
        quote.ts(),
        Objects.requireNonNull(quote.bid()),
        Objects.requireNonNull(quote.bidSize()),
        Objects.requireNonNull(quote.ask()),
        Objects.requireNonNull(quote.askSize()));
  }
}
