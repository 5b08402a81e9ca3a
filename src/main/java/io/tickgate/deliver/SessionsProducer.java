package io.tickgate.deliver;

import io.tickgate.audit.Audit;
import io.tickgate.book.Books;
import io.tickgate.book.DelayedBooks;
import io.tickgate.deliver.edge.Admission;
import io.tickgate.deliver.edge.EdgeConfig;
import io.tickgate.deliver.edge.EdgePipeline;
import io.tickgate.deliver.edge.EdgeStats;
import io.tickgate.security.Revocations;
import io.tickgate.security.SecurityConfig;
import io.tickgate.security.Tokens;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the sessions of the node from its configuration. */
@Singleton
final class SessionsProducer {
  private static final String QUARKUS_MAX_MESSAGE =
      "quarkus.websockets-next.server.max-message-size";

  @Produces
  @Singleton
  Access access(
      Books books,
      Instance<DelayedBooks> delayed,
      SecurityConfig config,
      Tokens tokens,
      Revocations revocations,
      Audit audit) {
    DelayedBooks late = delayed.isResolvable() ? delayed.get() : null;
    boolean required = config.auth() == SecurityConfig.Auth.REQUIRED;
    return new Access(
        new EntitledBooks(books, late, revocations),
        required ? tokens : null,
        config.authDeadline(),
        config.expiryNotice(),
        audit);
  }

  @Produces
  @Singleton
  Drain drain(Sessions sessions) {
    return new Drain(sessions);
  }

  @Produces
  @Singleton
  Sessions sessions(
      Books books,
      InstantSource clock,
      DeliverConfig config,
      Access access,
      Admission admission,
      NodeLife life,
      @ConfigProperty(name = "quarkus.application.version") String version,
      @ConfigProperty(name = QUARKUS_MAX_MESSAGE) int quarkusMaxMessage) {
    check(config, quarkusMaxMessage);
    SessionLimits limits =
        new SessionLimits(
            config.maxSubscriptions(),
            config.maxCursors(),
            config.maxOutstanding().asLongValue(),
            config.maxMessagesPerSecond(),
            Math.toIntExact(config.maxMessageSize().asLongValue()),
            Math.toIntExact(config.maxFrameSize().asLongValue()),
            config.heartbeat(),
            config.stallTimeout(),
            config.delayTarget(),
            config.pongTimeout());
    CompressionSettings compression =
        new CompressionSettings(
            config.compression(),
            config.compressionLevel(),
            config
                .compressionThreshold()
                .map(size -> OptionalInt.of(Math.toIntExact(size.asLongValue())))
                .orElse(OptionalInt.empty()),
            config.compressionMemory().asLongValue());
    SessionContext context =
        new SessionContext(
            books, limits, compression, new SessionStats(), clock, System::nanoTime, life, access);
    return new Sessions(context, version, admission);
  }

  private static void check(DeliverConfig config, int quarkusMaxMessage) {
    if (config.pongTimeout().compareTo(config.heartbeat()) <= 0) {
      throw new IllegalArgumentException(
          "tickgate.deliver.pong-timeout (%s) must be longer than tickgate.deliver.heartbeat (%s): pings go with heartbeats, so idle clients would count as dead"
              .formatted(config.pongTimeout(), config.heartbeat()));
    }
    if (config.maxMessageSize().asLongValue() > quarkusMaxMessage) {
      throw new IllegalArgumentException(
          "tickgate.deliver.max-message-size (%s) must not be above %s (%s), which ends the connection"
              .formatted(
                  config.maxMessageSize().asLongValue(), QUARKUS_MAX_MESSAGE, quarkusMaxMessage));
    }
  }

  @Produces
  @Singleton
  Admission admission(DeliverConfig config, EdgeConfig edge, EdgeStats stats) {
    return new Admission(
        config.maxConnections(),
        edge,
        stats,
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  @Produces
  @Singleton
  EdgePipeline.CloseCounter closes(Sessions sessions) {
    return sessions.stats()::closes;
  }
}
