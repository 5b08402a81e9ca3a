package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.adapter.replay.Deck;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.book.BookVersion;
import io.tickgate.book.Books;
import io.tickgate.book.PlayedBooks;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.FeedState;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Symbol;
import io.tickgate.venueserver.Fault;
import io.tickgate.venueserver.Faults;
import io.tickgate.venueserver.VenueServer;
import io.tickgate.venueserver.VenueServerSettings;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a venue does wrong, seen by a client of the gateway: each fault in each dialect of the local
 * venue ends in books that are equal to the venue's, soon and with the right notices. Truth is what
 * a replay of the same recording up to the same moment makes, without any connection.
 */
@QuarkusTest
@TestProfile(VenueFaultsTest.Profile.class)
@Timeout(240)
class VenueFaultsTest {
  private static final Map<String, String> FILES =
      Map.of(
          "coinbase", "feeds/sim-coinbase.tickgate.ndjson.gz",
          "kraken", "feeds/sim-kraken.tickgate.ndjson.gz",
          "binance-usdm", "feeds/sim-binance-usdm.tickgate.ndjson.gz");

  private static final Duration SLOW = Duration.ofMillis(500);

  /**
   * Messages that go by until a book is right again: a subscription or a REST answer away, or five
   * seconds more where the book was renewed just before. Some 100 a second go by.
   */
  private static final int MOST_OF_A_RESYNC = 900;

  /** The same where the connection has to be noticed as dead and made anew: some seconds. */
  private static final int MOST_OF_A_RECONNECT = 1_500;

  /** A fault that isn't noticed within some seconds befell what nobody can see. */
  private static final int MOST_UNNOTICED = 300;

  private static final int MOST_ORDERS = 3;

  @Inject Books books;
  @Inject MeterRegistry registry;

  /** Three live feeds of venues that aren't there yet. */
  public static class Profile extends ProtocolProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> keys = new HashMap<>();
      keys.put("tickgate.live.max-backoff", "100ms");
      keys.put("tickgate.live.renew-books", "2s");
      feed(keys, "coinbase", "/", "BTC-USD,ETH-USD,SOL-USD,XRP-USD,LINK-USD");
      feed(keys, "kraken", "/v2", "BTC/USD,ETH/USD,ADA/USD,DOGE/USD");
      keys.put("tickgate.feeds.kraken.depth", "10");
      feed(keys, "binance-usdm", "/stream", "BTCUSDT,ETHUSDT,SOLUSDT,AVAXUSDT");
      keys.put("tickgate.feeds.binance-usdm.trades", "single");
      keys.put("tickgate.feeds.binance-usdm.channels", "quote,trade,book");
      return keys;
    }

    private static void feed(Map<String, String> keys, String venue, String path, String symbols) {
      String feed = "tickgate.feeds." + venue + ".";
      int port = freePort();
      keys.put(feed + "type", "live");
      keys.put(feed + "venue", venue);
      keys.put(feed + "symbols", symbols);
      keys.put(feed + "heartbeat", "2s"); // a busy machine is no silent venue
      keys.put(feed + "url", "ws://127.0.0.1:" + port + path);
      keys.put(feed + "rest-url", "http://127.0.0.1:" + port);
    }

    private static int freePort() {
      try (ServerSocket socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** All at once, for most of it is waiting. */
  @Test
  void eachFaultOfEachDialectEndsInACorrectBook() {
    List<CompletableFuture<Void>> scenes = new ArrayList<>();
    for (String venue : FILES.keySet()) {
      scenes.add(CompletableFuture.runAsync(() -> play(venue), task -> thread(venue, task)));
    }
    CompletableFuture.allOf(scenes.toArray(CompletableFuture[]::new)).join();
  }

  private static void thread(String venue, Runnable task) {
    new Thread(task, "scene-" + venue).start();
  }

  private void play(String venue) {
    try (Scene scene = new Scene(venue)) {
      scene.begin();
      for (Fault fault : Fault.values()) {
        scene.play(fault);
      }
      scene.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    assertTrue(soon(condition, 60), () -> "not in time: " + what);
  }

  private static boolean soon(BooleanSupplier condition, int seconds) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(5_000_000);
    }
    return true;
  }

  /** One venue, its feed and a client that watches all of its symbols. */
  private final class Scene implements AutoCloseable {
    private final String venue;
    private final List<Symbol> symbols = new ArrayList<>();
    private final List<Long> times;
    private final Faults faults = new Faults(7);
    private final VenueServer server;
    private final StreamClient client = StreamClient.connect();
    private final Map<Symbol, ClientBook> seen = new HashMap<>();
    private Deck deck;

    Scene(String venue) throws IOException {
      this.venue = venue;
      String feed = "tickgate.feeds." + venue + ".";
      var config = ConfigProvider.getConfig();
      for (String name : config.getValue(feed + "symbols", String.class).split(",")) {
        symbols.add(Symbol.of(venue, name));
      }
      times = times(FILES.get(venue));
      int port = URI.create(config.getValue(feed + "url", String.class)).getPort();
      server =
          VenueServer.ofRecording(
              new VenueServerSettings(
                  "127.0.0.1", port, 8, 16 << 20, false, true, Duration.ofSeconds(1), false, SLOW),
              venue,
              recording(ReplaySettings.Span.ALL, "1"),
              faults);
    }

    private ReplaySettings recording(ReplaySettings.Span part, String speed) {
      return new ReplaySettings(
          "venue", "classpath:" + FILES.get(venue), venue, speed, false, part);
    }

    /** Starts the venue and waits for its books; then the venue stands still. */
    void begin() throws IOException {
      server.start();
      deck = Objects.requireNonNull(server.deck());
      for (String channel : List.of("ticker", "trade", "book")) {
        String depth = channel.equals("book") ? ",'depth':100" : "";
        client.subscribeWith(channel, "'intervalMs':0" + depth, symbols.toArray(Symbol[]::new));
      }
      symbols.forEach(symbol -> seen.put(symbol, new ClientBook()));
      await(venue + " is live", () -> recovered() && symbols.stream().allMatch(this::known));
      standCorrect("at the start");
    }

    private boolean known(Symbol symbol) {
      return book(symbol).book() != null && book(symbol).trades().head() > 0;
    }

    /** Orders a fault, lets the market go on until it is over, and compares everything. */
    void play(Fault fault) {
      if (fault == Fault.BAD_CHECKSUM && !venue.equals("kraken")) {
        return; // the others send none
      }
      int from = client.messages().size();
      Effect effect = effect(fault);
      double before = effect.meter == null ? 0 : count(effect.meter);
      faults.once(fault);
      if (fault == Fault.SLOW_SNAPSHOT) {
        faults.once(Fault.DROP); // so that a snapshot is asked for
      }
      long happened = faults.happened().get(fault);
      deck.play();
      await(fault + " at " + venue, () -> faults.happened().get(fault) > happened);
      long start = noticed(fault, effect, before);
      await(
          venue + " recovers from " + fault,
          () -> recovered() && (!effect.reconnects() || hasReturned(from)));
      long messages = messagesSince(start);
      System.out.printf("%s %s: %d messages%n", venue, fault.text(), messages);
      assertTrue(messages <= effect.most, venue + " " + fault + " took " + messages + " messages");
      standCorrect("after " + fault);
      checkNotices(fault, effect, from);
    }

    /**
     * Waits until the gateway has noticed the fault. One may befall what nobody can see, such as a
     * level that the next change sets anew; then it is ordered again.
     *
     * @return when the one that was noticed happened
     */
    private long noticed(Fault fault, Effect effect, double before) {
      int orders = effect.reconnects() ? 1 : MOST_ORDERS;
      int patience = effect.reconnects() ? effect.most : MOST_UNNOTICED;
      for (int order = 1; ; order++) {
        long start = deck.display().position();
        if (effect.meter == null) {
          return start;
        }
        await(
            venue + " " + fault + " counts in " + effect.meter,
            () -> count(effect.meter) > before || messagesSince(start) > patience);
        if (count(effect.meter) > before) {
          return start;
        }
        assertTrue(order < orders, venue + " never noticed " + fault);
        faults.once(fault);
      }
    }

    /** Messages of the venue from then to now. */
    private long messagesSince(long start) {
      long now = deck.display().position();
      return times.stream().filter(time -> time > start && time <= now).count();
    }

    private Effect effect(Fault fault) {
      boolean blind = venue.equals("coinbase"); // numbers no changes, sends no checksums
      return switch (fault) {
        case DROP, STALL, SLOW_SNAPSHOT, MAINTENANCE ->
            new Effect("reconnects", MOST_OF_A_RECONNECT);
        case GARBAGE -> new Effect("broken", 100);
        case DUPLICATE -> new Effect(null, 100);
        case GAP, REORDER, BAD_CHECKSUM ->
            blind ? new Effect(null, 100) : new Effect("resyncs", MOST_OF_A_RESYNC);
      };
    }

    /** What the client was told: no more and no less. */
    private void checkNotices(Fault fault, Effect effect, int from) {
      String what = venue + " " + fault;
      List<String> states = states(from);
      boolean reconnected = effect.reconnects();
      if (reconnected) {
        assertEquals("live", states.get(states.size() - 1), what + states);
        assertFalse(states.get(0).equals("live"), what + states);
      } else {
        assertEquals(List.of(), states, what);
      }
      int stale = 0;
      for (Symbol symbol : symbols) {
        stale += stale("book", symbol, from) ? 1 : 0;
        assertTrue(!reconnected || stale("ticker", symbol, from), what + " " + symbol);
      }
      int expected = reconnected ? symbols.size() : "resyncs".equals(effect.meter) ? 1 : 0;
      assertEquals(expected, stale, what + ": symbols with a stale book");
    }

    /** What the client was told of the feed's state since then. */
    private List<String> states(int from) {
      List<JsonNode> messages = client.messages();
      List<String> states = new ArrayList<>();
      for (JsonNode message : messages.subList(from, messages.size())) {
        if (message.path("code").asText().equals("feed")
            && message.path("feed").asText().equals(venue)) {
          states.add(message.path("state").asText());
        }
      }
      return states;
    }

    /** Whether the client knows that the feed was gone and is back. */
    private boolean hasReturned(int from) {
      List<String> states = states(from);
      return states.size() > 1 && states.get(states.size() - 1).equals("live");
    }

    private boolean stale(String channel, Symbol symbol, int from) {
      return client.elements(channel, symbol).stream()
          .anyMatch(element -> element.message() >= from && element.flag("stale"));
    }

    /** Plays what is left, and compares for the last time. */
    void end() {
      deck.speed("max");
      deck.play();
      await(venue + " ends", () -> deck.display().state() == Deck.State.ENDED);
      compare(recording(ReplaySettings.Span.ALL, "max"), "at the end");
      PlayedBooks all = truth(recording(ReplaySettings.Span.ALL, "max"));
      long missed = 0;
      for (Symbol symbol : symbols) {
        long got = client.elements("trade", symbol).stream().map(Element::seq).distinct().count();
        long gaps = 0;
        for (JsonNode notice : client.messages("notice")) {
          boolean mine = notice.path("symbol").asText().equals(symbol.name());
          gaps += mine ? notice.path("missed").asLong() : 0;
        }
        // the first trade it got is where it started
        long first = client.elements("trade", symbol).get(0).seq() - 1;
        long trades = Objects.requireNonNull(all.books().find(symbol.name())).trades().head();
        await(symbol + " has " + trades + " trades", () -> book(symbol).trades().head() == trades);
        assertEquals(trades, first + got + gaps, symbol + " trades");
        missed += gaps;
      }
      assertTrue(missed > 0, "no trade went by while the connection was gone");
    }

    private SymbolBook book(Symbol symbol) {
      return Objects.requireNonNull(books.find(symbol.name()), symbol.name());
    }

    private double count(String meter) {
      return registry.get("tickgate.adapter." + meter).tag("feed", venue).functionCounter().count();
    }

    private boolean recovered() {
      boolean live =
          books.feeds().stream()
              .anyMatch(feed -> feed.id().equals(venue) && feed.state() == FeedState.LIVE);
      return live && symbols.stream().noneMatch(symbol -> book(symbol).stale());
    }

    /** Stops the market and compares; some events share a time, and it may stop between them. */
    private void standCorrect(String when) {
      for (int attempt = 0; attempt < 3; attempt++) {
        deck.pause();
        long position = deck.display().position();
        PlayedBooks truth = truth(upTo(position));
        if (soon(() -> differences(truth).isEmpty(), 5)) {
          return;
        }
        deck.play();
        LockSupport.parkNanos(20_000_000);
      }
      deck.pause();
      compare(upTo(deck.display().position()), when);
    }

    private ReplaySettings upTo(long position) {
      return recording(new ReplaySettings.Span(times.get(0), position), "max");
    }

    private void compare(ReplaySettings part, String when) {
      PlayedBooks truth = truth(part);
      soon(() -> differences(truth).isEmpty(), 10);
      assertEquals(List.of(), differences(truth), venue + " " + when);
    }

    private PlayedBooks truth(ReplaySettings part) {
      return PlayedBooks.play(part);
    }

    private List<String> differences(PlayedBooks truth) {
      List<String> wrong = new ArrayList<>();
      for (Symbol symbol : symbols) {
        SymbolBook want = Objects.requireNonNull(truth.books().find(symbol.name()));
        SymbolBook got = book(symbol);
        ClientBook client = seen.get(symbol);
        client.take(this.client.elements("book", symbol));
        differ(wrong, symbol + " gateway", levels(want), levels(got));
        differ(wrong, symbol + " client", levels(want), client.text());
      }
      return wrong;
    }

    private static void differ(List<String> wrong, String what, Object want, Object got) {
      if (!want.equals(got)) {
        wrong.add(what + " should be " + want + " but is " + got);
      }
    }

    private static String levels(SymbolBook book) {
      BookVersion version = Objects.requireNonNull(book.book());
      return (version.stale() ? "stale " : "")
          + text(version.bids(100))
          + " "
          + text(version.asks(100));
    }

    private static List<String> text(List<PriceLevel> levels) {
      return levels.stream().map(level -> level.price() + " " + level.size()).toList();
    }

    @Override
    public void close() {
      client.close();
      server.stop();
    }
  }

  /**
   * What a fault comes to.
   *
   * @param meter that counts it, or null
   * @param most messages of the venue until all books are right again
   */
  private record Effect(String meter, int most) {
    boolean reconnects() {
      return "reconnects".equals(meter);
    }
  }

  /** When the messages of a recording came. */
  private static List<Long> times(String file) throws IOException {
    List<Long> times = new ArrayList<>();
    ClassLoader loader = VenueFaultsTest.class.getClassLoader();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(loader.getResourceAsStream(file)), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.startsWith(",\"in\":", Math.max(0, line.indexOf(',')))) {
          times.add(Long.parseLong(line, "{\"rx\":".length(), line.indexOf(','), 10));
        }
      }
    }
    return times;
  }
}
