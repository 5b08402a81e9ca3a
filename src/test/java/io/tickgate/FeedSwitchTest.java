package io.tickgate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.deliver.Scale;
import io.tickgate.market.FeedState;
import io.tickgate.ops.FeedMeters;
import io.tickgate.ops.TestMeters;
import io.tickgate.relay.Relay;
import io.tickgate.relay.RelaySettings;
import io.tickgate.relay.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds that go from node to node; who has them is told by hand. */
class FeedSwitchTest {
  @TempDir Path folder;

  private final InstantSource clock = InstantSource.system();
  private final Books books = new Books(BookLimits.defaults(), clock);
  private final Relay relay = new Relay(Role.INGEST, nobodyThere(), clock);
  private FeedSwitch feeds;

  private static RelaySettings nobodyThere() {
    Duration second = Duration.ofSeconds(1);
    return new RelaySettings(
        "node",
        "localhost:1",
        new RelaySettings.Topics("t", 1, 1, true, second),
        new RelaySettings.Out(second, 65_536, 1 << 20, 1 << 20, 1, "none"),
        new RelaySettings.Times(second, second.multipliedBy(3), second, second.multipliedBy(3)),
        Map.of());
  }

  @BeforeEach
  void start() throws Exception {
    Path recording = Files.writeString(folder.resolve("frames.json"), "{\"e\":\"none\"}\n");
    FeedsConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(FeedsConfig.class)
            .withDefaultValue("tickgate.feeds.rec.type", "replay")
            .withDefaultValue("tickgate.feeds.rec.venue", "binance")
            .withDefaultValue("tickgate.feeds.rec.path", recording.toString())
            .build()
            .getConfigMapping(FeedsConfig.class);
    RecordConfig recordings = new FeedsTest.Recording(folder);
    FeedMeters meters = TestMeters.of(books);
    LiveFeeds live = LiveFeedsTest.unconnected();
    Feeds all = new Feeds(config, recordings, books, meters, clock, live);
    feeds = new FeedSwitch(all, relay, books, meters);
    feeds.start();
  }

  @AfterEach
  void stop() {
    feeds.stop();
    relay.stop();
  }

  private void awaitState(Feed feed, FeedState state) {
    Scale.await(state + " rather than " + feed.state(), () -> feed.state() == state);
  }

  @Test
  void feedThatAnotherNodeHasIsDownHere() {
    Feed feed = books.feeds().get(0);
    feeds.onTaken("rec");
    awaitState(feed, FeedState.ENDED);
    feeds.onLost("rec");
    awaitState(feed, FeedState.DOWN);
    assertEquals("another node writes it", feed.reason());
    feeds.onTaken("rec");
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
