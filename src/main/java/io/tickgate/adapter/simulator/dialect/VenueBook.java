package io.tickgate.adapter.simulator.dialect;

import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A venue's own book of one symbol, price to size, best first; as deep as the market's. */
final class VenueBook {
  final NavigableMap<Decimal, Decimal> bids = new TreeMap<>(Comparator.reverseOrder());
  final NavigableMap<Decimal, Decimal> asks = new TreeMap<>();

  void apply(BookChange change) {
    if (change.snapshot()) {
      bids.clear();
      asks.clear();
    }
    apply(bids, change.bids());
    apply(asks, change.asks());
  }

  private static void apply(NavigableMap<Decimal, Decimal> side, List<PriceLevel> levels) {
    for (PriceLevel level : levels) {
      if (level.size().isZero()) {
        side.remove(level.price());
      } else {
        side.put(level.price(), level.size());
      }
    }
  }
}
