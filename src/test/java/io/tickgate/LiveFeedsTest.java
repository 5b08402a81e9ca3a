package io.tickgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tickgate.adapter.live.TestVenue;
import io.tickgate.book.BookLimits;
import io.tickgate.book.BookVersion;
import io.tickgate.book.Books;
import io.tickgate.book.QuoteVersion;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.Watcher;
import io.tickgate.market.FeedState;
import io.tickgate.ops.FeedMeters;
import io.tickgate.security.PemPair;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A live feed from its keys to the books, over real sockets. */
class LiveFeedsTest {
  private static final String DEPTH =
      "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1700000000000,"
          + "\"s\":\"BTCUSDT\",\"U\":%d,\"u\":%d,\"b\":[[\"%s\",\"1\"]],\"a\":[]}}";
  private static final String SNAPSHOT =
      "{\"lastUpdateId\":%d,\"bids\":[[\"10\",\"1\"]],\"asks\":[[\"20\",\"1\"]]}";

  @TempDir Path folder;

  private final Map<String, String> more = new HashMap<>();

  private final Books books = new Books(BookLimits.defaults(), InstantSource.system());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Vertx vertx = Vertx.vertx();
  private TestVenue venue;
  private Feeds feeds;

  @BeforeEach
  void open() throws Exception {
    venue = new TestVenue(vertx);
  }

  @AfterEach
  void stop() throws Exception {
    feeds.stop();
    venue.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  /** What makes live feeds where there are none. */
  static LiveFeeds unconnected() {
    return new LiveFeeds(
        config(Map.of()).getConfigMapping(LiveConfig.class),
        () -> {
          throw new IllegalStateException("no feed is live here");
        });
  }

  private static SmallRyeConfig config(Map<String, String> keys) {
    return new SmallRyeConfigBuilder()
        .withMapping(FeedsConfig.class)
        .withMapping(RecordConfig.class)
        .withMapping(LiveConfig.class)
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(keys, "test", 500))
        .build();
  }

  private void start(String name, String symbols, String... more) {
    Map<String, String> keys = new HashMap<>(this.more);
    keys.put("tickgate.record.folder", folder.toString());
    String feed = "tickgate.feeds.x.";
    keys.put(feed + "type", "live");
    keys.put(feed + "venue", name);
    keys.put(feed + "symbols", symbols);
    keys.put(feed + "url", venue.url() + "/stream");
    keys.put(feed + "rest-url", venue.restUrl());
    for (int i = 0; i < more.length; i += 2) {
      keys.put(feed + more[i], more[i + 1]);
    }
    SmallRyeConfig config = config(keys);
    feeds =
        new Feeds(
            config.getConfigMapping(FeedsConfig.class),
            config.getConfigMapping(RecordConfig.class),
            books,
            new FeedMeters(registry, books, InstantSource.system()),
            InstantSource.system(),
            new LiveFeeds(config.getConfigMapping(LiveConfig.class), () -> vertx));
    feeds.start();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + 15_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not in time: " + what);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private SymbolBook book(String name) {
    await(name + " is known", () -> books.find(name) != null);
    return Objects.requireNonNull(books.find(name));
  }

  private FeedState state() {
    return books.feeds().get(0).state();
  }

  private static String levels(SymbolBook book) {
    BookVersion version = book.book();
    return version == null
        ? "none"
        : (version.stale() ? "stale " : "good ")
            + version.bids(9).get(0).price()
            + "/"
            + version.asks(9).get(0).price();
  }

  /** Reads the connection's one request and grants it. */
  private static void grant(TestVenue.Peer peer, int id) throws Exception {
    assertEquals(
        "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@depth@100ms\"],\"id\":" + id + "}",
        peer.next());
    peer.say("{\"result\":null,\"id\":" + id + "}");
  }

  @Test
  void aBookComesAliveGoesStaleAndComesBack() throws Exception {
    venue.rest = uri -> SNAPSHOT.formatted(5);
    start("binance", "BTCUSDT", "channels", "book", "record", "true");
    SymbolBook book = book("binance:BTCUSDT");
    TestVenue.Peer first = venue.accept();
    grant(first, 1);
    await("live", () -> state() == FeedState.LIVE);
    assertEquals("good 10/20", levels(book));
    first.say(DEPTH.formatted(6, 7, "11"));
    await("the change", () -> levels(book).equals("good 11/20"));
    assertEquals("/api/v3/depth?symbol=BTCUSDT&limit=1000", venue.requests.get(0));
    assertEquals("tickgate", venue.agents.get(0));
    first.socket().close((short) 1012);
    await("down", () -> state() == FeedState.DOWN);
    assertEquals("closed by the venue with 1012", books.feeds().get(0).reason());
    await("stale", () -> levels(book).equals("stale 11/20"));
    assertTrue(Objects.requireNonNull(book.quote()).stale());
    TestVenue.Peer second = venue.accept();
    venue.rest = uri -> SNAPSHOT.formatted(50);
    grant(second, 2);
    await("live again", () -> levels(book).equals("good 10/20") && state() == FeedState.LIVE);
    assertEquals(false, Objects.requireNonNull(book.quote()).stale());
    second.say(DEPTH.formatted(90, 91, "12")); // a gap
    await("the gap is mended", () -> venue.requests.size() == 3);
    assertEquals(
        1.0,
        registry.get("tickgate.adapter.reconnects").tag("feed", "x").functionCounter().count());
    feeds.stop();
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aRefusedHandshakeIsBackedOffFromWithItsStatus() throws Exception {
    venue.refuse = 403;
    start("kraken", "BTC/USD");
    await("the reason", () -> books.feeds().get(0).reason().contains("403"));
    assertEquals("handshake refused with status 403", books.feeds().get(0).reason());
    assertEquals(FeedState.DOWN, state());
    venue.refuse = 0;
    venue.accept();
  }

  @Test
  void subscribesToWhatIsWatched() throws Exception {
    start("kraken", "BTC/USD,ETH/USD", "channels", "trade", "subscribe", "on-demand");
    TestVenue.Peer peer = venue.accept();
    assertEquals("{\"method\":\"ping\"}", peer.next());
    peer.say("{\"method\":\"pong\"}");
    await("live", () -> state() == FeedState.LIVE);
    SymbolBook book = book("kraken:ETH/USD");
    Watcher watcher = channels -> {};
    book.watch(watcher);
    String next = peer.next();
    while (next.contains("ping")) {
      peer.say("{\"method\":\"pong\"}");
      next = peer.next();
    }
    assertEquals(
        "{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"ETH/USD\"],"
            + "\"snapshot\":true},\"req_id\":1}",
        next);
  }

  @ParameterizedTest
  @CsvSource({
    "kraken, depth, 7, 'depth: 7 is none of 10, 25, 100, 500, 1000'",
    "kraken, depth, deep, 'depth: ''deep'' is not a number of levels'",
    "okx, depth, 10, 'depth: okx has one depth'",
    "coinbase, trades, single, 'trades: coinbase has one kind of trades'",
    "okx, symbols-per-connection, 0, 'symbols-per-connection: 0 is less than 1'",
  })
  void aWrongChoiceStopsTheStartNamingTheKey(String name, String key, String value, String fault) {
    IllegalArgumentException stop =
        assertThrows(IllegalArgumentException.class, () -> start(name, "A", key, value));
    assertEquals("tickgate.feeds.x." + fault, stop.getMessage());
  }

  @Test
  void choosesTheDepthAndTheKindOfTrades() throws Exception {
    start("kraken", "BTC/USD", "channels", "book", "depth", "10");
    TestVenue.Peer peer = venue.accept();
    String asked = peer.next();
    while (asked.contains("ping")) {
      asked = peer.next();
    }
    assertTrue(asked.contains("\"depth\":10,"), asked);
    feeds.stop();
    start("binance-usdm", "BTCUSDT", "channels", "trade", "trades", "single");
    assertTrue(venue.accept().next().contains("[\"btcusdt@trade\"]"));
  }

  /** What is lost with one of several connections is stale; the rest stays what it is. */
  @Test
  void spreadsSymbolsOverConnectionsThatFailByThemselves() throws Exception {
    start("binance", "BTCUSDT,ETHUSDT", "channels", "quote", "symbols-per-connection", "1");
    String quote =
        "{\"stream\":\"x@bookTicker\",\"data\":{\"u\":1,\"s\":\"%s\",\"b\":\"1\",\"B\":\"1\",\"a\":\"2\","
            + "\"A\":\"1\"}}";
    Map<String, TestVenue.Peer> peers = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      TestVenue.Peer peer = venue.accept();
      String symbol = peer.next().contains("btcusdt") ? "BTCUSDT" : "ETHUSDT";
      peer.say("{\"result\":null,\"id\":1}");
      peer.say(quote.formatted(symbol));
      peers.put(symbol, peer);
    }
    assertEquals(2, peers.size());
    await("live", () -> state() == FeedState.LIVE);
    await("quotes", () -> quoted("BTCUSDT").equals("fresh") && quoted("ETHUSDT").equals("fresh"));
    peers.get("ETHUSDT").socket().close((short) 1012);
    await("partly stale", () -> quoted("ETHUSDT").equals("stale"));
    assertEquals("fresh", quoted("BTCUSDT"));
    assertEquals(FeedState.STALE, state());
    assertEquals(
        "1 of 2 connections live: closed by the venue with 1012", books.feeds().get(0).reason());
    TestVenue.Peer back = venue.accept();
    back.next();
    back.say("{\"result\":null,\"id\":2}");
    back.say(quote.formatted("ETHUSDT"));
    await("live again", () -> state() == FeedState.LIVE && quoted("ETHUSDT").equals("fresh"));
  }

  /** A venue that nobody but the configuration vouches for. */
  @Test
  void trustsTheCertificatesThatItIsToldTo() throws Exception {
    PemPair.make(folder.resolve("tls"));
    venue.close();
    venue = TestVenue.secure(vertx, folder.resolve("tls"));
    venue.rest = uri -> SNAPSHOT.formatted(5);
    start("binance", "BTCUSDT", "channels", "book");
    await("the reason", () -> books.feeds().get(0).reason().contains("SSL"));
    assertEquals(FeedState.DOWN, state());
    feeds.stop();
    more.put(
        "tickgate.live.trust-certificates", folder.resolve("tls").resolve("cert.pem").toString());
    start("binance", "BTCUSDT", "channels", "book");
    TestVenue.Peer peer = venue.accept();
    grant(peer, 1);
    await("the snapshot", () -> levels(book("binance:BTCUSDT")).equals("good 10/20"));
  }

  @Test
  void aFileWithoutACertificateStopsTheStart() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    more.put("tickgate.live.trust-certificates", empty.toString());
    IllegalArgumentException stop =
        assertThrows(IllegalArgumentException.class, () -> start("okx", "A"));
    assertEquals(
        "tickgate.live.trust-certificates: '" + empty + "' holds no certificate",
        stop.getMessage());
    more.put("tickgate.live.trust-certificates", "/nowhere.pem");
    stop = assertThrows(IllegalArgumentException.class, () -> start("okx", "A"));
    assertTrue(
        stop.getMessage().startsWith("tickgate.live.trust-certificates: '/nowhere.pem'"),
        stop.getMessage());
  }

  private String quoted(String symbol) {
    SymbolBook book = books.find("binance:" + symbol);
    QuoteVersion quote = book == null ? null : book.quote();
    return quote == null ? "nothing" : quote.stale() ? "stale" : "fresh";
  }
}
