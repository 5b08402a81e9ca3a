package io.tickgate.deliver;

import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A feed that tests play by hand. Its id is {@value #FEED}, its state is live at the start, and all
 * its symbols are of the venue of that name.
 */
@Singleton
public class TestMarket {
  /** Id of the feed, as heartbeats and notices tell it, and venue of its symbols. */
  public static final String FEED = "test";

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "feed-" + FEED));
  private final Feed feed;

  TestMarket(Books books) {
    feed = books.addFeed(FEED);
    state(FeedState.LIVE);
  }

  /**
   * Applies ticks in that order on the feed's thread and returns when they are in the book and the
   * shards know. The feed's clock is the {@code ts} of the last tick. Test thread.
   */
  public void tick(Tick... ticks) {
    run(
        () -> {
          for (Tick tick : ticks) {
            feed.apply(tick);
          }
          feed.onTime(ticks[ticks.length - 1].ts());
          return null;
        });
  }

  /** Reports that state of the feed and returns when sessions have been told. Test thread. */
  public void state(FeedState state) {
    run(
        () -> {
          feed.onState(state, "");
          return null;
        });
  }

  private void run(Callable<Void> task) {
    try {
      thread.submit(task).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }
}
