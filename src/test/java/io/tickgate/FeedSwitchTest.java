package io.tickgate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.deliver.Scale;
import io.tickgate.market.FeedState;
import io.tickgate.ops.FeedMeters;
import io.tickgate.relay.Relay;
import io.tickgate.relay.RelaySettings;
import io.tickgate.relay.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ingesting node runs, and tells the state of, the feeds it has the lease of and no others; who
 * has them is told by hand.
 */
class FeedSwitchTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Books books = new Books(BookLimits.defaults(), CLOCK);
  private Relay relay;
  private FeedSwitch feeds;

  @BeforeEach
  void standBy() throws IOException {
    Path recording = Files.writeString(folder.resolve("frames.json"), "{\"e\":\"none\"}\n");
    SmallRyeConfigBuilder config =
        new SmallRyeConfigBuilder()
            .withMapping(FeedsConfig.class)
            .withMapping(RelayConfig.class)
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withDefaultValue("tickgate.feeds.sim.type", "simulator")
            .withDefaultValue("tickgate.feeds.other.type", "simulator")
            .withDefaultValue("tickgate.feeds.rec.type", "replay")
            .withDefaultValue("tickgate.feeds.rec.venue", "binance")
            .withDefaultValue("tickgate.feeds.rec.path", recording.toString())
            // no address, so nobody can be asked: leases are this test's
            .withDefaultValue("tickgate.relay.bootstrap-servers", "nowhere");
    RelaySettings settings =
        config.build().getConfigMapping(RelayConfig.class).settings(Role.INGEST);
    relay = new Relay(Role.INGEST, settings, CLOCK);
    FeedMeters meters = new FeedMeters(registry, books, CLOCK);
    Feeds made =
        new Feeds(
            config.build().getConfigMapping(FeedsConfig.class),
            new FeedsTest.Recording(folder),
            books,
            meters,
            CLOCK,
            LiveFeedsTest.unconnected());
    feeds = new FeedSwitch(made, relay, books, meters);
    feeds.start();
  }

  @AfterEach
  void end() {
    feeds.stop();
    relay.stop();
  }

  /** What the gauges of a feed's state say that isn't 0. */
  private Map<String, Double> told(String feed) {
    Map<String, Double> told = new TreeMap<>();
    for (Gauge gauge : registry.find("tickgate.adapter.state").tag("feed", feed).gauges()) {
      if (gauge.value() != 0) {
        told.put(String.valueOf(gauge.getId().getTag("state")), gauge.value());
      }
    }
    return told;
  }

  private void await(String feed, Map<String, Double> expected) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!told(feed).equals(expected) && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertEquals(expected, told(feed), feed);
  }

  private double age(String feed) {
    return registry.get("tickgate.adapter.age").tag("feed", feed).gauge().value();
  }

  @Test
  void feedOfAStandbyIsInNoState() {
    assertEquals(5, registry.find("tickgate.adapter.state").tag("feed", "sim").gauges().size());
    assertEquals(Map.of(), told("sim"));
    feeds.onTaken("sim");
    await("sim", Map.of("live", 1.0));
    assertEquals(Map.of(), told("other"));
  }

  @Test
  void feedThatWasLostIsInNoStateAgain() {
    feeds.onTaken("sim");
    await("sim", Map.of("live", 1.0));
    feeds.onLost("sim");
    await("sim", Map.of());
    assertTrue(Double.isNaN(age("sim")), "age " + age("sim"));
    feeds.onTaken("sim");
    await("sim", Map.of("live", 1.0));
  }

  private static void awaitState(Feed feed, FeedState state) {
    Scale.await(state + " rather than " + feed.state(), () -> feed.state() == state);
  }

  @Test
  void feedThatAnotherNodeHasIsDownHere() {
    Feed feed =
        books.feeds().stream().filter(each -> each.id().equals("rec")).findFirst().orElseThrow();
    feeds.onTaken("rec");
    awaitState(feed, FeedState.ENDED);
    feeds.onLost("rec");
    awaitState(feed, FeedState.DOWN);
    assertEquals("another node writes it", feed.reason());
    feeds.onTaken("rec");
    awaitState(feed, FeedState.ENDED);
    assertEquals(1, feed.restarts());
  }

  /** No other node takes it, as long as this one has its lease. */
  @Test
  void feedThatDoesNotStartIsTriedAgain() throws IOException {
    Feed feed =
        books.feeds().stream().filter(each -> each.id().equals("rec")).findFirst().orElseThrow();
    feeds.onTaken("rec");
    awaitState(feed, FeedState.ENDED);
    feeds.onLost("rec");
    awaitState(feed, FeedState.DOWN);
    Path recording = folder.resolve("frames.json");
    String text = Files.readString(recording);
    Files.delete(recording);
    feeds.onTaken("rec");
    Scale.await("told why", () -> feed.reason().contains(recording.toString()));
    Files.writeString(recording, text);
    awaitState(feed, FeedState.ENDED);
    assertEquals(1, feed.restarts());
  }

  @Test
  void wordThatComesWhenItHasStoppedIsNone() {
    feeds.stop();
    assertDoesNotThrow(() -> feeds.onTaken("rec"));
    assertDoesNotThrow(() -> feeds.onLost("rec"));
  }
}
