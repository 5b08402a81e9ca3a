package io.tickgate.adapter.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.venue.Venues;
import io.tickgate.market.Channel;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each venue's own words: subscribe, acknowledge, stay alive, mend a book. */
class VenueSessionTest {
  private static final EnumSet<Channel> ALL =
      EnumSet.of(Channel.TICKER, Channel.TRADE, Channel.BOOK);
  private static final EnumSet<Channel> BOOK = EnumSet.of(Channel.BOOK);

  private static final String KRAKEN_BOOK =
      "{\"channel\":\"book\",\"type\":\"%s\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":["
          + "{\"price\":10.0,\"qty\":1.0}],\"asks\":[],\"checksum\":0,"
          + "\"timestamp\":\"2026-08-24T22:21:56.724795Z\"}]}";

  private static void settle(Rig rig) {
    rig.pass(200);
    assertEquals("Live", rig.state(), rig.reason());
    rig.heard();
    rig.venue.takeSent();
  }

  private static String coinbase(String type, String... products) {
    String list = "[\"" + String.join("\",\"", products) + "\"]";
    return "{\"type\":\"" + type + "\",\"product_ids\":" + list + ",\"channels\":[\"%s\"]}";
  }

  private static final String COINBASE_SNAPSHOT =
      "{\"type\":\"snapshot\",\"product_id\":\"%s\",\"bids\":[[\"10\",\"1\"]],\"asks\":[]}";

  @Test
  void coinbaseBeginsWithAHeartbeatAndRestatesEverything() {
    Rig rig = Rig.of("coinbase", ALL, "BTC-USD");
    String subscribe = coinbase("subscribe", "BTC-USD");
    assertEquals(
        List.of(
            subscribe.formatted("heartbeat"),
            "<ping>",
            subscribe.formatted("ticker"),
            subscribe.formatted("matches"),
            subscribe.formatted("level2_batch")),
        rig.connect());
    rig.venue.say(
        "{\"type\":\"subscriptions\",\"channels\":[{\"name\":\"heartbeat\",\"product_ids\":"
            + "[\"BTC-USD\"]},{\"name\":\"ticker\",\"product_ids\":[\"BTC-USD\"]}]}");
    rig.pass(100);
    assertEquals("Syncing", rig.state());
    rig.venue.say(
        "{\"type\":\"subscriptions\",\"channels\":[{\"name\":\"matches\",\"product_ids\":"
            + "[\"BTC-USD\"]},{\"name\":\"level2_50\",\"product_ids\":[\"BTC-USD\"]}]}");
    rig.venue.say(COINBASE_SNAPSHOT.formatted("BTC-USD"));
    settle(rig);
    assertEquals("", rig.session.refusals());
  }

  /** What answers pings may not be the venue. */
  @Test
  void whereTheVenueBeatsPongsAreNoSignOfLife() {
    Rig rig = Rig.of("coinbase", EnumSet.of(Channel.TRADE), "BTC-USD");
    rig.connect();
    rig.venue.say(
        "{\"type\":\"subscriptions\",\"channels\":[{\"name\":\"matches\",\"product_ids\":[\"BTC-USD\"]}]}");
    for (int i = 0; i < 50; i++) {
      rig.venue.pong();
      rig.pass(100);
    }
    assertEquals("Live", rig.state(), "there are no heartbeats yet");
    rig.venue.say(
        "{\"type\":\"subscriptions\",\"channels\":[{\"name\":\"heartbeat\",\"product_ids\":[\"BTC-USD\"]}]}");
    for (int i = 0; i < 19; i++) {
      rig.venue.pong();
      rig.pass(100);
    }
    assertEquals("Stale", rig.state());
    rig.pass(100);
    assertEquals("BackingOff", rig.state());
    assertEquals("nothing heard for two heartbeats", rig.reason());
  }

  /** One product that isn't there spoils the request; the others are asked for again. */
  @Test
  void coinbaseFindsTheBadProductAndKeepsTheGoodOnes() {
    Rig rig = Rig.of("coinbase", BOOK, "BTC-USD", "NO-USD", "ETH-USD");
    rig.connect();
    rig.venue.say(
        "{\"type\":\"error\",\"message\":\"Failed to subscribe\","
            + "\"reason\":\"NO-USD is not a valid product\"}");
    rig.pass(500);
    String subscribe = coinbase("subscribe", "%s").formatted("%s", "level2_batch");
    assertEquals(
        List.of(subscribe.formatted("BTC-USD"), subscribe.formatted("ETH-USD")),
        rig.venue.takeSent());
    rig.venue.say(
        "{\"type\":\"subscriptions\",\"channels\":[{\"name\":\"level2_batch\",\"product_ids\":"
            + "[\"ETH-USD\",\"BTC-USD\"]}]}");
    rig.venue.say(COINBASE_SNAPSHOT.formatted("BTC-USD"));
    rig.venue.say(COINBASE_SNAPSHOT.formatted("ETH-USD"));
    settle(rig);
    assertEquals(
        "refused: NO-USD level2_batch (Failed to subscribe: NO-USD is not a valid product)",
        rig.session.refusals());
  }

  @Test
  void krakenMendsABookByANewSubscriptionOfThatSymbolAlone() {
    Rig rig = Rig.of("kraken", BOOK, "BTC/USD");
    rig.connect();
    String ack =
        "{\"method\":\"subscribe\",\"result\":{\"channel\":\"book\",\"depth\":100,"
            + "\"snapshot\":true,\"symbol\":\"BTC/USD\"},\"success\":true}";
    rig.venue.say(ack);
    rig.venue.say(KRAKEN_BOOK.formatted("snapshot"));
    settle(rig);
    rig.contradict = true;
    rig.venue.say(KRAKEN_BOOK.formatted("update"));
    rig.contradict = false;
    rig.pass(900); // the venue's rate of messages
    String params = "\"params\":{\"channel\":\"book\",\"symbol\":[\"BTC/USD\"],\"depth\":100";
    String leave = "{\"method\":\"unsubscribe\"," + params + "}}";
    String subscribe = "{\"method\":\"subscribe\"," + params + ",\"snapshot\":true},\"req_id\":%d}";
    assertEquals(List.of(leave, subscribe.formatted(2)), rig.venue.takeSent());
    rig.venue.say(ack);
    rig.venue.say(KRAKEN_BOOK.formatted("snapshot"));
    rig.contradict = true; // and again: not more often than every five seconds
    rig.venue.say(KRAKEN_BOOK.formatted("update"));
    rig.contradict = false;
    for (int i = 0; i < 40; i++) {
      rig.pass(100);
      rig.venue.say("{\"channel\":\"heartbeat\"}");
    }
    assertEquals(List.of(), rig.venue.takeSent());
    rig.pass(1_500, "{\"channel\":\"heartbeat\"}");
    assertEquals(List.of(leave, subscribe.formatted(3)), rig.venue.takeSent());
    for (int i = 0; i < 200; i++) {
      rig.venue.say("{\"channel\":\"heartbeat\"}");
      rig.pass(100);
    }
    assertTrue(rig.states.contains("BackingOff"));
    assertEquals(2, rig.counters.resubscribes.sum());
  }

  /** Checksums are of the best ten levels: a change that is lost below them would never show. */
  @Test
  void booksThatNothingProvesAreTakenAnewInTime() {
    Rig rig = Rig.of("kraken", BOOK, "BTC/USD", "ETH/USD");
    rig.connect();
    for (String symbol : List.of("BTC/USD", "ETH/USD")) {
      rig.venue.say(
          "{\"method\":\"subscribe\",\"result\":{\"channel\":\"book\",\"depth\":100,"
              + "\"snapshot\":true,\"symbol\":\"%s\"},\"success\":true}".formatted(symbol));
      rig.venue.say(KRAKEN_BOOK.formatted("snapshot").replace("BTC/USD", symbol));
    }
    settle(rig);
    for (long millis = 300; millis < Rig.RENEW_MILLIS; millis += 100) {
      rig.venue.say("{\"channel\":\"heartbeat\"}");
      rig.pass(100);
    }
    assertEquals(List.of(), rig.venue.takeSent());
    for (int i = 0; i < 15; i++) {
      rig.venue.say("{\"channel\":\"heartbeat\"}");
      rig.pass(100);
    }
    String sent = String.join("\n", rig.venue.takeSent());
    for (String symbol : List.of("BTC/USD", "ETH/USD")) {
      assertTrue(
          sent.contains("\"unsubscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"" + symbol),
          sent);
    }
    assertEquals(2, rig.counters.resubscribes.sum());
    assertEquals("Live", rig.state());
    Rig proven = binance();
    proven.venue.answer(200, SNAPSHOT.formatted(2));
    for (long millis = 0; millis < 2 * Rig.RENEW_MILLIS; millis += 100) {
      proven.venue.pong();
      proven.pass(100);
    }
    assertEquals(1, proven.venue.fetches.size());
  }

  private static final String SNAPSHOT =
      "{\"lastUpdateId\":%d,\"bids\":[[\"10\",\"1\"]],\"asks\":[[\"20\",\"1\"]]}";

  private static String depth(long first, long last) {
    return "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1,"
        + "\"s\":\"BTCUSDT\",\"U\":%d,\"u\":%d,\"b\":[[\"11\",\"1\"]],\"a\":[]}}"
            .formatted(first, last);
  }

  private static Rig binance() {
    Rig rig = Rig.of("binance", BOOK, "BTCUSDT");
    assertEquals(
        List.of(
            "<ping>", "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@depth@100ms\"],\"id\":1}"),
        rig.connect());
    assertEquals(List.of("wss://stream.binance.com:9443/stream"), rig.venue.connects);
    rig.venue.say("{\"result\":null,\"id\":1}");
    rig.venue.say(depth(1, 3));
    rig.pass(100);
    assertEquals(
        List.of("https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=1000"),
        rig.venue.fetches);
    return rig;
  }

  @Test
  void binanceTakesItsSnapshotByRestAndAgainAfterAGap() {
    Rig rig = binance();
    rig.venue.answer(200, SNAPSHOT.formatted(2));
    settle(rig);
    rig.venue.say(depth(8, 9));
    rig.pass(1_000);
    assertEquals(2, rig.venue.fetches.size());
    assertEquals(List.of("BookReset binance:BTCUSDT"), rig.heard());
    rig.venue.answer(200, SNAPSHOT.formatted(8));
    assertEquals(List.of("BookChange binance:BTCUSDT", "BookChange binance:BTCUSDT"), rig.heard());
    assertEquals("Live", rig.state());
  }

  /** Ten at once, and then one a second, whatever connection they are for. */
  @Test
  void binanceIsAskedForNoMoreThanItGrants() {
    String[] symbols = new String[30];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = "S" + i;
    }
    Rig rig = Rig.of("binance", BOOK, symbols);
    rig.connect();
    rig.venue.say("{\"result\":null,\"id\":1}");
    for (int i = 0; i < 10; i++) {
      rig.pass(100);
      assertEquals(i + 1, rig.venue.fetches.size());
      rig.venue.answer(200, SNAPSHOT.formatted(2));
    }
    rig.venue.hangUp("gone");
    rig.pass(1_200);
    rig.venue.accept();
    rig.venue.say("{\"result\":null,\"id\":2}");
    int before = rig.venue.fetches.size();
    for (int i = 0; i < 100; i++) {
      rig.pass(100);
      rig.venue.pong();
      if (!rig.venue.requests.isEmpty()) {
        rig.venue.answer(200, SNAPSHOT.formatted(2));
      }
    }
    int asked = rig.venue.fetches.size() - before;
    assertTrue(asked >= 10 && asked <= 13, "asked " + asked + " times in 10 s");
  }

  @Test
  void binanceIsAskedSlowerWhenItAnswersBadly() {
    Rig rig = binance();
    rig.venue.requests.remove(0).onAnswer(429, 7, new byte[0]);
    long waited = 0;
    while (rig.venue.fetches.size() == 1) {
      rig.venue.pong();
      rig.pass(100);
      waited += 100;
    }
    assertEquals(9_000, waited); // two seconds of ours and seven of theirs
    rig.venue.requests.remove(0).onFailed("connection refused or timed out");
    for (waited = 0; rig.venue.fetches.size() == 2; waited += 100) {
      rig.venue.pong();
      rig.pass(100);
    }
    assertEquals(4_000, waited);
    assertEquals(2, rig.counters.snapshotFailures.sum());
    rig.venue.answer(200, SNAPSHOT.formatted(2));
    settle(rig);
  }

  @Test
  void binanceIsLeftBeforeItLeaves() {
    Rig rig = binance();
    rig.venue.answer(200, SNAPSHOT.formatted(2));
    settle(rig);
    rig.venue.say("{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\",\"E\":1}}");
    assertEquals("BackingOff", rig.state());
    assertEquals("the venue shuts the server down", rig.reason());
    rig.pass(1_200);
    rig.venue.accept();
    rig.venue.say("{\"result\":null,\"id\":2}");
    for (int minute = 0; minute < 23 * 60; minute++) {
      rig.clock.advance(60_000_000_000L);
      rig.session.tick();
      rig.venue.pong();
      if (!rig.venue.requests.isEmpty()) {
        rig.venue.answer(200, SNAPSHOT.formatted(2));
      }
    }
    rig.session.tick();
    assertEquals("the connection gets too old for the venue", rig.reason());
  }

  @Test
  void bitstampAsksByRestOnceItsSubscriptionIsGranted() {
    Rig rig = Rig.of("bitstamp", EnumSet.of(Channel.TRADE, Channel.BOOK), "btcusd");
    assertEquals(
        List.of(
            "{\"event\":\"bts:heartbeat\"}",
            "{\"event\":\"bts:subscribe\",\"data\":{\"channel\":\"live_trades_btcusd\"}}",
            "{\"event\":\"bts:subscribe\",\"data\":{\"channel\":\"diff_order_book_btcusd\"}}"),
        rig.connect());
    for (String channel : List.of("live_trades_btcusd", "diff_order_book_btcusd")) {
      rig.venue.say(
          "{\"event\":\"bts:subscription_succeeded\",\"channel\":\"" + channel + "\",\"data\":{}}");
    }
    rig.pass(100);
    assertEquals(List.of("https://www.bitstamp.net/api/v2/order_book/btcusd/"), rig.venue.fetches);
    rig.venue.answer(
        200,
        "{\"timestamp\":\"1\",\"microtimestamp\":\"1000000\",\"bids\":[[\"10\",\"1\"]],\"asks\":[]}");
    settle(rig);
    rig.venue.say("{\"event\":\"bts:request_reconnect\",\"channel\":\"\",\"data\":\"\"}");
    assertEquals("the venue asks to reconnect", rig.reason());
  }

  /** Times tell no gap, so a book that was left must not go on where it was. */
  @Test
  void bitstampStartsABookOverThatWasLeft() {
    Rig rig = Rig.of("bitstamp", BOOK, "btcusd");
    rig.connect();
    String granted =
        "{\"event\":\"bts:%s_succeeded\",\"channel\":\"diff_order_book_btcusd\",\"data\":{}}";
    rig.venue.say(granted.formatted("subscription"));
    rig.pass(100);
    rig.venue.answer(
        200,
        "{\"timestamp\":\"1\",\"microtimestamp\":\"1000000\",\"bids\":[[\"10\",\"1\"]],\"asks\":[]}");
    settle(rig);
    rig.venue.say(granted.formatted("unsubscription"));
    rig.venue.say(granted.formatted("subscription"));
    rig.pass(1_000);
    assertEquals(List.of("BookReset bitstamp:btcusd"), rig.heard());
    assertEquals(2, rig.venue.fetches.size());
  }

  @Test
  void okxSaysPingAndHearsPong() {
    Rig rig = Rig.of("okx", ALL, "BTC-USDT");
    String arg = "{\"channel\":\"%s\",\"instId\":\"BTC-USDT\"}";
    String subscribe = "{\"op\":\"subscribe\",\"args\":[" + arg + "]}";
    assertEquals(List.of("ping"), rig.connect());
    rig.pass(5_000);
    assertEquals(
        List.of(
            subscribe.formatted("tickers"),
            subscribe.formatted("trades"),
            subscribe.formatted("books")),
        rig.venue.takeSent());
    for (String channel : List.of("tickers", "trades")) {
      rig.venue.say("{\"event\":\"subscribe\",\"arg\":" + arg.formatted(channel) + "}");
    }
    rig.venue.say(
        "{\"event\":\"error\",\"code\":\"60018\",\"msg\":\"channel:books,instId:BTC-USDT doesn't exist\"}");
    settle(rig);
    assertTrue(rig.session.refusals().startsWith("refused: BTC-USDT books (60018"));
    rig.pass(9_900);
    assertEquals(List.of("ping"), rig.venue.takeSent());
    rig.venue.say("pong");
    rig.pass(9_000);
    assertEquals("Live", rig.state());
    assertEquals(0, rig.feedCounters.broken.sum());
  }

  @Test
  void coinbaseAdvancedTradeSubscribesToHeartbeatsFirst() {
    Rig rig = Rig.of("coinbase-at", BOOK, "BTC-USD");
    assertEquals(
        List.of(
            "{\"type\":\"subscribe\",\"product_ids\":[],\"channel\":\"heartbeats\"}",
            "<ping>",
            "{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\"],\"channel\":\"level2\"}"),
        rig.connect());
    rig.venue.say(
        "{\"channel\":\"l2_data\",\"timestamp\":\"2026-08-24T22:34:13Z\",\"sequence_num\":0,"
            + "\"events\":[{\"type\":\"snapshot\",\"product_id\":\"BTC-USD\",\"updates\":[{\"side\":\"bid\","
            + "\"event_time\":\"2026-08-24T22:34:13Z\",\"price_level\":\"10\",\"new_quantity\":\"1\"}]}]}");
    rig.venue.say(
        "{\"channel\":\"subscriptions\",\"timestamp\":\"2026-08-24T22:34:13Z\",\"sequence_num\":1,"
            + "\"events\":[{\"subscriptions\":{\"level2\":[\"BTC-USD\"],\"heartbeats\":[\"heartbeats\"]}}]}");
    settle(rig);
    rig.venue.say(
        "{\"channel\":\"heartbeats\",\"timestamp\":\"2026-08-24T22:34:14Z\",\"sequence_num\":5,\"events\":[]}");
    rig.pass(2_000);
    assertTrue(rig.venue.sent.stream().anyMatch(each -> each.contains("\"unsubscribe\"")));
    assertEquals(1, rig.counters.resubscribes.sum());
  }

  /** Nothing that any venue's peer can say ends the session's thread. */
  @Test
  void hostileRepliesAreNoReplies() {
    String[] bad = {
      "{\"id\":1,\"error\":[]}",
      "{\"type\":\"subscriptions\",\"channels\":{\"a\":1}}",
      "{\"channel\":\"subscriptions\",\"events\":[{\"subscriptions\":[1]}]}",
      "{\"event\":\"bts:error\"}",
      "{\"event\":\"bts:subscription_succeeded\",\"channel\":7}",
      "{\"event\":\"subscribe\",\"arg\":[]}",
      "{\"method\":\"subscribe\",\"success\":true}",
      "{\"channel\":\"status\",\"data\":5}",
      "{\"a\":" + "[".repeat(5_000),
      "{\"type\":\"error\",\"message\":\"" + "x".repeat(10_000) + "\\n\"}",
    };
    for (String venue : Venues.names()) {
      Rig rig = Rig.of(venue, ALL, "A-B");
      rig.connect();
      for (String each : bad) {
        rig.venue.say(each);
      }
      rig.pass(100);
      assertTrue(rig.session.refusals().length() < 1_000, venue);
    }
  }
}
