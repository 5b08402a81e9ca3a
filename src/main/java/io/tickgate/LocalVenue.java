package io.tickgate;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tickgate.adapter.replay.Deck;
import io.tickgate.adapter.replay.Decks;
import io.tickgate.venueserver.Faults;
import io.tickgate.venueserver.VenueServer;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops the {@linkplain VenueServerConfig venue of one's own}, if there is to be one.
 */
@Singleton
final class LocalVenue {
  private final VenueServerConfig config;
  private @Nullable VenueServer server;

  LocalVenue(VenueServerConfig config) {
    this.config = config;
  }

  @Produces
  @Singleton
  static Faults faults(VenueServerConfig config) {
    return Faults.of(config.faultSeed(), config.faults());
  }

  void onStart(@Observes StartupEvent event, Faults faults, Decks decks) {
    if (!config.enabled()) {
      return;
    }
    server = config.server(faults);
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    Deck deck = server.deck();
    if (deck != null) {
      decks.add(deck);
    }
  }

  /** The server, when there is one. */
  @Nullable VenueServer server() {
    return server;
  }

  void onStop(@Observes ShutdownEvent event) {
    if (server != null) {
      server.stop();
    }
  }
}
