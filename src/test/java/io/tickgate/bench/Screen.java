package io.tickgate.bench;

import org.jspecify.annotations.Nullable;

/** What one client shows: the newest value of each of its symbols. Checks that none is skipped. */
final class Screen {
  private final int[] wanted;
  private final long[] seqs; // by number of symbol; 0 where nothing came
  private final long[] rxs;

  Screen(int[] wanted, int symbols) {
    this.wanted = wanted;
    seqs = new long[symbols];
    rxs = new long[symbols];
  }

  int[] wanted() {
    return wanted;
  }

  /** Takes a value; the rule it breaks, or null. */
  @Nullable String take(int symbol, long seq, long prev, long rx) {
    if (symbol < 0) {
      return "an unknown symbol";
    }
    long before = seqs[symbol];
    seqs[symbol] = seq;
    rxs[symbol] = rx;
    if (seq <= before) {
      return "seq " + seq + " after " + before;
    }
    return before != 0 && prev != before ? "prev " + prev + " after " + before : null;
  }

  long seq(int symbol) {
    return seqs[symbol];
  }

  /** Adds how old each shown value is. */
  void sample(long nowMicros, Ages ages) {
    for (int symbol : wanted) {
      if (rxs[symbol] != 0) {
        ages.add(nowMicros - rxs[symbol]);
      }
    }
  }
}
