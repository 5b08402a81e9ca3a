package io.tickgate.adapter;

import io.tickgate.market.FeedState;

/** Hears what becomes of a feed, on the feed's thread. */
public interface FeedListener {
  /** The feed is in that state now; {@code reason} is a few words for an operator, or empty. */
  void onState(FeedState state, String reason);

  /**
   * The recording starts over: time goes back, so state that runs with time (bars, day statistics,
   * books) starts over too.
   */
  void onRestart();
}
