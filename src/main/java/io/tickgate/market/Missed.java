package io.tickgate.market;

/**
 * So many trades of the symbol were never received: they happened before the trade that comes next,
 * whose seq counts them.
 *
 * @param trades at least 1
 */
public record Missed(Symbol symbol, long ts, long rx, long trades) implements Tick {
  /** Checks the count. */
  public Missed {
    if (trades < 1) {
      throw new IllegalArgumentException(trades + " trades were missed");
    }
  }
}
