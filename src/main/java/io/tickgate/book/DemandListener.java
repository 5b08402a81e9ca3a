package io.tickgate.book;

import io.tickgate.market.Symbol;

/** Wants to know which symbols of a feed are watched. */
@FunctionalInterface
public interface DemandListener {
  /**
   * The symbol has its first watcher, or lost its last. Called under a lock by whoever watches, any
   * thread, so it only hands over.
   */
  void onDemand(Symbol symbol, boolean wanted);
}
