package io.tickgate;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tickgate.adapter.publish.PublishConfig;
import io.tickgate.adapter.publish.PublishCounters;
import io.tickgate.adapter.publish.PublishLimits;
import io.tickgate.adapter.publish.PublishWriter;
import io.tickgate.adapter.publish.PublishedFeed;
import io.tickgate.adapter.publish.VenueFeeds;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.ops.FeedMeters;
import io.tickgate.relay.Relay;
import io.tickgate.relay.Role;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;

/** Leads what publishers send into the books, a feed a venue. */
@Singleton
final class Publishing implements VenueFeeds {
  private final Books books;
  private final FeedMeters meters;
  private final FeedVenues own;
  private final Relay relay;
  private final Set<String> shared;
  private final PublishCounters counters = new PublishCounters();
  private final PublishLimits limits;
  private final PublishWriter writer;

  Publishing(
      Books books,
      FeedMeters meters,
      FeedVenues own,
      PublishConfig config,
      InstantSource clock,
      Relay relay) {
    this.relay = relay;
    this.books = books;
    this.meters = meters;
    this.own = own;
    this.shared = config.sharedVenues().orElse(Set.of());
    this.limits = config.limits();
    this.writer = new PublishWriter(this, limits, counters, clock);
  }

  @Produces
  @Singleton
  PublishWriter writer() {
    return writer;
  }

  @Produces
  @Singleton
  PublishLimits limits() {
    return limits;
  }

  @Produces
  @Singleton
  PublishCounters counters() {
    return counters;
  }

  void onStart(@Observes StartupEvent event) {
    writer.start();
  }

  void onStop(@Observes ShutdownEvent event) {
    writer.stop();
  }

  @Override
  public boolean reserved(String venue) {
    // what comes in on a serving node, or on one that another writes the feed for, would stay there
    boolean elsewhere = relay.role() == Role.SERVE || relay.elsewhere(venue);
    return elsewhere || (own.contains(venue) && !shared.contains(venue));
  }

  @Override
  public PublishedFeed open(String venue) {
    boolean taken = books.feeds().stream().anyMatch(feed -> feed.id().equals(venue));
    Feed feed = books.addFeed(taken ? "publish-" + venue : venue);
    own.addPublished(feed.id());
    meters.feed(feed);
    return new Entrance(feed, shared.contains(venue));
  }

  /** One venue's feed. The writer's thread. */
  private final class Entrance implements PublishedFeed {
    private final Feed feed;
    private final boolean sharing;

    Entrance(Feed feed, boolean sharing) {
      this.feed = feed;
      this.sharing = sharing;
    }

    @Override
    public boolean apply(Tick tick) {
      long refused = feed.refused();
      feed.apply(tick); // no checksum comes with it that could fail
      return feed.refused() == refused;
    }

    @Override
    public boolean foreign(Symbol symbol) {
      SymbolBook book = books.find(symbol.name());
      return book != null && !book.feed().equals(feed.id()) && !sharing;
    }

    @Override
    public void onTime(long now) {
      feed.onTime(now);
    }

    @Override
    public void onState(FeedState state, String reason) {
      feed.onState(state, reason);
    }
  }
}
