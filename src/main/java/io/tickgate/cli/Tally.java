package io.tickgate.cli;

import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Candle;
import io.tickgate.market.Lost;
import io.tickgate.market.Quote;
import io.tickgate.market.Status;
import io.tickgate.market.Summary;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;

/** How many ticks of each kind there were of one symbol. */
final class Tally {
  /** The kinds, in the order in which they are told. */
  static final String[] KINDS = {
    "quotes", "trades", "changes", "snapshots", "summaries", "bars", "statuses", "gaps"
  };

  private static final int CHANGES = 2;
  private static final int GAPS = 7;

  private final long[] counts = new long[KINDS.length];

  /**
   * One more.
   *
   * @param held whether the book held against the venue's checksum
   */
  void add(Tick tick, boolean held) {
    if (tick instanceof Quote) {
      counts[0]++;
    } else if (tick instanceof Trade) {
      counts[1]++;
    } else if (tick instanceof BookChange change) {
      counts[change.snapshot() ? CHANGES + 1 : CHANGES]++;
    } else if (tick instanceof Summary) {
      counts[4]++;
    } else if (tick instanceof Candle) {
      counts[5]++;
    } else if (tick instanceof Status) {
      counts[6]++;
    } else if (tick instanceof BookReset || tick instanceof Lost) {
      counts[GAPS]++;
    }
    counts[GAPS] += held ? 0 : 1;
  }

  long count(int kind) {
    return counts[kind];
  }

  /** As many as both had. */
  void add(Tally other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }
}
