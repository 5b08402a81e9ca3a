package io.tickgate.adapter.publish;

import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;

/** The way of one published venue into the book. The writer's thread. */
public interface PublishedFeed {
  /** Applies a tick; false when the node holds as many symbols as it may. */
  boolean apply(Tick tick);

  /** Whether another feed brought that symbol, so that publishers may not write it. */
  boolean foreign(Symbol symbol);

  /** The clock moved on, microseconds since the epoch: bars that ended are closed. */
  void onTime(long now);

  /** The feed is in that state now; the reason is a few words for an operator, or empty. */
  void onState(FeedState state, String reason);
}
