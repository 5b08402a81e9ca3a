package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tickgate.market.Channel;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.security.TokenMint;
import io.tickgate.wire.ProtocolContract;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a token lets somebody see, by every way of reading (§6). */
@QuarkusTest
@TestProfile(SecurityProfile.class)
class EntitlementTest {
  private static final long DELAY = DelayedMarket.DELAY.toMillis();

  @Inject TestMarket market;
  @Inject DelayedMarket late;

  private final TokenMint mint = TokenMint.shared();

  /** What the claim says of the symbol and the channel. */
  enum Said {
    ALLOWED,
    ABSENT,
    DELAYED,
    DELAYED_ALONE,
    UNLOGGED,
    OTHER_SYMBOL,
    OTHER_CHANNEL,
    NOTHING;

    boolean late() {
      return this == DELAYED || this == DELAYED_ALONE;
    }

    boolean forbidden() {
      return ordinal() >= UNLOGGED.ordinal();
    }
  }

  enum Way {
    STREAM,
    SSE,
    SNAPSHOT,
    BARS,
    SYMBOLS
  }

  static Stream<Arguments> everything() {
    List<Arguments> all = new ArrayList<>();
    for (Channel channel : Channel.values()) {
      for (Way way : Way.values()) {
        for (Said said : Said.values()) {
          if (way != Way.BARS || channel == Channel.BAR) {
            all.add(Arguments.of(channel, way, said));
          }
        }
      }
    }
    return all.stream();
  }

  private static Map<String, Object> claim(Channel channel, Symbol symbol, Said said) {
    Map<String, Object> md = new HashMap<>();
    if (said == Said.ABSENT) {
      return md;
    }
    Channel other = Channel.values()[(channel.ordinal() + 1) % Channel.values().length];
    md.put("channels", List.of((said == Said.OTHER_CHANNEL ? other : channel).text()));
    String name = symbol.name();
    switch (said) {
      case ALLOWED, OTHER_CHANNEL -> md.put("symbols", List.of(name));
      case DELAYED, UNLOGGED -> {
        md.put("symbols", List.of("test:*"));
        md.put("delayed", List.of(name.substring(0, name.length() - 1) + "*"));
      }
      case DELAYED_ALONE -> {
        md.put("symbols", List.of());
        md.put("delayed", List.of(name));
      }
      case OTHER_SYMBOL -> md.put("symbols", List.of(name + "X", "other:*"));
      default -> md.put("symbols", List.of());
    }
    return md;
  }

  /** Bid 2.10 now and 1.10 some time ago, and the like in the other channels. */
  private Symbol played(Said said) {
    Symbol symbol = Ticks.fresh(said == Said.UNLOGGED ? "UNLOGGED" : "SEEN");
    Tick[] before = ticks(symbol, 1);
    market.tick(before);
    late.tick(before);
    market.tick(ticks(symbol, 2));
    return symbol;
  }

  private static Tick[] ticks(Symbol symbol, int n) {
    return new Tick[] {
      Ticks.quote(symbol, n),
      Ticks.book(symbol, true, Ticks.levels(n + ".10", "1.0"), Ticks.levels(n + ".20", "1.0")),
      Ticks.trade(symbol, n + ".10", "1.0")
    };
  }

  private static void assertValue(Channel channel, Said said, JsonNode element) {
    String value =
        switch (channel) {
          case TICKER, QUOTE -> element.path("bid").asText();
          case TRADE -> element.path("price").asText();
          case BOOK -> element.at("/bids/0/0").asText();
          case BAR -> element.path("close").asText();
        };
    assertEquals(said.late() ? "1.10" : "2.10", value, element.toString());
  }

  @ParameterizedTest
  @MethodSource("everything")
  void nobodySeesMoreOrFresherThanTheTokenSays(Channel channel, Way way, Said said)
      throws IOException {
    Symbol symbol = played(said);
    String token = mint.reader("alice", claim(channel, symbol, said));
    switch (way) {
      case STREAM -> stream(token, channel, symbol, said);
      case SSE -> sse(token, channel, symbol, said);
      case SNAPSHOT -> snapshot(token, channel, symbol, said);
      case BARS -> {
        Response bars = get(token, "/v1/bars/" + symbol + "?interval=1s");
        assertEquals(said.forbidden() ? 403 : 200, bars.statusCode(), bars.asString());
      }
      case SYMBOLS -> symbols(token, channel, symbol, said);
    }
  }

  private void stream(String token, Channel channel, Symbol symbol, Said said) {
    try (StreamClient client = StreamClient.connectAs(token)) {
      JsonNode ack = client.subscribe(channel.text(), symbol);
      if (said.forbidden()) {
        assertEquals("forbidden", ack.at("/refused/0/code").asText(), ack.toString());
        assertEquals(0, ack.path("subscriptions").asInt());
      } else {
        assertTimeliness(said, ack.at("/granted/0"));
        assertValue(channel, said, client.next(channel.text(), symbol).node());
      }
      JsonNode glob =
          client.subscribeTo("'channel':'" + channel.text() + "','symbols':['" + symbol + "*']");
      boolean nothing = said == Said.OTHER_CHANNEL;
      assertEquals(nothing ? 1 : 0, glob.path("refused").size(), glob.toString());
      client.settle();
      for (Element each : client.elements(channel.text(), symbol)) {
        assertFalse(said.forbidden(), "a glob covers only what is allowed");
        assertValue(channel, said, each.node());
      }
    }
  }

  private static void assertTimeliness(Said said, JsonNode granted) {
    assertEquals(said.late() ? "delayed" : "realtime", granted.path("timeliness").asText());
    assertEquals(said.late() ? DELAY : 0, granted.path("delayMs").asLong());
  }

  private void sse(String token, Channel channel, Symbol symbol, Said said) throws IOException {
    Map<String, String> header = Map.of("Authorization", "Bearer " + token);
    String query = "channel=" + channel.text() + "&symbols=" + symbol;
    try (EventStream events = EventStream.connect(query, "", header)) {
      assertEquals(said.forbidden() ? 403 : 200, events.status());
      if (said.forbidden()) {
        assertEquals("forbidden", Inbox.parse(events.body()).path("code").asText());
      } else {
        assertValue(channel, said, events.next(channel.text(), symbol).node());
      }
    }
  }

  private void snapshot(String token, Channel channel, Symbol symbol, Said said) {
    String query = "/v1/snapshot?channel=" + channel.text() + "&symbols=";
    Response response = get(token, query + symbol);
    assertEquals(said.forbidden() ? 403 : 200, response.statusCode(), response.asString());
    if (said.forbidden()) {
      ProtocolContract.check("error", response.asString());
      assertEquals(0, Inbox.parse(get(token, query + symbol + "*").asString()).path("data").size());
    } else {
      assertValue(channel, said, Inbox.parse(response.asString()).at("/data/0"));
      String glob = get(token, query + symbol + "*").asString();
      assertValue(channel, said, Inbox.parse(glob).at("/data/0"));
    }
  }

  private void symbols(String token, Channel channel, Symbol symbol, Said said) {
    JsonNode rows = Inbox.parse(get(token, "/v1/symbols").asString()).path("symbols");
    List<JsonNode> found = new ArrayList<>();
    rows.forEach(
        row -> {
          if (row.path("symbol").asText().equals(symbol.name())) {
            found.add(row);
          }
        });
    boolean other = said == Said.OTHER_CHANNEL;
    assertEquals(said.forbidden() && !other ? 0 : 1, found.size(), "each once, or not at all");
    for (JsonNode row : found) {
      List<String> channels = new ArrayList<>();
      row.path("channels").forEach(each -> channels.add(each.asText()));
      assertEquals(!other, channels.contains(channel.text()), row.toString());
      assertEquals(said == Said.ABSENT ? 5 : 1, channels.size(), row.toString());
    }
  }

  private static Response get(String token, String path) {
    return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + token).get(path);
  }

  @Test
  void withoutTheGroupNothingIsRead() {
    Symbol symbol = played(Said.ALLOWED);
    String token = mint.sign(TokenMint.claims("alice", "md-publish"));
    try (StreamClient client = StreamClient.connectAs(token)) {
      JsonNode ack = client.subscribe("quote", symbol, Symbol.of("test:UNKNOWN-AT-ALL"));
      ack.path("refused").forEach(no -> assertEquals("forbidden", no.path("code").asText()));
      assertEquals(2, ack.path("refused").size());
    }
    assertEquals(403, get(token, "/v1/snapshot?symbols=" + symbol).statusCode());
  }

  @Test
  void intervalAndNumberOfSubscriptionsAreClampedAndTold() {
    Map<String, Object> md = Map.of("minIntervalMs", 500, "maxSubscriptions", 2);
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice", md))) {
      assertEquals(2, client.welcome().at("/limits/subscriptions").asInt());
      Symbol[] three = {played(Said.ALLOWED), played(Said.ALLOWED), played(Said.ALLOWED)};
      JsonNode ack = client.subscribeWith("quote", "'intervalMs':100", three);
      assertEquals(2, ack.path("granted").size());
      assertEquals(500, ack.at("/granted/0/intervalMs").asInt());
      assertEquals("limit_subscriptions", ack.at("/refused/0/code").asText());
      JsonNode slower = client.subscribeWith("quote", "'intervalMs':900", three[0]);
      assertEquals(900, slower.at("/granted/0/intervalMs").asInt());
    }
  }

  @Test
  void theGatewaysLimitHoldsWhereTheTokensIsHigher() {
    Map<String, Object> md = Map.of("maxSubscriptions", 1_000);
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice", md))) {
      assertEquals(10, client.welcome().at("/limits/subscriptions").asInt());
    }
  }

  @Test
  void aGlobCoversOfNewSymbolsOnlyWhatIsAllowed() {
    Symbol first = Ticks.fresh("NEW");
    Symbol allowed = Symbol.of(first + "-A");
    Symbol hidden = Symbol.of(first + "-B");
    Symbol delayed = Symbol.of(first + "-C");
    Map<String, Object> md =
        Map.of("symbols", List.of(first + "-A*"), "delayed", List.of(first + "-C*"));
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice", md))) {
      JsonNode ack = client.subscribeTo("'channel':'quote','symbols':['" + first + "*']");
      assertEquals(
          "delayed", ack.at("/granted/0/timeliness").asText(), "some of it may come to be");
      market.tick(Ticks.quote(hidden, 7), Ticks.quote(delayed, 8), Ticks.quote(allowed, 9));
      assertEquals("9.10", client.next("quote", allowed).text("bid"));
      late.tick(Ticks.quote(delayed, 3));
      assertEquals("3.10", client.next("quote", delayed).text("bid"));
      market.tick(Ticks.quote(delayed, 9), Ticks.quote(hidden, 9), Ticks.quote(allowed, 10));
      client.nextWith("quote", allowed, "bid", "10.10");
      client.settle();
      assertTrue(client.elements("quote", hidden).isEmpty());
      assertEquals(1, client.elements("quote", delayed).size());
    }
  }

  /** It is known, but what is known of it isn't old enough yet. */
  @Test
  void aDelayedSymbolThatIsNewStartsWhenItIsOldEnough() {
    Symbol symbol = Ticks.fresh("EARLY");
    market.tick(Ticks.quote(symbol, 2));
    Map<String, Object> md = Map.of("delayed", List.of(symbol.name()));
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice", md))) {
      JsonNode ack = client.subscribe("quote", symbol);
      assertTimeliness(Said.DELAYED, ack.at("/granted/0"));
      late.tick(Ticks.quote(symbol, 1));
      Element first = client.next("quote", symbol);
      assertEquals("1.10", first.text("bid"));
      assertTrue(first.snapshot());
    }
  }
}
