package io.tickgate.adapter.simulator;

import io.tickgate.market.Symbol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to simulate.
 *
 * @param feedId the {@code <id>} of the keys {@code tickgate.feeds.<id>.<key>}, which faults name
 * @param symbols native names, the most active first
 * @param rate updates a second of all symbols together, on average
 * @param seed the same seed gives the same market
 * @param depth levels a side
 * @param openingRush whether the market opens with five lively seconds
 * @param even whether every symbol is as active as any other and nothing comes in bursts, which no
 *     market is like but measurements can be compared by
 */
public record SimulatorSettings(
    String feedId,
    List<String> symbols,
    int rate,
    long seed,
    int depth,
    boolean openingRush,
    boolean even) {
  /** Most symbols and updates a second that one feed's thread is meant to carry. */
  public static final int MAX_SYMBOLS = 10_000;

  /** See {@link #MAX_SYMBOLS}. */
  public static final int MAX_RATE = 200_000;

  /** Most levels a side. */
  public static final int MAX_DEPTH = 25;

  /**
   * Checks everything.
   *
   * @throws IllegalArgumentException naming the key and the value
   */
  public SimulatorSettings {
    symbols = List.copyOf(symbols);
    checkSymbols(feedId, symbols);
    checkRange(feedId, "rate", rate, MAX_RATE);
    checkRange(feedId, "depth", depth, MAX_DEPTH);
  }

  /** A market that isn't even. */
  public SimulatorSettings(
      String feedId, List<String> symbols, int rate, long seed, int depth, boolean openingRush) {
    this(feedId, symbols, rate, seed, depth, openingRush, false);
  }

  /**
   * Reads the keys {@code symbols} (a number, or names with commas between), {@code rate}, {@code
   * seed}, {@code depth}, {@code opening-rush} and {@code even}; those missing or blank have their
   * defaults, others are not looked at.
   *
   * @throws IllegalArgumentException naming the key and the value
   */
  public static SimulatorSettings of(String feedId, Map<String, String> options) {
    return new SimulatorSettings(
        feedId,
        symbols(feedId, options.get("symbols")),
        bounded(feedId, "rate", options.get("rate"), 200, MAX_RATE),
        number(feedId, "seed", options.get("seed"), 1),
        bounded(feedId, "depth", options.get("depth"), 10, MAX_DEPTH),
        flag(feedId, "opening-rush", options.get("opening-rush"), true),
        flag(feedId, "even", options.get("even"), false));
  }

  private static List<String> symbols(String feedId, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return Listing.names(Listing.knownNames());
    }
    String trimmed = text.trim();
    if (trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Listing.names(bounded(feedId, "symbols", trimmed, 0, MAX_SYMBOLS));
    }
    List<String> names = new ArrayList<>();
    for (String name : trimmed.split(",", -1)) {
      names.add(name.trim());
    }
    return names;
  }

  private static void checkSymbols(String feedId, List<String> symbols) {
    if (symbols.isEmpty() || symbols.size() > MAX_SYMBOLS) {
      throw fault(feedId, "symbols", symbols.size() + " symbols, not 1 to " + MAX_SYMBOLS);
    }
    Set<String> seen = new HashSet<>();
    for (String name : symbols) {
      String fault = name.isEmpty() ? "a name is empty" : Symbol.fault(Listing.VENUE + ":" + name);
      if (fault != null) {
        throw fault(feedId, "symbols", "'" + name + "': " + fault);
      }
      if (!seen.add(name)) {
        throw fault(feedId, "symbols", "'" + name + "' is named twice");
      }
    }
  }

  private static long number(String feedId, String key, @Nullable String text, long byDefault) {
    if (text == null || text.isBlank()) {
      return byDefault;
    }
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      throw fault(feedId, key, "'" + text + "' is not a whole number");
    }
  }

  private static int bounded(
      String feedId, String key, @Nullable String text, int byDefault, int max) {
    long value = number(feedId, key, text, byDefault);
    checkRange(feedId, key, value, max);
    return (int) value;
  }

  private static boolean flag(String feedId, String key, @Nullable String text, boolean byDefault) {
    if (text == null || text.isBlank()) {
      return byDefault;
    }
    return switch (text.trim()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw fault(feedId, key, "'" + text + "' is neither true nor false");
    };
  }

  private static void checkRange(String feedId, String key, long value, long max) {
    if (value < 1 || value > max) {
      throw fault(feedId, key, value + " is not 1 to " + max);
    }
  }

  private static IllegalArgumentException fault(String feedId, String key, String what) {
    return new IllegalArgumentException("tickgate.feeds." + feedId + "." + key + ": " + what);
  }
}
