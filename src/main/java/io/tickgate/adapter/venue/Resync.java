package io.tickgate.adapter.venue;

import io.tickgate.market.Symbol;

/**
 * Asked by a decoder for a fresh book snapshot of one symbol. A live session resubscribes or asks
 * by REST; a replay does nothing, since a recording holds the snapshots it holds.
 */
@FunctionalInterface
public interface Resync {
  /** Called on the feed's thread; must not block. */
  void resync(Symbol symbol, String reason);
}
