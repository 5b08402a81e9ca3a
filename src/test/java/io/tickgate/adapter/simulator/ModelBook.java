package io.tickgate.adapter.simulator;

import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The simplest book there is, to check others against. */
public final class ModelBook {
  public final TreeMap<Decimal, Decimal> bids = new TreeMap<>(Comparator.reverseOrder());
  public final TreeMap<Decimal, Decimal> asks = new TreeMap<>();

  public void apply(BookChange change) {
    if (change.snapshot()) {
      bids.clear();
      asks.clear();
    }
    apply(bids, change.bids());
    apply(asks, change.asks());
  }

  public static void set(TreeMap<Decimal, Decimal> side, Decimal price, Decimal size) {
    if (size.isZero()) {
      side.remove(price);
    } else {
      side.put(price, size);
    }
  }

  private static void apply(TreeMap<Decimal, Decimal> side, List<PriceLevel> levels) {
    for (PriceLevel level : levels) {
      set(side, level.price(), level.size());
    }
  }
}
