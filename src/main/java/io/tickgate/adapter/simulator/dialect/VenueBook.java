package io.tickgate.adapter.simulator.dialect;

import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A venue's own book of one symbol, price to size, best first. Owned by one thread. */
public final class VenueBook {
  final NavigableMap<Decimal, Decimal> bids = new TreeMap<>(Comparator.reverseOrder());
  final NavigableMap<Decimal, Decimal> asks = new TreeMap<>();

  /** Applies it, whole; of its check nothing is asked. */
  public void apply(BookChange change) {
    if (change.snapshot()) {
      clear();
    }
    apply(bids, change.bids(), change.window());
    apply(asks, change.asks(), change.window());
  }

  /** Takes away all levels. */
  public void clear() {
    bids.clear();
    asks.clear();
  }

  /** The bids; may not be changed. */
  public NavigableMap<Decimal, Decimal> bids() {
    return Collections.unmodifiableNavigableMap(bids);
  }

  /** The asks, likewise. */
  public NavigableMap<Decimal, Decimal> asks() {
    return Collections.unmodifiableNavigableMap(asks);
  }

  /** A book of that many best levels a side. */
  public VenueBook top(int levels) {
    VenueBook top = new VenueBook();
    top.bids.putAll(best(bids, levels));
    top.asks.putAll(best(asks, levels));
    return top;
  }

  /** That many best levels of a side, best first. */
  static Map<Decimal, Decimal> best(NavigableMap<Decimal, Decimal> side, int levels) {
    Map<Decimal, Decimal> best = new LinkedHashMap<>();
    for (Map.Entry<Decimal, Decimal> level : side.entrySet()) {
      if (best.size() == levels) {
        break;
      }
      best.put(level.getKey(), level.getValue());
    }
    return best;
  }

  private static void apply(
      NavigableMap<Decimal, Decimal> side, List<PriceLevel> levels, int window) {
    for (PriceLevel level : levels) {
      side.remove(level.price()); // a price keeps the spelling it came with first otherwise
      if (!level.size().isZero()) {
        side.put(level.price(), level.size());
      }
    }
    while (window > 0 && side.size() > window) {
      side.pollLastEntry();
    }
  }
}
