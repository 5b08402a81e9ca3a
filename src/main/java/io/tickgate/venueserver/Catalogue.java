package io.tickgate.venueserver;

import java.util.HashSet;
import java.util.Set;

/**
 * The symbols that the source is known to hold, spelled as in its payloads. Owned by the loop, once
 * it runs.
 */
final class Catalogue {
  /** As many as a decoder follows; those beyond can't be subscribed to by name. */
  private static final int MOST = 100_000;

  private final Set<String> symbols = new HashSet<>();

  void add(String symbol) {
    if (symbols.size() < MOST) {
      symbols.add(symbol);
    }
  }

  boolean holds(String symbol) {
    return symbols.contains(symbol);
  }
}
