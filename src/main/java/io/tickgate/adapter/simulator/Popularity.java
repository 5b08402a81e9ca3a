package io.tickgate.adapter.simulator;

import java.util.Arrays;

/**
 * Which symbol the next event belongs to: the one at rank r in proportion to 1/r (Zipf), as
 * activity is spread in real markets. Drawn in constant time from an alias table (Walker 1974,
 * filled after Vose 1991), since ten thousand symbols are drawn two hundred thousand times a
 * second.
 */
final class Popularity {
  private final double[] keep;
  private final int[] alias;

  /** Even: all symbols alike after all. */
  Popularity(int symbols, boolean even) {
    keep = new double[symbols];
    alias = new int[symbols];
    if (even) {
      Arrays.fill(keep, 1);
    } else {
      fill(weights(symbols));
    }
  }

  /** The position of a symbol, 0 being the most active. */
  int draw(Noise noise) {
    int at = noise.below(keep.length);
    return noise.uniform() < keep[at] ? at : alias[at];
  }

  /** Weights with a mean of 1. */
  private static double[] weights(int symbols) {
    double sum = 0;
    for (int rank = 1; rank <= symbols; rank++) {
      sum += 1.0 / rank;
    }
    double[] weights = new double[symbols];
    for (int i = 0; i < symbols; i++) {
      weights[i] = symbols / ((i + 1) * sum);
    }
    return weights;
  }

  /** Every slot below its share is filled up by one that has more than its share. */
  private void fill(double[] weights) {
    int[] order = new int[weights.length]; // small ones from the left, large ones from the right
    int small = 0;
    int large = weights.length;
    for (int i = 0; i < weights.length; i++) {
      order[weights[i] < 1 ? small++ : --large] = i;
    }
    while (small > 0 && large < weights.length) {
      int poor = order[--small];
      int rich = order[large];
      keep[poor] = weights[poor];
      alias[poor] = rich;
      weights[rich] -= 1 - weights[poor];
      if (weights[rich] < 1) {
        large++;
        order[small++] = rich;
      }
    }
    while (small > 0) { // what rounding left over
      keep[order[--small]] = 1;
    }
    while (large < weights.length) {
      keep[order[large++]] = 1;
    }
  }
}
