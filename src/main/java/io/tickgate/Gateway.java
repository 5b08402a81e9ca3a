package io.tickgate;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tickgate.delay.DelayLog;
import io.tickgate.deliver.Sessions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Starts and stops in order: feeds after everything that reads them, clients before everything
 * else.
 */
@Singleton
final class Gateway {
  /** Clients come back spread over this time: a reconnect costs a few ms of CPU. */
  private static final long RECONNECT_WINDOW_MILLIS = 2_000;

  private final Feeds feeds;
  private final Sessions sessions;
  private final DelayLog delay;

  Gateway(Feeds feeds, Sessions sessions, DelayLog delay) {
    this.feeds = feeds;
    this.sessions = sessions;
    this.delay = delay;
  }

  void onStart(@Observes StartupEvent event) {
    delay.start();
    feeds.start();
  }

  void onStop(@Observes ShutdownEvent event) {
    sessions.drain(RECONNECT_WINDOW_MILLIS);
    feeds.stop();
    delay.stop();
  }
}
