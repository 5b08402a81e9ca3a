package io.tickgate.delay;

import io.tickgate.market.Glob;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is kept back, for how long, and in how much memory.
 *
 * @param delay above zero
 * @param maxMemory bytes; at least {@value #MIN_MEMORY}
 * @param symbols names and globs; none: no delay log
 */
public record DelaySettings(Duration delay, long maxMemory, List<String> symbols) {
  /** Less would hold a few seconds of one symbol. */
  static final long MIN_MEMORY = 1 << 20;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when one can't be; names the key
   */
  public DelaySettings {
    if (delay.isZero() || delay.isNegative() || delay.compareTo(Duration.ofDays(7)) > 0) {
      throw new IllegalArgumentException(
          "tickgate.delayed.delay: " + delay + " is not above zero and at most a week");
    }
    if (maxMemory < MIN_MEMORY) {
      throw new IllegalArgumentException(
          "tickgate.delayed.max-memory: " + maxMemory + " is below 1M");
    }
    symbols = symbols.stream().map(String::trim).toList();
    for (String symbol : symbols) {
      String fault = Glob.fault(symbol);
      if (fault != null) {
        throw new IllegalArgumentException("tickgate.delayed.symbols: '" + symbol + "': " + fault);
      }
    }
  }

  /** Whether anything is kept back. */
  boolean enabled() {
    return !symbols.isEmpty();
  }

  /** Whether a symbol of that name is kept back. */
  Predicate<String> covered() {
    if (!enabled()) {
      return name -> false;
    }
    List<Glob> globs = symbols.stream().map(Glob::new).toList();
    return name -> globs.stream().anyMatch(glob -> glob.matches(name));
  }
}
