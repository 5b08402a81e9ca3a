package io.tickgate.adapter.publish;

import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.wire.ErrorCode;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one who writes what publishers send, on a thread of its own. Batches are applied in the order
 * in which they were handed over. A publisher hands over no more than a few before it gets one
 * back, so the number of publishers bounds what waits here.
 */
public final class PublishWriter {
  private static final Logger LOG = Logger.getLogger(PublishWriter.class);

  /** How often bars are closed and silence is noticed, as often as with a simulated feed. */
  private static final long BEAT_MILLIS = 100;

  private static final long STOP_SECONDS = 5;

  private final VenueFeeds feeds;
  private final PublishLimits limits;
  private final PublishCounters counters;
  private final InstantSource clock;
  private final Map<String, PublishedVenue> venues = new HashMap<>(); // the writer's thread
  private final ScheduledExecutorService thread;

  public PublishWriter(
      VenueFeeds feeds, PublishLimits limits, PublishCounters counters, InstantSource clock) {
    this.feeds = feeds;
    this.limits = limits;
    this.counters = counters;
    this.clock = clock;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread started = new Thread(task, "publish");
              started.setDaemon(true);
              return started;
            });
  }

  /** The bounds it keeps to. Any thread. */
  public PublishLimits limits() {
    return limits;
  }

  /** Starts the clock of the published venues. */
  public void start() {
    thread.scheduleWithFixedDelay(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Applies what waits and ends; a few seconds at most. */
  public void stop() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warnf("publish writer did not end waiting=%d", counters.waiting.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * An empty batch.
   *
   * @param line number of the last line before it
   */
  public PublishBatch batch(Publisher publisher, long line) {
    PublishBatch.Terms terms = new PublishBatch.Terms(clock, limits.rejected());
    return new PublishBatch(publisher, counters, line, terms);
  }

  /**
   * Applies a batch, which the caller leaves alone until {@code applied} runs: on the writer's
   * thread, which it must not hold up. Any thread; never blocks.
   */
  public void submit(PublishBatch batch, Runnable applied) {
    counters.waiting.incrementAndGet();
    try {
      thread.execute(() -> apply(batch, applied));
    } catch (RejectedExecutionException e) { // the gateway stops
      counters.waiting.decrementAndGet();
      batch.abandon();
      applied.run();
    }
  }

  /**
   * Something that the publisher sent got lost on its way here, and it isn't known what: all
   * symbols of the venues it has written are stale until they are heard of again, books until their
   * next snapshot. Any thread.
   *
   * @param reason a few words for an operator
   */
  public void lose(Publisher publisher, String reason) {
    try {
      thread.execute(() -> publisher.lost(clock.millis() * 1_000, reason));
    } catch (RejectedExecutionException e) {
      // the gateway stops, and the venues with it
    }
  }

  /** The publisher is gone; what it has handed over stays valid. Any thread. */
  public void leave(Publisher publisher) {
    try {
      thread.execute(publisher::left);
    } catch (RejectedExecutionException e) {
      // the gateway stops, and the venues with it
    }
  }

  private void apply(PublishBatch batch, Runnable applied) {
    try {
      long now = clock.millis();
      for (PublishBatch.Line line : batch.lines()) {
        try {
          apply(batch, line, now);
        } catch (RuntimeException e) { // ours to mend; the other lines can't help it
          LOG.errorf(e, "published tick failed symbol=%s", line.tick().symbol());
          batch.reject(line.number(), ErrorCode.INTERNAL, "failed");
        }
      }
    } finally {
      counters.waiting.decrementAndGet();
      applied.run();
    }
  }

  private void apply(PublishBatch batch, PublishBatch.Line line, long now) {
    Tick tick = line.tick();
    PublishedVenue venue = venue(tick.symbol().venue(), now);
    Refusal refusal = venue == null ? refusal(tick.symbol()) : write(venue, tick, now);
    if (refusal != null) {
      batch.reject(line.number(), refusal.code(), refusal.message());
    } else if (venue != null) {
      counters.accepted.increment();
      batch.outcome().accept();
      batch.publisher().wrote(venue);
    }
  }

  private static final Refusal NO_SNAPSHOT =
      new Refusal(ErrorCode.BAD_REQUEST, "snapshot: the first book of a symbol has to be one");

  private @Nullable PublishedVenue venue(String name, long now) {
    PublishedVenue known = venues.get(name);
    if (known != null) {
      return known;
    }
    if (venues.size() >= limits.venues() || feeds.reserved(name)) {
      return null;
    }
    PublishedVenue venue = new PublishedVenue(feeds.open(name), now);
    venues.put(name, venue);
    counters.venues.set(venues.size());
    return venue;
  }

  /** Why a venue isn't there. */
  private Refusal refusal(Symbol symbol) {
    return feeds.reserved(symbol.venue())
        ? reserved(symbol)
        : new Refusal(
            ErrorCode.LIMIT_SYMBOLS, "symbol: would be one venue more than " + limits.venues());
  }

  private static Refusal reserved(Symbol symbol) {
    return new Refusal(
        ErrorCode.FORBIDDEN, "symbol: a feed of the gateway's own writes " + symbol.venue());
  }

  private @Nullable Refusal write(PublishedVenue venue, Tick tick, long now) {
    Symbol symbol = tick.symbol();
    if (!venue.knows(symbol)) {
      if (venue.foreign(symbol) || feeds.reserved(symbol.venue())) {
        return reserved(symbol);
      }
      if (counters.symbols.get() >= limits.symbols()) {
        return full(limits.symbols());
      }
      venue.add(symbol);
      counters.symbols.incrementAndGet();
    }
    if (venue.changesNoBook(tick)) {
      return NO_SNAPSHOT;
    }
    return venue.apply(tick, now) ? null : full(counters.symbols.get());
  }

  private static Refusal full(int symbols) {
    return new Refusal(ErrorCode.LIMIT_SYMBOLS, "symbol: would be one more than " + symbols);
  }

  private void beat() {
    long now = clock.millis();
    for (PublishedVenue venue : venues.values()) {
      try {
        venue.onTime(now, limits.staleMillis());
      } catch (RuntimeException e) { // the beat would end for ever
        LOG.error("beat of a published venue failed", e);
      }
    }
  }
}
