package io.tickgate;

import io.tickgate.adapter.replay.Decks;
import io.tickgate.book.Books;
import io.tickgate.book.DelayedBooks;
import io.tickgate.delay.DelayLog;
import io.tickgate.deliver.NodeLife;
import io.tickgate.record.Recordings;
import io.tickgate.relay.Relay;
import io.tickgate.relay.Role;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** The plain objects that the gateway is put together from. */
@Singleton
final class Parts {
  @Produces
  @Singleton
  InstantSource clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  Books books(
      BookConfig config, DelayedConfig late, InstantSource clock, DelayLog delay, Relay relay) {
    return new Books(
        config.limits(late.any()), clock, feed -> Taps.of(delay.tap(feed), relay.tap(feed)));
  }

  @Produces
  @Singleton
  Relay relay(RoleConfig node, RelayConfig config, InstantSource clock) {
    Role role = node.role();
    return new Relay(role, role == Role.ALL ? null : config.settings(role), clock);
  }

  @Produces
  @Singleton
  NodeLife life(Relay relay, InstantSource clock) {
    NodeLife own = NodeLife.ofThisProcess(clock);
    return relay.role() == Role.SERVE ? NodeLife.shared(relay::id, own) : own;
  }

  @Produces
  @Singleton
  DelayLog delay(DelayedConfig config, BookConfig books, InstantSource clock) {
    return new DelayLog(config.settings(), books.limits(config.any()), clock, System::nanoTime);
  }

  @Produces
  @Singleton
  DelayedBooks delayedBooks(DelayLog delay) {
    return delay.books();
  }

  @Produces
  @Singleton
  Decks decks(Feeds feeds) {
    return feeds.decks();
  }

  @Produces
  @Singleton
  Recordings recordings(Feeds feeds) {
    return feeds.recordings();
  }
}
