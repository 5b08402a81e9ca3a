package io.tickgate.adapter.venue.binance;

import io.tickgate.adapter.venue.DiffBook.Step;

/** Binance's markets, which differ in how they number the changes of a book. */
public enum Market {
  SPOT("binance"),
  USDM("binance-usdm"),
  COINM("binance-coinm");

  private final String venue;

  Market(String venue) {
    this.venue = venue;
  }

  /** What stands before the colon of its symbols, unless configured otherwise. */
  public String venue() {
    return venue;
  }

  /** Whether changes carry {@code pu}, the last number of the change before. */
  boolean chained() {
    return this != SPOT;
  }

  /** {@link io.tickgate.adapter.venue.DiffBook.Rule} of this market. */
  Step judge(long first, long last, long previous, long at, boolean fresh) {
    return chained()
        ? futures(first, last, previous, at, fresh)
        : spot(first, last, at); // the same before and after the first change
  }

  private static Step spot(long first, long last, long at) {
    if (last <= at) {
      return Step.STALE;
    }
    return first <= at + 1 ? Step.NEXT : Step.GAP;
  }

  /**
   * A change may end on the snapshot's own number, so only a lower one is stale at first. {@code
   * pu} equal to it is as good as the venue's {@code U <= lastUpdateId <= u}: numbers run over all
   * symbols, and the two changes are neighbours.
   */
  private static Step futures(long first, long last, long previous, long at, boolean fresh) {
    if (fresh ? last < at : last <= at) {
      return Step.STALE;
    }
    return previous == at || (fresh && first <= at) ? Step.NEXT : Step.GAP;
  }
}
