package io.tickgate.adapter.simulator;

/**
 * Seeded randomness: SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014). Written out here because the JDK promises no fixed sequence for its
 * Gaussian and its {@code Math.log} may differ in the last bit between machines. Owned by one
 * thread.
 */
public final class Noise {
  private static final double TWELVE_MEANS = 12 * 65_535 / 2.0;

  private long state;

  public Noise(long seed) {
    state = seed;
  }

  /** Any long. */
  public long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** 0 to below 1. */
  public double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** 0 to {@code bound - 1}. */
  public int below(int bound) {
    return (int) (((next() >>> 33) * bound) >>> 31);
  }

  /** True with that probability. */
  public boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Mean 1, all positive: the time between events that know nothing of each other. */
  double exponential() {
    return -StrictMath.log(1 - uniform());
  }

  /** Mean 0, deviation 1, as the sum of twelve uniforms: bell enough, and bounded by 6. */
  double gaussian() {
    long sum = 0;
    for (int i = 0; i < 3; i++) {
      long bits = next();
      sum += (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
    }
    return (sum - TWELVE_MEANS) / 65_536;
  }
}
