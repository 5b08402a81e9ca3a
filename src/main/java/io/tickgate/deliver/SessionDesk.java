package io.tickgate.deliver;

import io.tickgate.market.Channel;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What operators ask about sessions; each is asked on its own loop. Any thread. */
@Singleton
public final class SessionDesk {
  private final Sessions sessions;

  SessionDesk(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Some of the sessions, in the order of their ids.
   *
   * @param next the {@code after} that the next page starts with; null on the last
   */
  public record Page(List<SessionView> items, @Nullable String next) {}

  /** A session and what it has subscribed. */
  public record Detail(SessionView session, List<Item> subscriptions) {}

  /** A subscription with its effective terms. */
  public record Item(String channel, String symbol, String mode, int intervalMs) {}

  /** The sessions after an id, so many at most. */
  public CompletionStage<Page> page(String after, int limit) {
    return sessions
        .views()
        .thenApply(
            all -> {
              List<SessionView> sorted =
                  all.stream()
                      .filter(each -> each.id().compareTo(after) > 0)
                      .sorted(Comparator.comparing(SessionView::id))
                      .limit(limit + 1L)
                      .toList();
              boolean more = sorted.size() > limit;
              List<SessionView> items = more ? sorted.subList(0, limit) : sorted;
              return new Page(items, more ? items.get(limit - 1).id() : null);
            });
  }

  /** One session; nothing when it isn't there. */
  public CompletionStage<Optional<Detail>> detail(String id) {
    return sessions.ask(id, SessionDesk::detail);
  }

  private static Detail detail(Session session) {
    List<Item> items =
        session.subscriptions().all().stream()
            .map(
                each ->
                    new Item(
                        each.key().channel().text(),
                        each.key().symbol(),
                        each.terms().mode().text(),
                        each.terms().intervalMillis()))
            .toList();
    return new Detail(session.view(), items);
  }

  /** Why a session did or did not get a symbol; nothing when the session isn't there. */
  public CompletionStage<Optional<Explanation>> explain(
      String id, String symbol, @Nullable Channel channel) {
    return sessions.ask(id, session -> new Explainer(session, symbol).explain(channel));
  }
}
