package io.tickgate.adapter.simulator;

/**
 * A random walk that is drawn home (Ornstein and Uhlenbeck 1930), so that it stays within bounds
 * however long the market runs. Its unit is the move of one typical second.
 */
final class Drift {
  /**
   * Farthest from home; times the largest volatility of an instrument this is 30 % of its price.
   */
  static final double LIMIT = 600;

  /** Share of the way home taken per second: a stationary deviation of 150 units. */
  private static final double REVERSION = 1 / (2.0 * 150 * 150);

  /** An hour's worth of moves. */
  private static final double OPENING_DEVIATION = 60;

  private double value;
  private double seconds;

  /** Starts off some way from home, so that two seeds don't open at the same price. */
  Drift(Noise noise) {
    value = OPENING_DEVIATION * noise.gaussian();
  }

  /** Where the walk has come to at that time, which never goes back. */
  double at(double now, Noise noise) {
    double passed = now - seconds;
    seconds = now;
    value += Math.sqrt(passed) * noise.gaussian() - value * Math.min(1, REVERSION * passed);
    value = Math.max(-LIMIT, Math.min(LIMIT, value));
    return value;
  }
}
