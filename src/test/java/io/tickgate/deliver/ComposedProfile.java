package io.tickgate.deliver;

import io.tickgate.adapter.endpoint.TestGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;

/**
 * The settings of several tests which have nothing to do with each other, in one gateway: to build
 * and start another for each takes longer than most of the tests.
 */
public class ComposedProfile extends ProtocolProfile {
  /** {@code tickgate.deliver.max-outstanding} in bytes. */
  static final int MAX_OUTSTANDING = 1 << 20;

  /** {@code tickgate.publish.max-body-size} in bytes. */
  public static final int MAX_BODY = 200_000;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.ofEntries(
        // SharedCompressionTest: beats are the test's, not those of a slow machine
        Map.entry("tickgate.deliver.delay-target", "30s"),
        // IngestDeadlineTest
        Map.entry("tickgate.publish.line-timeout", "1s"),
        // GateTest
        Map.entry("tickgate.publish.max-body-size", String.valueOf(MAX_BODY)),
        Map.entry("tickgate.publish.max-publishers", "2"),
        Map.entry("tickgate.publish.max-message-size", "1000"),
        Map.entry("tickgate.publish.max-rejected", "3"),
        Map.entry("tickgate.publish.pong-timeout", "600ms"),
        // OutstandingTest
        Map.entry("tickgate.deliver.max-outstanding", String.valueOf(MAX_OUTSTANDING)),
        // DelayedMarketTest: what is kept back, in the least memory
        Map.entry("tickgate.delayed.symbols", TestMarket.FEED + ":LATE*, other:*"),
        Map.entry("tickgate.delayed.delay", "300ms"),
        Map.entry("tickgate.delayed.max-memory", "1M"),
        // LiveFeedTest: one feed on demand, of a venue that isn't there yet
        Map.entry("tickgate.feeds.k.type", "live"),
        Map.entry("tickgate.feeds.k.venue", "kraken"),
        Map.entry("tickgate.feeds.k.symbols", "BTC/USD"),
        Map.entry("tickgate.feeds.k.channels", "ticker"),
        Map.entry("tickgate.feeds.k.subscribe", "on-demand"),
        Map.entry("tickgate.feeds.k.heartbeat", "30s"),
        Map.entry("tickgate.live.max-backoff", "500ms"), // other tests went before
        Map.entry("tickgate.feeds.k.url", "ws://127.0.0.1:" + freePort() + "/v2"),
        // LocalVenueTest
        Map.entry("tickgate.venue-server.enabled", "true"),
        Map.entry("tickgate.venue-server.port", "0"),
        Map.entry("tickgate.venue-server.dialect", "kraken"),
        Map.entry("tickgate.venue-server.wait-for-client", "false"),
        Map.entry("tickgate.venue-server.simulator.symbols", "BTC-USD"),
        Map.entry("tickgate.venue-server.faults.gap", "1000000"),
        Map.entry("tickgate.admin.enabled", "true"));
  }

  /** A gate that refuses on demand. */
  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(TestGate.class);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
