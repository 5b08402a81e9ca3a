package io.tickgate.deliver;

import io.tickgate.audit.Audit;
import io.tickgate.book.Books;
import io.tickgate.book.DelayedBooks;
import io.tickgate.security.Revocations;
import io.tickgate.security.SecurityConfig;
import io.tickgate.security.Tokens;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the sessions of the node from its configuration. */
@Singleton
final class SessionsProducer {
  @Produces
  @Singleton
  Admission admission(
      Books books,
      Instance<DelayedBooks> delayed,
      SecurityConfig config,
      Tokens tokens,
      Revocations revocations,
      Audit audit) {
    DelayedBooks late = delayed.isResolvable() ? delayed.get() : null;
    boolean required = config.auth() == SecurityConfig.Auth.REQUIRED;
    return new Admission(
        new EntitledBooks(books, late, revocations),
        required ? tokens : null,
        config.authDeadline(),
        config.expiryNotice(),
        audit);
  }

  @Produces
  @Singleton
  Sessions sessions(
      Books books,
      InstantSource clock,
      DeliverConfig config,
      Admission admission,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    SessionLimits limits =
        new SessionLimits(
            config.maxSubscriptions(),
            config.maxMessagesPerSecond(),
            Math.toIntExact(config.maxMessageSize().asLongValue()),
            Math.toIntExact(config.maxFrameSize().asLongValue()),
            config.heartbeat(),
            config.stallTimeout(),
            config.delayTarget(),
            config.pongTimeout());
    String epoch =
        Long.toString(clock.millis(), 36)
            + "-"
            + Long.toString(ThreadLocalRandom.current().nextLong(1L << 30), 36);
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
            books,
            limits,
            compression,
            new SessionStats(),
            clock,
            System::nanoTime,
            epoch,
            admission);
    return new Sessions(context, version, config.maxConnections());
  }
}
