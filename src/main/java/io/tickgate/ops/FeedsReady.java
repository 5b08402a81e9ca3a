package io.tickgate.ops;

import io.smallrye.config.ConfigMapping;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.deliver.Sessions;
import io.tickgate.market.FeedState;
import io.tickgate.relay.Relay;
import io.tickgate.relay.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while clients are taken and the feeds that must be there are: those that are named, or any
 * when none is.
 */
@Readiness
@ApplicationScoped
public class FeedsReady implements HealthCheck {
  private final Books books;
  private final Sessions sessions;
  private final Relay relay;
  private final Set<String> needed;

  FeedsReady(Books books, Sessions sessions, Relay relay, ReadyConfig config) {
    this.relay = relay;
    this.books = books;
    this.sessions = sessions;
    this.needed = Set.copyOf(config.feeds().orElse(List.of()));
  }

  /** When a node is ready. */
  @ConfigMapping(prefix = "tickgate.ready")
  public interface ReadyConfig {
    /**
     * Ids of feeds without which the node is not ready, with commas between: each has to be live,
     * playing or played to its end. Unset: one feed of all that isn't down is enough.
     */
    Optional<List<String>> feeds();
  }

  /**
   * To be called when all feeds are there.
   *
   * @throws IllegalArgumentException when one is needed that isn't; names the key
   */
  public void check() {
    if (relay.role() == Role.SERVE) {
      return; // feeds are those that other nodes tell of, when they do
    }
    Set<String> known = books.feeds().stream().map(Feed::id).collect(Collectors.toSet());
    for (String id : needed) {
      if (!known.contains(id)) {
        throw new IllegalArgumentException(
            "tickgate.ready.feeds: there is no feed '" + id + "'; there are " + known);
      }
    }
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("feeds");
    List<Feed> feeds = books.feeds();
    feeds.forEach(feed -> response.withData(feed.id(), told(feed)));
    return response
        .withData("draining", sessions.draining())
        .status(ready(feeds) && !sessions.draining())
        .build();
  }

  private boolean ready(List<Feed> feeds) {
    if (relay.role() == Role.INGEST) {
      return true; // to take over, whoever has the feeds
    }
    if (needed.isEmpty()) {
      return feeds.isEmpty() || feeds.stream().anyMatch(each -> each.state() != FeedState.DOWN);
    }
    Set<String> running =
        feeds.stream().filter(FeedsReady::runs).map(Feed::id).collect(Collectors.toSet());
    return running.containsAll(needed);
  }

  private static boolean runs(Feed feed) {
    FeedState state = feed.state();
    return state != FeedState.DOWN && state != FeedState.STALE;
  }

  private static String told(Feed feed) {
    String reason = feed.reason();
    return reason.isEmpty() ? feed.state().text() : feed.state().text() + ": " + reason;
  }
}
