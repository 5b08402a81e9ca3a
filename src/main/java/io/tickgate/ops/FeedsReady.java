package io.tickgate.ops;

import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.deliver.Sessions;
import io.tickgate.market.FeedState;
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

  FeedsReady(Books books, Sessions sessions) {
    this.books = books;
    this.sessions = sessions;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("feeds");
    boolean any = books.feeds().isEmpty();
    for (Feed feed : books.feeds()) {
      any |= feed.state() != FeedState.DOWN;
      response.withData(feed.id(), feed.state().text());
    }
    return response.status(any && !sessions.draining()).build();
  }
}
