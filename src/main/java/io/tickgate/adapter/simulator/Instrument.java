package io.tickgate.adapter.simulator;

import io.tickgate.market.Decimal;
import io.tickgate.market.Symbol;

/**
 * What is traded, in whole numbers of its smallest steps.
 *
 * @param home the price it is drawn back to, in price steps
 * @param priceScale decimals of a price
 * @param lot a typical size, in size steps
 * @param sizeScale decimals of a size
 * @param spread usual distance of bid and ask, in price steps
 * @param volatility relative move of a typical second
 */
record Instrument(
    Symbol symbol,
    long home,
    int priceScale,
    long lot,
    int sizeScale,
    int spread,
    double volatility) {
  /** Most a volatility may be: {@link Drift#LIMIT} of them stay within 30 % of home. */
  static final double MAX_VOLATILITY = 0.3 / Drift.LIMIT;

  /** Fewest price steps at home, so that 30 % below still holds a whole book of positive prices. */
  static final long MIN_HOME = 2_000;

  Instrument {
    if (home < MIN_HOME || spread < 1 || spread > home / 1_000) {
      throw new IllegalArgumentException(symbol + " has too few price steps: " + home);
    }
    if (lot < 2 || !(volatility > 0 && volatility <= MAX_VOLATILITY)) {
      throw new IllegalArgumentException(symbol + ": lot " + lot + ", volatility " + volatility);
    }
  }

  Decimal price(long steps) {
    return Decimal.of(steps, priceScale);
  }

  Decimal size(long steps) {
    return Decimal.of(steps, sizeScale);
  }
}
