package io.tickgate.adapter.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.adapter.venue.StreamChoice;
import io.tickgate.adapter.venue.StreamChoice.Trades;
import io.tickgate.adapter.venue.recorded.Recording;
import io.tickgate.book.CheckedFeed;
import io.tickgate.book.ExpectedBooks;
import io.tickgate.market.Channel;
import io.tickgate.venueserver.Faults;
import io.tickgate.venueserver.VenueServer;
import io.tickgate.venueserver.VenueServerSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real recordings through a socket, a live session and its decoder into books: every number equals
 * what was computed independently. The local venue serves those of the venues that it speaks for;
 * for Bitstamp, OKX and Coinbase Advanced Trade a socket grants what is asked for in the venue's
 * words and then says all that was recorded. Kraken's version 1 is no live session's language; its
 * recordings are among these as version 2.
 */
class RecordedSessionsTest {
  /** Of the session: waits of a second are over in a tenth, and no silence is too long. */
  private static final int SPEED = 10;

  private static final long BEAT_MILLIS = 3_600_000;

  private final Vertx vertx = Vertx.vertx();
  private final LiveCounters counters = new LiveCounters();
  private LiveAdapter adapter;

  @AfterEach
  void close() throws Exception {
    if (adapter != null) {
      adapter.stop();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** Books that say, when nothing new came for a tick, what they lack. */
  private static final class ComparedBooks extends CheckedFeed {
    private final ExpectedBooks expected;
    private volatile List<String> differences = List.of("nothing came");
    private long ticks;

    ComparedBooks(ExpectedBooks expected) {
      this.expected = expected;
    }

    @Override
    public void onTime(long now) {
      super.onTime(now);
      if (feed().ticks() == ticks) {
        differences = expected.differences(this);
      }
      ticks = feed().ticks();
    }
  }

  private static final class FastClock implements LiveClock {
    @Override
    public long nanos() {
      return System.nanoTime() * SPEED;
    }

    @Override
    public long micros() {
      return LiveClock.SYSTEM.micros();
    }
  }

  private record Asked(
      String venue, List<String> symbols, Set<Channel> channels, StreamChoice choice) {}

  private ComparedBooks start(String name, Asked asked, String url, String restUrl)
      throws IOException {
    ComparedBooks books = new ComparedBooks(ExpectedBooks.of(name));
    LiveSettings settings =
        new LiveSettings(
            "test",
            asked.venue,
            Optional.of(url),
            Optional.of(restUrl),
            asked.symbols,
            0,
            asked.channels,
            asked.choice,
            false,
            Optional.of(BEAT_MILLIS),
            1_000,
            BEAT_MILLIS);
    adapter =
        new LiveAdapter(
            settings,
            (ticks, resync) -> Decoders.create(asked.venue, ticks, books.counters(), resync),
            new LiveAdapter.Outlet(books, books, counters),
            new VertxUplink(
                vertx, new UplinkSettings(5_000, 16 << 20, false, "tickgate", List.of())),
            new FastClock());
    adapter.start();
    return books;
  }

  private void assertAllThere(ComparedBooks books) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!books.differences.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(5_000_000);
    }
    assertEquals(List.of(), books.differences);
    adapter.stop();
    assertEquals(List.of(), books.expected.differences(books), "after the end");
    assertTrue(books.expected.symbols().size() > 0, "nothing was compared");
    assertEquals(0, books.counters().broken.sum(), "broken frames");
    assertEquals(0, books.counters().errors.sum(), "errors");
    assertEquals(0, books.counters().resyncs.sum(), "resyncs");
    assertEquals(0, counters.refused.sum(), "refused");
    assertEquals(0, counters.reconnects.sum(), "reconnects");
  }

  /** {@code symbols} only where their order is that of the recorded answers by REST. */
  @ParameterizedTest
  @CsvSource({
    "coinbase-exchange_2021-04-17_a.cf.txt.gz, 0, USUAL, ''",
    "kraken-v2-shaped_2021-04-17_book100.jsonl.gz, 0, USUAL, ''",
    "kraken-v2_btc-usd_2026-08-24_book10.jsonl, 10, USUAL, ''",
    "binance-spot_2021-10-12_ws.cf.txt.gz + binance-spot_2021-10-12_http.cf.txt.gz, 0, AGGREGATED,"
        + " NKNUSDT BLZETH LRCBTC RUNEEUR",
    "binance-usdm_2021-07-22_ws.cf.txt.gz + binance-usdm_2021-07-22_http.cf.txt.gz, 0, USUAL,"
        + " SUSHIUSDT AKROUSDT KEEPUSDT CTKUSDT",
    "binance-spot_btcusdt_2024-08-08.hb.txt.gz, 0, USUAL, ''",
    "binance-usdm_btcusdt_2024-08-08.hb.txt.gz, 0, SINGLE, ''",
    "binance-coinm_ethusd_perp_2024-08-08.hb.txt.gz, 0, SINGLE, ''",
  })
  void comesWholeFromTheLocalVenue(String file, int depth, Trades trades, String symbols)
      throws Exception {
    String name = "raw/" + file;
    ExpectedBooks expected = ExpectedBooks.of(name);
    String venue = ExpectedBooks.venue(name);
    boolean binance = venue.startsWith("binance");
    VenueServer server =
        VenueServer.ofRecording(
            new VenueServerSettings(
                "127.0.0.1",
                0,
                4,
                8 << 20,
                false,
                true,
                Duration.ofMillis(500),
                true,
                Duration.ZERO),
            venue,
            new ReplaySettings("venue", ExpectedBooks.path(name), venue, "max", false),
            new Faults(1));
    server.start();
    try {
      String address = "127.0.0.1:" + server.port();
      String path = binance ? "/stream" : venue.equals("kraken") ? "/v2" : "/";
      Asked asked =
          new Asked(
              venue,
              symbols.isEmpty() ? expected.symbols() : Arrays.asList(symbols.split(" ")),
              binance
                  ? EnumSet.of(Channel.QUOTE, Channel.TRADE, Channel.BOOK)
                  : EnumSet.of(Channel.TICKER, Channel.TRADE, Channel.BOOK),
              new StreamChoice(depth, trades));
      assertAllThere(start(name, asked, "ws://" + address + path, "http://" + address));
    } finally {
      server.stop();
    }
  }

  /** What a venue grants. */
  @FunctionalInterface
  private interface Grant {
    /** The answers to a request. */
    List<String> of(String request);
  }

  /** Answers requests until so many subscriptions were asked for. */
  private static void grant(TestVenue.Peer peer, int requests, String word, Grant grant)
      throws InterruptedException {
    for (int granted = 0; granted < requests; ) {
      String request = peer.next();
      granted += request.contains(word) ? 1 : 0;
      grant.of(request).forEach(peer::say);
    }
  }

  private static List<String> frames(String file, String without) throws IOException {
    List<String> frames = new ArrayList<>(Recording.of("raw/" + file).frames());
    frames.removeIf(frame -> frame.contains(without));
    return frames;
  }

  @Test
  void bitstampComesWhole() throws Exception {
    String name = "raw/bitstamp_2022-01-05_ws.cf.txt.gz + bitstamp_2022-01-05_http.cf.txt.gz";
    List<String> symbols = ExpectedBooks.of(name).symbols();
    List<String> answers =
        Recording.of("raw/bitstamp_2022-01-05_http.cf.txt.gz").lines().stream()
            .filter(line -> line.contains(" -> "))
            .toList();
    Pattern channel = Pattern.compile("\"channel\":\"([^\"]+)\"");
    try (TestVenue venue = new TestVenue(vertx)) {
      venue.rest =
          uri ->
              answers.stream()
                  .filter(line -> line.contains(uri.substring(0, uri.length() - 1) + " "))
                  .map(line -> line.substring(line.indexOf('{')))
                  .findFirst()
                  .orElse("404");
      EnumSet<Channel> channels = EnumSet.of(Channel.TRADE, Channel.BOOK);
      ComparedBooks books =
          start(
              name,
              new Asked("bitstamp", symbols, channels, StreamChoice.USUAL),
              venue.url(),
              venue.restUrl());
      TestVenue.Peer peer = venue.accept();
      grant(
          peer,
          2 * symbols.size(),
          "bts:subscribe",
          request -> {
            Matcher of = channel.matcher(request);
            return of.find()
                ? List.of(
                    "{\"event\":\"bts:subscription_succeeded\",\"channel\":\""
                        + of.group(1)
                        + "\",\"data\":{}}")
                : List.of();
          });
      // its times can't tell whether a change that came before the snapshot follows it
      while (venue.requests.size() < symbols.size()) {
        LockSupport.parkNanos(5_000_000);
      }
      frames("bitstamp_2022-01-05_ws.cf.txt.gz", "bts:").forEach(peer::say);
      assertAllThere(books);
      assertEquals(symbols.size(), venue.requests.size(), "a snapshot a symbol");
    }
  }

  @Test
  void okxComesWhole() throws Exception {
    String name = "raw/okx_2022-05-13_ws.cf.txt.gz";
    Pattern argument = Pattern.compile("\\{\"channel\":\"[^}]+\\}");
    try (TestVenue venue = new TestVenue(vertx)) {
      EnumSet<Channel> channels = EnumSet.of(Channel.TICKER, Channel.TRADE, Channel.BOOK);
      List<String> symbols = ExpectedBooks.of(name).symbols();
      Asked asked = new Asked("okx", symbols, channels, StreamChoice.USUAL);
      ComparedBooks books = start(name, asked, venue.url(), venue.restUrl());
      TestVenue.Peer peer = venue.accept();
      grant(
          peer,
          channels.size(),
          "\"subscribe\"",
          request ->
              argument
                  .matcher(request)
                  .results()
                  .map(of -> "{\"event\":\"subscribe\",\"arg\":" + of.group() + "}")
                  .toList());
      frames("okx_2022-05-13_ws.cf.txt.gz", "\"event\"").forEach(peer::say);
      assertAllThere(books);
    }
  }

  /** The acknowledgement is counted among the frames, so the recorded one is the answer. */
  @Test
  void coinbaseAdvancedTradeComesWhole() throws Exception {
    String file = "coinbase-at_btc-usd_2026-08-24_l2.jsonl";
    try (TestVenue venue = new TestVenue(vertx)) {
      List<String> symbols = ExpectedBooks.of("raw/" + file).symbols();
      Asked asked = new Asked("coinbase-at", symbols, EnumSet.of(Channel.BOOK), StreamChoice.USUAL);
      ComparedBooks books = start("raw/" + file, asked, venue.url(), venue.restUrl());
      TestVenue.Peer peer = venue.accept();
      grant(peer, 1, "level2", request -> List.of());
      frames(file, "nothing").forEach(peer::say);
      assertAllThere(books);
    }
  }
}
