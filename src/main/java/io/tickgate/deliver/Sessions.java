package io.tickgate.deliver;

import io.netty.channel.EventLoop;
import io.tickgate.book.Books;
import io.tickgate.book.BooksListener;
import io.tickgate.book.DelayedBooks;
import io.tickgate.book.Feed;
import io.tickgate.book.Restart;
import io.tickgate.book.SymbolBook;
import io.tickgate.deliver.edge.Admission;
import io.tickgate.market.FeedState;
import io.tickgate.security.Identity;
import io.tickgate.security.Revocations.Revocation;
import io.tickgate.shard.Shard;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.DeflateTerms;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.ServerMessages;
import io.tickgate.wire.ServerMessages.Limits;
import io.tickgate.wire.ServerMessages.Welcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All client sessions of the node, spread over the event loops. Any thread unless said. */
public final class Sessions implements BooksListener {
  private final SessionContext context;
  private final String version;
  private final Admission admission;
  private final Map<EventLoop, Fanout> fanouts = new ConcurrentHashMap<>();
  private volatile boolean draining;

  Sessions(SessionContext context, String version, Admission admission) {
    this.context = context;
    this.version = version;
    this.admission = admission;
    context.books().listen(this);
    DelayedBooks delayed = context.access().market().delayed();
    if (delayed != null) {
      delayed.books().listen(new Late());
    }
  }

  /** Asks for a place for a client of that address, to be given back when it is gone. */
  public Admission.Verdict enter(@Nullable String address) {
    return draining ? admission.draining() : admission.enter(address);
  }

  /** Whether the node is on its way down and takes no more clients. */
  public boolean draining() {
    return draining;
  }

  /** From now on newcomers are refused, or not any more. */
  void draining(boolean on) {
    draining = on;
  }

  /** Connections that have a place, whether they have a session yet, still or not. */
  int connections() {
    return admission.taken();
  }

  public SessionStats stats() {
    return context.stats();
  }

  Books books() {
    return context.books();
  }

  /** What {@code seq} counts within, as of now, for that reader. */
  public String epoch(Identity who) {
    return context.epoch(Feed::restarts, who);
  }

  /** Hears of symbols that come to the delayed books; their feeds were told of when it was news. */
  private final class Late implements BooksListener {
    @Override
    public void onSymbol(SymbolBook book) {
      Sessions.this.onSymbol(book);
    }

    @Override
    public void onRestart(Restart restart) {
      Sessions.this.onRestart(restart);
    }

    @Override
    public void onFeed(Feed feed) {}
  }

  /**
   * Opens a session on the loop of its connection, where this must be called.
   *
   * @param identity as the handshake said; null when the first message has to
   */
  Session open(
      EventLoop loop, Transport transport, Encoding encoding, @Nullable Identity identity) {
    String id = Long.toString(ThreadLocalRandom.current().nextLong(1L << 60), 36);
    Session session =
        new Session(
            id, transport, encoding, fanout(loop), context, context.access().opener(identity));
    session.open(welcome(session));
    return session;
  }

  /** What inflates the requests of that loop's clients. */
  MessageInflater inflater(EventLoop loop) {
    return fanout(loop).inflater();
  }

  private byte[] welcome(Session session) {
    Compression compression = session.transport().compression();
    DeflateTerms terms = compression.terms();
    String parameters = terms == null ? null : terms.answer();
    SessionLimits limits = context.limits();
    Limits told =
        new Limits(
            session.subscriptions().limit(), limits.messagesPerSecond(), limits.messageBytes());
    long heartbeat = limits.heartbeat().toMillis();
    return session
        .say()
        .welcome(
            new Welcome(
                version,
                session.id(),
                session.epoch(),
                heartbeat,
                told,
                session.login().told(),
                compression.mode(),
                parameters));
  }

  private Fanout fanout(EventLoop loop) {
    return fanouts.computeIfAbsent(
        loop, each -> new Fanout(new Shard(fanouts.size(), each), context));
  }

  @Override
  public void onSymbol(SymbolBook book) {
    fanouts.values().forEach(fanout -> fanout.shard().execute(() -> fanout.onSymbol(book)));
  }

  @Override
  public void onRestart(Restart restart) {
    fanouts.values().forEach(fanout -> fanout.shard().execute(() -> fanout.onRestart(restart)));
  }

  @Override
  public void onFeed(Feed feed) {
    FeedState state = feed.state();
    String reason = feed.reason();
    for (Fanout fanout : fanouts.values()) {
      fanout.shard().execute(() -> fanout.onFeed(feed.id(), state, reason));
    }
  }

  /** Closes one session; completes with whether it was there. */
  public CompletableFuture<Boolean> close(String id, CloseCode code) {
    CompletableFuture<Boolean> found = new CompletableFuture<>();
    CompletableFuture<?>[] looks =
        fanouts.values().stream()
            .map(fanout -> onLoop(fanout, session -> closeIf(session, id, code, found)))
            .toArray(CompletableFuture<?>[]::new);
    var unused = CompletableFuture.allOf(looks).thenRun(() -> found.complete(false));
    return found;
  }

  private static void closeIf(
      Session session, String id, CloseCode code, CompletableFuture<Boolean> found) {
    if (session.id().equals(id)) {
      session.close(code);
      found.complete(true);
    }
  }

  /**
   * Takes back what tokens say, on open sessions and for tokens to come: a whole subject or token
   * ends with 4501, symbols end the subscriptions to them. Completes when every session has been
   * told; with false when there are as many revocations as there may be, and nothing was done.
   */
  public CompletableFuture<Boolean> revoke(Revocation revocation) {
    if (!context.access().market().revocations().add(revocation)) {
      return CompletableFuture.completedFuture(false);
    }
    CompletableFuture<?>[] loops =
        fanouts.values().stream()
            .map(fanout -> onLoop(fanout, session -> revoke(session, revocation)))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(loops).thenApply(done -> true);
  }

  private static void revoke(Session session, Revocation revocation) {
    if (revocation.concerns(session.login().identity())) {
      session.login().onRevoked();
    }
  }

  /** Asks one session something on its loop; completes with nothing when it isn't there. */
  <T> CompletableFuture<Optional<T>> ask(String id, Function<Session, T> question) {
    CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
    CompletableFuture<?>[] looks =
        fanouts.values().stream()
            .map(
                fanout ->
                    onLoop(
                        fanout,
                        session -> {
                          if (session.id().equals(id)) {
                            answer.complete(Optional.of(question.apply(session)));
                          }
                        }))
            .toArray(CompletableFuture<?>[]::new);
    var unused =
        CompletableFuture.allOf(looks)
            .whenComplete((done, fault) -> answer.complete(Optional.empty()));
    return answer;
  }

  /** All sessions as an operator sees them. */
  public CompletableFuture<List<SessionView>> views() {
    Queue<SessionView> views = new ConcurrentLinkedQueue<>();
    CompletableFuture<?>[] looks =
        fanouts.values().stream()
            .map(fanout -> onLoop(fanout, session -> views.add(session.view())))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(looks).thenApply(done -> List.copyOf(views));
  }

  /** Does something to every session, on its loop, soon. */
  void each(Consumer<Session> action) {
    fanouts.values().forEach(fanout -> onLoop(fanout, action));
  }

  /** The same later, of those that are there then. */
  void later(long delayMillis, Consumer<Session> action) {
    fanouts
        .values()
        .forEach(
            fanout ->
                fanout.shard().schedule(() -> fanout.sessions().forEach(action), delayMillis));
  }

  private static CompletableFuture<@Nullable Void> onLoop(Fanout fanout, Consumer<Session> action) {
    return CompletableFuture.runAsync(
        () -> fanout.sessions().forEach(action), fanout.shard()::execute);
  }

  /** The context for readers that aren't sessions. */
  SessionContext context() {
    return context;
  }

  /** A heartbeat of now, as every client gets it. */
  byte[] heartbeat() {
    return context.heartbeat(new ServerMessages(Encoding.JSON));
  }
}
