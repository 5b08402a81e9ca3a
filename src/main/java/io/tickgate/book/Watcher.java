package io.tickgate.book;

/** Wants to know when a symbol has something new; there is one a shard, never one a subscriber. */
public interface Watcher {
  /**
   * New versions were published. Called by the symbol's writer after each tick, so it only sets a
   * flag and wakes whoever reads.
   *
   * @param channels the {@link io.tickgate.market.Channel#bit}s that changed
   */
  void ring(int channels);
}
