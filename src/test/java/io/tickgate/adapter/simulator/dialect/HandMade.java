package io.tickgate.adapter.simulator.dialect;

import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.List;

/** Ticks made by hand, all of one symbol. */
final class HandMade {
  static final Symbol BTC = Symbol.of("sim", "BTC-USD");
  static final long TS = 1_767_364_200_000_001L;

  private HandMade() {}

  static Quote quote(String bid, String bidSize, String ask, String askSize) {
    return new Quote(
        BTC,
        TS,
        TS,
        Decimal.parse(bid),
        Decimal.parse(bidSize),
        Decimal.parse(ask),
        Decimal.parse(askSize));
  }

  static Trade trade(String price, String size, Side side, int id) {
    return new Trade(
        BTC, TS, TS, Decimal.parse(price), Decimal.parse(size), side, Integer.toString(id));
  }

  static BookChange snapshot(List<PriceLevel> bids, List<PriceLevel> asks) {
    return new BookChange(BTC, TS, TS, true, bids, asks, 0, null);
  }

  static BookChange change(List<PriceLevel> bids, List<PriceLevel> asks) {
    return new BookChange(BTC, TS, TS, false, bids, asks, 0, null);
  }

  /** Levels from prices and sizes in turn. */
  static List<PriceLevel> levels(String... texts) {
    List<PriceLevel> levels = new ArrayList<>();
    for (int i = 0; i < texts.length; i += 2) {
      levels.add(new PriceLevel(Decimal.parse(texts[i]), Decimal.parse(texts[i + 1])));
    }
    return levels;
  }
}
