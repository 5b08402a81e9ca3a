package io.tickgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.ops.TestMeters;
import io.tickgate.record.Fsync;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A feed that is configured wrongly stops the start and is told by its exact key. */
class FeedsTest {
  private static final String VENUES =
      "binance, binance-coinm, binance-usdm, bitstamp, coinbase, coinbase-at, kraken, okx";

  @TempDir Path folder;

  private final Books books = new Books(BookLimits.defaults(), InstantSource.system());

  /** Feeds of keys and values after {@code tickgate.feeds.}. */
  private Feeds feeds(String... keysAndValues) {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().withMapping(FeedsConfig.class);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      builder.withDefaultValue("tickgate.feeds." + keysAndValues[i], keysAndValues[i + 1]);
    }
    FeedsConfig config = builder.build().getConfigMapping(FeedsConfig.class);
    InstantSource clock = InstantSource.system();
    LiveFeeds live = LiveFeedsTest.unconnected();
    return new Feeds(config, new Recording(folder), books, TestMeters.of(books), clock, live);
  }

  record Recording(Path folder) implements RecordConfig {
    @Override
    public MemorySize rotateSize() {
      return new MemorySize(BigInteger.valueOf(1_000_000));
    }

    @Override
    public Duration rotateEvery() {
      return Duration.ofHours(1);
    }

    @Override
    public Fsync fsync() {
      return Fsync.NEVER;
    }

    @Override
    public MemorySize diskBudget() {
      return new MemorySize(BigInteger.ZERO);
    }

    @Override
    public MemorySize buffer() {
      return new MemorySize(BigInteger.valueOf(1_000_000));
    }
  }

  private String fault(String... keysAndValues) {
    Feeds feeds = feeds(keysAndValues);
    return String.valueOf(assertThrows(IllegalArgumentException.class, feeds::start).getMessage());
  }

  private Path recording() throws Exception {
    return Files.writeString(folder.resolve("frames.json"), "{\"e\":\"none\"}\n");
  }

  @Test
  void namesTheTypeThatIsMissingOrUnknown() {
    assertEquals(
        "tickgate.feeds.x.type: missing; one of live, replay, simulator",
        fault("x.path", "a.json"));
    assertEquals(
        "tickgate.feeds.x.type: 'alive' is not one of live, replay, simulator",
        fault("x.type", "alive"));
  }

  @Test
  void namesThePathThatIsMissingOrLeadsNowhere() {
    assertEquals("tickgate.feeds.x.path: missing", fault("x.type", "replay"));
    Path none = folder.resolve("none.json");
    assertEquals(
        "tickgate.feeds.x.path: no file matches " + none,
        fault("x.type", "replay", "x.path", none.toString()));
    assertEquals(
        "tickgate.feeds.x.path: no file matches " + folder + "/*.gz",
        fault("x.type", "replay", "x.path", folder + "/*.gz"));
    assertEquals(
        "tickgate.feeds.x.path: no resource classpath:feeds/none.gz",
        fault("x.type", "replay", "x.path", "classpath:feeds/none.gz"));
  }

  @Test
  void namesTheSpeedThatIsNone() {
    for (String speed : new String[] {"0", "-1", "fast", "1e3", "NaN", "Infinity", "1."}) {
      assertEquals(
          "tickgate.feeds.x.speed: '" + speed + "' is not a positive number or max",
          fault("x.type", "replay", "x.path", "a", "x.speed", speed));
    }
  }

  @Test
  void namesTheVenueThatIsUnknownOrNeeded() throws Exception {
    assertEquals(
        "tickgate.feeds.x.venue: 'nyse' is none of " + VENUES,
        fault("x.type", "replay", "x.path", "a", "x.venue", "nyse"));
    Path bare = recording();
    assertEquals(
        "tickgate.feeds.x.venue: " + bare + " doesn't tell its venue; set one of " + VENUES,
        fault("x.type", "replay", "x.path", bare.toString()));
  }

  @Test
  void namesWhatASimulatorCantDo() {
    assertEquals(
        "tickgate.feeds.x.rate: 200001 is not 1 to 200000",
        fault("x.type", "simulator", "x.rate", "200001"));
    assertEquals(
        "tickgate.feeds.x.rate: 0 is not 1 to 200000", fault("x.type", "simulator", "x.rate", "0"));
    assertEquals(
        "tickgate.feeds.x.rate: 'many' is not a whole number",
        fault("x.type", "simulator", "x.rate", "many"));
    assertEquals(
        "tickgate.feeds.x.symbols: 10001 is not 1 to 10000",
        fault("x.type", "simulator", "x.symbols", "10001"));
    assertEquals(
        "tickgate.feeds.x.seed: 'x' is not a whole number",
        fault("x.type", "simulator", "x.seed", "x"));
    assertEquals(
        "tickgate.feeds.x.depth: 26 is not 1 to 25", fault("x.type", "simulator", "x.depth", "26"));
    assertEquals(
        "tickgate.feeds.x.opening-rush: 'maybe' is neither true nor false",
        fault("x.type", "simulator", "x.opening-rush", "maybe"));
  }

  /** Each turn of the loop would be another connection, recorded for ever. */
  @Test
  void namesTheRecordOfALoop() throws Exception {
    assertEquals(
        "tickgate.feeds.x.record: a replay that loops can't be recorded",
        fault(
            "x.type",
            "replay",
            "x.path",
            recording().toString(),
            "x.venue",
            "binance",
            "x.loop",
            "true",
            "x.record",
            "true"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "venue | nyse | 'nyse' is none of [" + VENUES + "]",
        "url | http://x | 'http://x' is no ws or wss address",
        "url | ws:x | 'ws:x' is no ws or wss address",
        "rest-url | ws://x | 'ws://x' is no http or https address",
        "symbols | BTC/USD,* | '*': a symbol holds only letters, digits and . - _ / :",
        "channels | book,bar | 'bar' is not ticker, quote, trade or book",
        "subscribe | some | 'some' is neither all nor on-demand",
      })
  void namesWhatALiveFeedCantDo(String key, String value, String fault) {
    Map<String, String> keys =
        new TreeMap<>(Map.of("type", "live", "venue", "kraken", "symbols", "BTC/USD"));
    keys.put(key, value);
    String[] all =
        keys.entrySet().stream()
            .flatMap(each -> Stream.of("x." + each.getKey(), each.getValue()))
            .toArray(String[]::new);
    assertEquals("tickgate.feeds.x." + key + ": " + fault, fault(all));
  }

  @Test
  void namesWhatALiveFeedLacks() {
    assertEquals("tickgate.feeds.x.venue: missing", fault("x.type", "live"));
    assertEquals("tickgate.feeds.x.symbols: missing", fault("x.type", "live", "x.venue", "kraken"));
  }

  @Test
  void leavesOutWhatIsSwitchedOff() {
    Feeds feeds = feeds("x.enabled", "false", "x.type", "nonsense", "y.enabled", "false");
    feeds.start();
    feeds.stop();
    assertTrue(books.feeds().isEmpty());
  }
}
