package io.tickgate;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tickgate.delay.DelayLog;
import io.tickgate.deliver.Drain;
import io.tickgate.deliver.DrainConfig;
import io.tickgate.ops.FeedsReady;
import io.tickgate.relay.Relay;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Starts and stops in order: feeds after everything that reads them, clients before everything
 * else.
 */
@Singleton
final class Gateway {
  private static final Logger LOG = Logger.getLogger(Gateway.class);

  private final FeedSwitch feeds;
  private final Drain drain;
  private final DrainConfig draining;
  private final DelayLog delay;
  private final Relay relay;
  private final FeedsReady ready;

  Gateway(
      FeedSwitch feeds,
      Drain drain,
      DrainConfig draining,
      DelayLog delay,
      Relay relay,
      @Readiness FeedsReady ready) {
    this.feeds = feeds;
    this.drain = drain;
    this.draining = draining;
    this.delay = delay;
    this.ready = ready;
    this.relay = relay;
  }

  void onStart(@Observes StartupEvent event) {
    delay.start();
    feeds.start();
    ready.check();
  }

  /** Clients go first: when the application stops, its listeners have gone already, all at once. */
  void onGoingDown(@Observes ShutdownDelayInitiatedEvent event) {
    drain.begin(draining.delay(), draining.window());
    if (!drain.await()) {
      LOG.warnf(
          "%d clients did not close in time; their connections end with the node", drain.left());
    }
  }

  void onStop(@Observes ShutdownEvent event) {
    relay.claimNoMore();
    feeds.stop();
    relay.stop(); // what feeds said last goes out
    delay.stop();
  }
}
