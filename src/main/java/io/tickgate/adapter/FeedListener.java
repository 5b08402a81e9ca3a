package io.tickgate.adapter;

import io.tickgate.market.FeedState;

/** Hears what becomes of a feed, on the feed's thread. */
public interface FeedListener {
  /** The feed is in that state now; {@code reason} is a few words for an operator, or empty. */
  void onState(FeedState state, String reason);

  /**
   * What is told from here on is not for anyone to see before {@link #onRestart}: the recording is
   * on its way to a moment that somebody asked for. What is seen until then stays as it is. Called
   * again, it begins anew.
   */
  default void onRewind() {}

  /**
   * The recording starts over: what was known before is void, and what counts from now on is what
   * was told since {@link #onRewind}, or nothing yet.
   */
  void onRestart();
}
