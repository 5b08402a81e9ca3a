package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The set of subscriptions of a connection: patterns, replacing, ending, listing (§3). */
abstract class SubscriptionSetCases {
  @Inject TestMarket market;

  private Symbol one;
  private Symbol two;
  private Symbol marker;

  @BeforeEach
  void listSymbols() {
    one = Ticks.fresh("ONE");
    two = Ticks.fresh("TWO");
    marker = Ticks.fresh("MARKER");
    market.tick(Ticks.quote(one, 1), Ticks.quote(two, 1), Ticks.quote(marker, 1));
  }

  @Test
  void patternCoversSymbolsThatAppearLater() {
    Symbol early = Ticks.fresh("GLOB");
    market.tick(Ticks.quote(early, 1));
    String pattern = early.name() + "*";
    Symbol late = Symbol.of(early.name() + "-LATE");
    try (StreamClient client = StreamClient.connect()) {
      JsonNode ack = client.subscribeTo("'channel':'quote','symbols':['" + pattern + "']");
      assertEquals(0, ack.path("refused").size());
      assertTrue(client.next("quote", early).snapshot());
      market.tick(Ticks.quote(late, 7));
      Element first = client.next("quote", late);
      assertTrue(first.snapshot());
      assertEquals("7.10", first.text("bid"));
      market.tick(Ticks.quote(late, 8));
      assertEquals(first.seq(), client.next("quote", late).prev());
    }
  }

  @Test
  void patternMayMatchNothingYetAndAcrossVenues() {
    Symbol late = Ticks.fresh("CROSS");
    String pattern = "*:" + late.nativeName();
    try (StreamClient client = StreamClient.connect()) {
      JsonNode ack = client.subscribeTo("'channel':'quote','symbols':['" + pattern + "']");
      assertEquals(pattern, ack.at("/granted/0/symbol").asText());
      market.tick(Ticks.quote(late, 1));
      assertTrue(client.next("quote", late).snapshot());
    }
  }

  @Test
  void patternLeavesOtherSymbolsAlone() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeTo("'channel':'quote','symbols':['" + one + "*']");
      client.next("quote", one);
      market.tick(Ticks.quote(two, 2), Ticks.quote(one, 2));
      client.nextWith("quote", one, "bid", "2.10");
      client.settle();
      assertEquals(List.of(), client.elements("quote", two));
    }
  }

  @Test
  void subscribingAgainReplacesTheParameters() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("quote", "'fields':['bid']", one);
      client.next("quote", one);
      JsonNode ack = client.subscribeWith("quote", "'fields':['ask'],'intervalMs':20", one);
      assertEquals(1, ack.path("subscriptions").asInt());
      assertEquals(20, ack.at("/granted/0/intervalMs").asInt());
      client.settle();
      market.tick(Ticks.quote(one, 2));
      Element update = client.nextWith("quote", one, "ask", "2.20");
      assertEquals(new TreeSet<>(Set.of("s", "seq", "prev", "ts", "rx", "ask")), update.fields());
      assertEquals(1, list(client).size());
    }
  }

  @Test
  void subscribingAgainBringsNoSecondCopy() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("quote", one, marker);
      client.subscribe("quote", one);
      market.tick(Ticks.quote(one, 2), Ticks.quote(marker, 2));
      assertDeliveredOnce(client);
    }
  }

  @Test
  void symbolUnderANameAndAPatternIsDeliveredOnce() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeTo(
          "'channel':'quote','symbols':['%s','%s*','%s']".formatted(one, one, marker));
      market.tick(Ticks.quote(one, 2), Ticks.quote(marker, 2));
      assertDeliveredOnce(client);
    }
  }

  @Test
  void symbolUnderTwoPatternsIsDeliveredOnce() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeTo("'channel':'quote','symbols':['%s*']".formatted(one));
      client.subscribeTo("'channel':'quote','symbols':['*:%s']".formatted(one.nativeName()));
      client.subscribe("quote", marker);
      market.tick(Ticks.quote(one, 2), Ticks.quote(marker, 2));
      assertDeliveredOnce(client);
    }
  }

  @Test
  void unsubscribeEndsTheSymbolsNamed() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("quote", one, two, marker);
      JsonNode ack = client.ask("{'op':'unsubscribe','channel':'quote','symbols':['%s']}", one);
      assertEquals("unsubscribe", ack.path("op").asText());
      assertEquals(2, ack.path("subscriptions").asInt());
      market.tick(Ticks.quote(one, 2), Ticks.quote(two, 2), Ticks.quote(marker, 2));
      assertDelivered(client, false, true);
    }
  }

  @Test
  void unsubscribeEndsAPatternByItsText() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeTo("'channel':'quote','symbols':['%s*','%s']".formatted(one, marker));
      JsonNode ack = client.ask("{'op':'unsubscribe','channel':'quote','symbols':['%s*']}", one);
      assertEquals(1, ack.path("subscriptions").asInt());
      market.tick(Ticks.quote(one, 2), Ticks.quote(marker, 2));
      assertDelivered(client, false, false);
    }
  }

  @Test
  void unsubscribeWithoutSymbolsEndsTheChannel() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("quote", one, two);
      client.subscribe("ticker", one);
      JsonNode ack = client.ask("{'op':'unsubscribe','channel':'quote'}");
      assertEquals(1, ack.path("subscriptions").asInt());
      market.tick(Ticks.quote(one, 2), Ticks.quote(two, 2));
      client.nextWith("ticker", one, "bid", "2.10");
      client.settle();
      assertEquals(0, countWith(client, one, "2.10"));
      assertEquals(0, countWith(client, two, "2.10"));
    }
  }

  @Test
  void unsubscribeWithoutChannelEndsEverything() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("quote", one, two);
      client.subscribe("ticker", one);
      assertEquals(0, client.ask("{'op':'unsubscribe'}").path("subscriptions").asInt());
      assertEquals(0, list(client).size());
      market.tick(Ticks.quote(one, 2), Ticks.quote(two, 2));
      client.subscribe("quote", marker);
      client.next("quote", marker);
      assertEquals(0, countWith(client, one, "2.10"));
    }
  }

  @Test
  void subscribingAfterAnEndBringsASnapshotAgain() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("quote", one);
      client.next("quote", one);
      client.ask("{'op':'unsubscribe'}");
      market.tick(Ticks.quote(one, 2));
      client.subscribe("quote", one);
      Element again = client.nextWith("quote", one, "bid", "2.10");
      assertTrue(again.snapshot());
    }
  }

  @Test
  void listTellsEverySubscriptionWithItsValues() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("ticker", "'intervalMs':250,'fields':['bid']", one);
      client.subscribeWith("book", "'depth':25", two);
      client.subscribeWith("bar", "'interval':'5m','history':3", one);
      client.subscribeTo("'channel':'trade','symbols':['" + one + "*']");
      JsonNode items = list(client);
      assertEquals(4, items.size());
      assertEquals(250, item(items, "ticker").path("intervalMs").asInt());
      assertEquals("bid", item(items, "ticker").at("/fields/0").asText());
      assertEquals(25, item(items, "book").path("depth").asInt());
      assertEquals("5m", item(items, "bar").path("interval").asText());
      assertEquals(3, item(items, "bar").path("history").asInt());
      assertEquals(one + "*", item(items, "trade").path("symbol").asText());
      assertEquals("all", item(items, "trade").path("mode").asText());
    }
  }

  @Test
  void listTellsTheSameAsTheAck() {
    try (StreamClient client = StreamClient.connect()) {
      JsonNode granted = client.subscribeWith("quote", "'intervalMs':100", one).path("granted");
      assertEquals(granted, list(client));
    }
  }

  private static JsonNode list(StreamClient client) {
    JsonNode answer = client.ask("{'op':'list'}");
    assertEquals("subscriptions", answer.path("type").asText());
    return answer.path("items");
  }

  private static JsonNode item(JsonNode items, String channel) {
    for (JsonNode item : items) {
      if (item.path("channel").asText().equals(channel)) {
        return item;
      }
    }
    throw new AssertionError("no " + channel + " in " + items);
  }

  /** Once the marker is here and the line is quiet, the second quote has come exactly once. */
  private void assertDeliveredOnce(StreamClient client) {
    client.nextWith("quote", marker, "bid", "2.10");
    client.nextWith("quote", one, "bid", "2.10");
    client.settle();
    assertEquals(1, countWith(client, one, "2.10"));
  }

  private void assertDelivered(StreamClient client, boolean first, boolean second) {
    client.nextWith("quote", marker, "bid", "2.10");
    if (second) {
      client.nextWith("quote", two, "bid", "2.10");
    }
    client.settle();
    assertEquals(first ? 1 : 0, countWith(client, one, "2.10"));
    assertEquals(second ? 1 : 0, countWith(client, two, "2.10"));
  }

  private static long countWith(StreamClient client, Symbol symbol, String bid) {
    return client.elements("quote", symbol).stream().filter(e -> e.text("bid").equals(bid)).count();
  }
}
