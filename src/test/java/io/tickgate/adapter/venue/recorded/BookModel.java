package io.tickgate.adapter.venue.recorded;

import io.tickgate.market.BookChange;
import io.tickgate.market.Levels;
import io.tickgate.market.PriceLevel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A book as simple as it can be. */
final class BookModel {
  final NavigableMap<BigDecimal, PriceLevel> bids = new TreeMap<>(Comparator.reverseOrder());
  final NavigableMap<BigDecimal, PriceLevel> asks = new TreeMap<>();
  int snapshots;
  int updates;
  int levels;
  int checksumsOk;
  int checksumsFailed;
  int deletesOfAbsent;

  boolean apply(BookChange change) {
    if (change.snapshot()) {
      bids.clear();
      asks.clear();
      snapshots++;
    } else {
      updates++;
    }
    levels += change.bids().size() + change.asks().size();
    set(bids, change.bids(), change.window());
    set(asks, change.asks(), change.window());
    if (change.check() == null) {
      return true;
    }
    boolean holds = change.check().holds(levels(bids), levels(asks));
    checksumsOk += holds ? 1 : 0;
    checksumsFailed += holds ? 0 : 1;
    return holds;
  }

  private void set(NavigableMap<BigDecimal, PriceLevel> side, List<PriceLevel> levels, int window) {
    for (PriceLevel level : levels) {
      BigDecimal price = level.price().toBigDecimal().stripTrailingZeros();
      if (!level.size().isZero()) {
        side.put(price, level);
      } else if (side.remove(price) == null) {
        deletesOfAbsent++;
      }
    }
    while (window > 0 && side.size() > window) {
      side.pollLastEntry();
    }
  }

  private static Levels levels(NavigableMap<BigDecimal, PriceLevel> side) {
    List<PriceLevel> best = new ArrayList<>(side.values());
    return new Levels() {
      @Override
      public int size() {
        return best.size();
      }

      @Override
      public PriceLevel level(int depth) {
        return best.get(depth);
      }
    };
  }
}
