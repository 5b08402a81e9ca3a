package io.tickgate.deliver;

import io.tickgate.adapter.FeedState;
import io.tickgate.market.Tick;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * A feed that tests play by hand. Its id is {@value #FEED}, its state is live at the start, and all
 * its symbols are of the venue of that name.
 */
@ApplicationScoped
public class TestMarket {
  /** Id of the feed, as heartbeats and notices tell it, and venue of its symbols. */
  public static final String FEED = "test";

  /**
   * Applies ticks in that order on the feed's thread and returns when they are in the book and the
   * shards know. The feed's clock is the {@code ts} of the last tick. Test thread.
   */
  public void tick(Tick... ticks) {
    throw new UnsupportedOperationException("no book is connected to the test market");
  }

  /** Reports that state of the feed and returns when sessions have been told. Test thread. */
  public void state(FeedState state) {
    throw new UnsupportedOperationException("no feed is connected to the test market");
  }
}
