package io.tickgate;

import io.tickgate.adapter.FeedAdapter;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.FeedState;
import io.tickgate.ops.FeedMeters;
import io.tickgate.relay.LeaseListener;
import io.tickgate.relay.Relay;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has feeds run as the role of the node says: all of them, those that this node has the lease of,
 * or none. Feeds are switched on a thread of their own, {@code feed-switch}, since stopping one may
 * take seconds.
 */
@Singleton
final class FeedSwitch implements LeaseListener {
  private static final Logger LOG = Logger.getLogger(FeedSwitch.class);

  /** No other node takes the feed meanwhile: soon, and no burden while a file isn't there. */
  private static final long RETRY_SECONDS = 2;

  private static final class Slot {
    final Feed feed;
    final Supplier<FeedAdapter> maker;
    @Nullable FeedAdapter next; // made at the start, so that a wrong key stops it
    @Nullable FeedAdapter running;
    boolean waiting; // for another try; the thread's

    Slot(Feeds.Source source) {
      this.feed = source.feed();
      this.maker = source.maker();
      this.next = maker.get();
    }
  }

  private final Feeds feeds;
  private final Relay relay;
  private final Books books;
  private final FeedMeters meters;
  private final Map<String, Slot> slots = new HashMap<>(); // filled before the relay starts
  private final Map<String, Boolean> wanted = new ConcurrentHashMap<>(); // as many
  private @Nullable ExecutorService thread;

  FeedSwitch(Feeds feeds, Relay relay, Books books, FeedMeters meters) {
    this.feeds = feeds;
    this.relay = relay;
    this.books = books;
    this.meters = meters;
  }

  /**
   * Starts what the role says.
   *
   * @throws IllegalArgumentException when a feed is configured wrongly; names the key
   */
  void start() {
    switch (relay.role()) {
      case ALL -> feeds.start();
      case SERVE -> relay.serve(books, meters::feed);
      case INGEST -> {
        feeds.standBy().forEach(this::add);
        thread =
            Executors.newSingleThreadExecutor(
                task -> {
                  Thread made = new Thread(task, "feed-switch");
                  made.setDaemon(true);
                  return made;
                });
        relay.ingest(this);
      }
    }
  }

  private void add(Feeds.Source source) {
    slots.put(source.feed().id(), new Slot(source));
    meters.standsBy(source.feed(), true);
  }

  @Override
  public void onTaken(String feed) {
    turn(feed, true);
  }

  @Override
  public void onLost(String feed) {
    turn(feed, false);
  }

  private void turn(String feed, boolean on) {
    ExecutorService runner = thread;
    Slot slot = slots.get(feed);
    if (slot != null && runner != null) {
      wanted.put(feed, on);
      run(runner, () -> turn(slot));
    }
  }

  private static void run(ExecutorService runner, Runnable task) {
    try {
      runner.execute(task);
    } catch (RejectedExecutionException e) {
      // all feeds have stopped, and who has which is no matter any more
    }
  }

  /** As is wanted by now: a feed that was taken and lost meanwhile needn't start at all. */
  private void turn(Slot slot) {
    boolean on = wanted.getOrDefault(slot.feed.id(), false);
    meters.standsBy(slot.feed, !on);
    try {
      if (on && slot.running == null) {
        start(slot);
      } else if (!on && slot.running != null) {
        slot.running.stop();
        slot.running = null;
        // else its last state would be told of its old values, when this node has it again
        slot.feed.onState(FeedState.DOWN, "another node writes it");
      }
    } catch (RuntimeException e) {
      LOG.warnf("feed could not be switched feed=%s on=%s reason=%s", slot.feed.id(), on, e);
      if (on) {
        slot.running = null;
        slot.feed.onState(FeedState.DOWN, "it does not start: " + e.getMessage());
        later(slot);
      }
    }
  }

  private void later(Slot slot) {
    ExecutorService runner = thread;
    if (runner != null && !slot.waiting) {
      slot.waiting = true;
      CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS)
          .execute(() -> run(runner, () -> again(slot)));
    }
  }

  private void again(Slot slot) {
    slot.waiting = false;
    turn(slot);
  }

  private static void start(Slot slot) {
    FeedAdapter adapter = slot.next;
    slot.next = null;
    if (adapter == null) { // it ran here before, and what it left is old: another wrote meanwhile
      adapter = slot.maker.get();
      slot.feed.onRewind();
      slot.feed.onRestart();
    }
    slot.running = adapter;
    adapter.start();
  }

  /** Stops all feeds and writes what recorders still hold. */
  void stop() {
    ExecutorService runner = thread;
    if (runner != null) {
      run(runner, () -> slots.values().forEach(FeedSwitch::stop));
      runner.shutdown();
      try {
        runner.awaitTermination(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    feeds.stop();
  }

  private static void stop(Slot slot) {
    if (slot.running != null) {
      slot.running.stop();
    }
  }
}
