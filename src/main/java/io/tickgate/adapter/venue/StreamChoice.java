package io.tickgate.adapter.venue;

/**
 * Which of a venue's streams are taken where it has several for one channel.
 *
 * @param depth levels a side of a book; 0 for the deepest that a client can see
 */
public record StreamChoice(int depth, Trades trades) {
  /** What is taken unless somebody chooses. */
  public static final StreamChoice USUAL = new StreamChoice(0, Trades.USUAL);

  /** The kinds of trades that a venue may have a stream of. */
  public enum Trades {
    /** The one that the venue documents; single ones if both. */
    USUAL,
    /** Each match with each resting order. */
    SINGLE,
    /** What one order took at one price. */
    AGGREGATED
  }
}
