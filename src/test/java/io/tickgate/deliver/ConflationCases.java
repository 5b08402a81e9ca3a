package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be merged, what not, and in which order it comes (§4). */
abstract class ConflationCases {
  @Inject TestMarket market;

  private Symbol symbol;

  @BeforeEach
  void startWithAQuote() {
    symbol = Ticks.fresh("CONFLATE");
    market.tick(Ticks.quote(symbol, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50, 300})
  void mergedUpdatesStandForEveryEvent(int intervalMs) {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("quote", "'intervalMs':" + intervalMs, symbol);
      Element snapshot = client.next("quote", symbol);
      market.tick(Ticks.series(2, 1_001, n -> Ticks.quote(symbol, n)));
      Element last = client.nextWith("quote", symbol, "bid", "1001.10");
      assertEquals(snapshot.seq() + 1_000, last.seq());
      long events =
          client.elements("quote", symbol).stream()
              .filter(e -> !e.snapshot())
              .mapToLong(e -> e.seq() - e.prev())
              .sum();
      assertEquals(1_000, events);
    }
  }

  @Test
  void intervalLimitsTheRate() {
    try (StreamClient client = StreamClient.connect();
        StreamClient pace = StreamClient.connect()) {
      client.subscribeWith("quote", "'intervalMs':400", symbol);
      client.next("quote", symbol);
      pace.subscribeWith("quote", "'intervalMs':20", symbol);
      pace.next("quote", symbol);
      long start = System.nanoTime();
      for (int n = 2; n <= 60; n++) {
        market.tick(Ticks.quote(symbol, n));
        pace.nextWith("quote", symbol, "bid", n + ".10");
      }
      client.nextWith("quote", symbol, "bid", "60.10");
      long intervals = (System.nanoTime() - start) / 400_000_000;
      int updates = client.elements("quote", symbol).size() - 1;
      assertTrue(updates <= intervals + 2, updates + " updates in " + intervals + " intervals");
      assertTrue(updates >= 2, updates + " updates in " + intervals + " intervals");
    }
  }

  @Test
  void convergesWithinOneIntervalWhenUpstreamGoesQuiet() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("quote", "'intervalMs':500", symbol);
      client.next("quote", symbol);
      for (int round = 1; round <= 3; round++) {
        int last = round * 100;
        market.tick(Ticks.series(last - 50, last, n -> Ticks.quote(symbol, n)));
        long quietSince = System.nanoTime();
        client.nextWith("quote", symbol, "bid", last + ".10");
        long tookMs = (System.nanoTime() - quietSince) / 1_000_000;
        // twice the interval leaves room for a busy machine and still tells it from the next one
        assertTrue(tookMs < 1_000, tookMs + " ms");
      }
    }
  }

  @Test
  void modeAllDeliversEachQuote() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("quote", "'mode':'all'", symbol);
      Element before = client.next("quote", symbol);
      market.tick(Ticks.series(2, 51, n -> Ticks.quote(symbol, n)));
      for (int n = 2; n <= 51; n++) {
        Element update = client.next("quote", symbol);
        assertEquals(n + ".10", update.text("bid"));
        assertEquals(before.seq() + 1, update.seq());
        before = update;
      }
    }
  }

  @Test
  void tickerLosesNoVolumeAndNoExtremeWhenMerged() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("ticker", "'intervalMs':200", symbol);
      client.next("ticker", symbol);
      market.tick(
          Ticks.trade(symbol, "100.00", "1.50"),
          Ticks.trade(symbol, "109.00", "0.25"),
          Ticks.trade(symbol, "91.00", "0.25"),
          Ticks.trade(symbol, "102.00", "2.00"));
      Element last = client.nextWith("ticker", symbol, "trades", "4");
      assertEquals("102.00", last.text("last"));
      assertEquals("2.00", last.text("lastSize"));
      assertEquals("100.00", last.text("open"));
      assertEquals("109.00", last.text("high"));
      assertEquals("91.00", last.text("low"));
      assertEquals("4.00", last.text("volume"));
      // (150 + 27.25 + 22.75 + 204) / 4
      assertEquals(0, new BigDecimal(last.text("vwap")).compareTo(new BigDecimal("101")));
    }
  }

  @Test
  void mergedQuoteIsFlushedBeforeTheTradeThatFollowedIt() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("quote", "'intervalMs':5000", symbol);
      client.next("quote", symbol);
      client.subscribeWith("trade", "'snapshot':false", symbol);
      for (int n = 2; n <= 6; n++) {
        market.tick(Ticks.quote(symbol, n), Ticks.trade(symbol, n));
        Element trade = client.next("trade", symbol);
        assertEquals("t" + n, trade.text("id"));
        assertQuoteIsNotOlder(client, trade);
      }
    }
  }

  @Test
  void burstOfQuotesAndTradesKeepsUpstreamOrder() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("quote", "'intervalMs':1000", symbol);
      client.next("quote", symbol);
      client.subscribeWith("trade", "'snapshot':false", symbol);
      for (int n = 2; n <= 101; n++) {
        market.tick(Ticks.quote(symbol, n), Ticks.trade(symbol, n));
      }
      for (int n = 2; n <= 101; n++) {
        assertQuoteIsNotOlder(client, client.next("trade", symbol));
      }
      assertUpstreamOrder(client);
    }
  }

  /** The newest quote delivered before a trade is the one before it upstream, or a later one. */
  private void assertQuoteIsNotOlder(StreamClient client, Element trade) {
    List<Element> before =
        client.elements("quote", symbol).stream()
            .filter(quote -> quote.message() < trade.message())
            .toList();
    Element newest = before.get(before.size() - 1);
    // a quote is made one millisecond before the trade of its number
    assertTrue(
        newest.number("ts") >= trade.number("ts") - 1_000,
        "trade " + trade.node() + " came after no newer quote than " + newest.node());
  }

  @Test
  void nothingGoesBackInUpstreamOrderOnOneConnection() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("trade", "'snapshot':false", symbol);
      client.subscribeWith("quote", "'mode':'all','snapshot':false", symbol);
      market.tick(
          Ticks.quote(symbol, 2),
          Ticks.trade(symbol, 2),
          Ticks.trade(symbol, 3),
          Ticks.quote(symbol, 3),
          Ticks.trade(symbol, 4));
      client.nextWith("trade", symbol, "id", "t4");
      client.nextWith("quote", symbol, "bid", "3.10");
      assertUpstreamOrder(client);
    }
  }

  /**
   * Ticks of a symbol carry rising times, so in upstream order the times rise over all channels.
   */
  private static void assertUpstreamOrder(StreamClient client) {
    long before = 0;
    for (JsonNode update : client.messages("update")) {
      for (JsonNode element : update.path("data")) {
        long ts = element.path("ts").asLong();
        assertTrue(ts >= before, update.path("channel") + " went back: " + element);
        before = ts;
      }
    }
  }

  @Test
  void slowIntervalOfOneClientDoesNotSlowAnother() {
    try (StreamClient slow = StreamClient.connect();
        StreamClient fast = StreamClient.connect()) {
      slow.subscribeWith("quote", "'intervalMs':5000", symbol);
      fast.subscribe("quote", symbol);
      slow.next("quote", symbol);
      fast.next("quote", symbol);
      for (int n = 2; n <= 20; n++) {
        market.tick(Ticks.quote(symbol, n));
        assertEquals(n + ".10", fast.next("quote", symbol).text("bid"));
      }
    }
  }

  @Test
  void barsMergeWithoutLosingVolume() {
    Ticks.startNext(BarInterval.M1);
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("bar", "'intervalMs':200", symbol);
      market.tick(
          Ticks.trade(symbol, "10.0", "1.5"),
          Ticks.trade(symbol, "12.0", "1.0"),
          Ticks.trade(symbol, "9.0", "0.5"));
      Element bar = client.nextWith("bar", symbol, "trades", "3");
      assertEquals("3.0", bar.text("volume"));
      assertEquals("12.0", bar.text("high"));
      assertEquals("9.0", bar.text("low"));
    }
  }

  /**
   * Seeded market; a client that merges what changed must hold what one with full elements gets.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ticker", "quote"})
  void changesMergedAreTheFullElement(String channel) {
    long seed = 20_261_121;
    Random random = new Random(seed);
    try (StreamClient full = StreamClient.connect();
        StreamClient partial = StreamClient.connect()) {
      full.subscribeWith(channel, "'intervalMs':20", symbol);
      partial.subscribeWith(channel, "'changes':true,'intervalMs':30", symbol);
      ObjectNode held = partial.next(channel, symbol).node().deepCopy();
      full.next(channel, symbol);
      int shorter = 0;
      for (int round = 1; round <= 30; round++) {
        market.tick(Ticks.series(1, 1 + random.nextInt(4), n -> small(random)));
        market.tick(Ticks.quote(symbol, 1_000 + round)); // marks the end of the round
        String end = 1_000 + round + ".10";
        ObjectNode whole = full.nextWith(channel, symbol, "bid", end).node().deepCopy();
        while (!held.path("bid").asText().equals(end)) {
          Element update = partial.next(channel, symbol);
          shorter += update.node().size() < whole.size() ? 1 : 0;
          held.setAll(update.node().<ObjectNode>deepCopy());
        }
        held.remove("prev");
        whole.remove("prev");
        assertEquals(whole, held, "seed " + seed + " round " + round);
      }
      assertTrue(channel.equals("quote") || shorter > 0, "no element was shorter, seed " + seed);
    }
  }

  private Tick small(Random random) {
    String price = 100 + random.nextInt(3) + ".00";
    return random.nextBoolean()
        ? Ticks.trade(symbol, price, "0.50")
        : Ticks.quote(symbol, 500 + random.nextInt(2));
  }

  @Test
  void changesHoldOnlyFieldsThatChanged() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("ticker", "'changes':true", symbol);
      client.next("ticker", symbol);
      market.tick(Ticks.trade(symbol, "100.00", "1.50"));
      client.nextWith("ticker", symbol, "last", "100.00");
      market.tick(Ticks.trade(symbol, "100.00", "0.50"));
      Element update = client.nextWith("ticker", symbol, "volume", "2.00");
      assertEquals(
          Set.of("s", "seq", "prev", "ts", "rx", "lastSize", "volume", "trades"), update.fields());
    }
  }

  @Test
  void changesAreForTickersAndQuotes() {
    try (StreamClient client = StreamClient.connect()) {
      JsonNode error =
          client.ask(
              "{'op':'subscribe','channel':'trade','changes':true,'symbols':['%s']}",
              symbol.name());
      assertEquals("bad_request", error.path("code").asText());
      assertTrue(error.path("message").asText().startsWith("changes: "), error.toString());
    }
  }
}
