package io.tickgate.ops;

import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.deliver.Sessions;
import io.tickgate.market.FeedState;
import io.tickgate.relay.Relay;
import io.tickgate.relay.Role;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while clients are taken and not every feed is down. */
@Readiness
@ApplicationScoped
final class FeedsReady implements HealthCheck {
  private final Books books;
  private final Sessions sessions;
  private final Relay relay;

  FeedsReady(Books books, Sessions sessions, Relay relay) {
    this.relay = relay;
    this.books = books;
    this.sessions = sessions;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("feeds");
    // an ingesting node is ready to take over, whoever has the feeds
    boolean any = books.feeds().isEmpty() || relay.role() == Role.INGEST;
    for (Feed feed : books.feeds()) {
      any |= feed.state() != FeedState.DOWN;
      response.withData(feed.id(), feed.state().text());
    }
    return response.status(any && !sessions.draining()).build();
  }
}
