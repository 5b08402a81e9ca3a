package io.tickgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.BarInterval;
import io.tickgate.market.FeedState;
import io.tickgate.ops.FeedMeters;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feeds as the configuration names them, from its keys to the books. */
class RecordedFeedTest {
  @TempDir Path folder;

  /** What the feeds of a configuration leave in the books when they have ended. */
  private Books play(Map<String, String> keys) {
    Map<String, String> all = new HashMap<>(keys);
    all.put("tickgate.record.folder", folder.toString());
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(FeedsConfig.class)
            .withMapping(RecordConfig.class)
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(all, "test", 500))
            .build();
    Books books = new Books(BookLimits.defaults(), InstantSource.system());
    Feeds feeds =
        new Feeds(
            config.getConfigMapping(FeedsConfig.class),
            config.getConfigMapping(RecordConfig.class),
            books,
            new FeedMeters(new SimpleMeterRegistry(), books, InstantSource.system()),
            InstantSource.system(),
            LiveFeedsTest.unconnected());
    feeds.start();
    long end = System.nanoTime() + 30_000_000_000L;
    while (books.feeds().stream().anyMatch(feed -> running(feed)) && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    feeds.stop();
    return books;
  }

  private static boolean running(Feed feed) {
    return feed.state() != FeedState.ENDED;
  }

  private static Map<String, String> replay(String path) {
    return Map.of(
        "tickgate.feeds.a.type", "replay",
        "tickgate.feeds.a.path", path,
        "tickgate.feeds.a.speed", "max");
  }

  private static Map<String, String> with(Map<String, String> keys, String key, String value) {
    Map<String, String> more = new HashMap<>(keys);
    more.put(key, value);
    return more;
  }

  private static String state(Books books) {
    Map<String, String> lines = new TreeMap<>();
    for (SymbolBook book : books.symbols()) {
      String text =
          book.trades().head()
              + " trades, "
              + book.ticker().day().volume()
              + " at "
              + book.ticker().day().vwap()
              + ", top "
              + book.ticker().top()
              + ", bids "
              + book.book().bids(100)
              + ", asks "
              + book.book().asks(100)
              + ", bars "
              + book.bars(BarInterval.S1).history().head();
      lines.put(book.symbol().name(), text);
    }
    return lines.toString();
  }

  @ParameterizedTest
  @CsvSource({"sim-coinbase,5", "sim-kraken,4", "sim-binance-usdm,4"})
  void shippedRecordingPlaysToItsEnd(String name, int symbols) {
    Books books = play(replay("classpath:feeds/" + name + ".tickgate.ndjson.gz"));
    assertEquals(symbols, books.symbols().size());
    for (SymbolBook book : books.symbols()) {
      assertTrue(book.trades().head() > 20, book.symbol() + " has " + book.trades().head());
      assertEquals(false, book.book().stale(), "checksums and sequences hold");
    }
  }

  @ParameterizedTest
  @CsvSource({"sim-coinbase", "sim-kraken", "sim-binance-usdm"})
  void whatWasRecordedReplaysToTheSameState(String name) {
    Map<String, String> keys = replay("classpath:feeds/" + name + ".tickgate.ndjson.gz");
    String first = state(play(with(keys, "tickgate.feeds.a.record", "true")));
    assertTrue(first.length() > 1_000, first);
    assertEquals(first, state(play(replay(folder.resolve("*.gz").toString()))));
  }

  @Test
  void onlyTheSymbolsThatAreAskedForComeIn() {
    Map<String, String> keys = replay("classpath:feeds/sim-coinbase.tickgate.ndjson.gz");
    Books books = play(with(keys, "tickgate.feeds.a.symbols", "BTC-USD, *K-USD"));
    assertEquals(
        "[coinbase:BTC-USD, coinbase:LINK-USD]",
        books.symbols().stream().map(book -> book.symbol().name()).sorted().toList().toString());
  }

  @Test
  void feedThatIsSwitchedOffIsNotMade() {
    Map<String, String> keys = replay("nowhere");
    assertEquals(0, play(with(keys, "tickgate.feeds.a.enabled", "false")).feeds().size());
  }

  @ParameterizedTest
  @CsvSource({
    "tickgate.feeds.a.type, kafka",
    "tickgate.feeds.a.speed, fast",
    "tickgate.feeds.a.speed, -1",
    "tickgate.feeds.a.venue, nasdaq",
    "tickgate.feeds.a.path, /nowhere/*.gz",
  })
  void wrongValueStopsTheStartNamingTheKey(String key, String value) {
    Map<String, String> keys =
        with(replay("classpath:feeds/sim-kraken.tickgate.ndjson.gz"), key, value);
    Exception fault = assertThrows(IllegalArgumentException.class, () -> play(keys));
    assertTrue(fault.getMessage().startsWith(key + ": "), fault.getMessage());
  }
}
