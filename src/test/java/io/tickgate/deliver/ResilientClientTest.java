package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import io.tickgate.security.TokenMint;
import io.tickgate.web.CutProxy;
import io.tickgate.web.ScriptRuntime;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The TypeScript client against a network that is cut, tokens that expire, drains, an operator and
 * a slow link. In the end it has what the gateway has, and every trade or a gap that stands for it.
 */
@QuarkusTest
@TestProfile(RestlessProfile.class)
class ResilientClientTest {
  private static final int CUTS = 100; // in each of two runtimes
  private static final int SYMBOLS = 8;
  private static final int TRADE_LOG = 64; // as the profile says
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(3_600);

  @Inject TestMarket market;
  @Inject MovedClock clock;
  @Inject Drain drain;

  private final TokenMint mint = TokenMint.shared();
  private Duration ahead = Duration.ZERO;

  @AfterEach
  void setTheClockRight() {
    clock.set(Duration.ZERO);
    drain.callOff();
  }

  @Test
  void endsWithWhatTheGatewayHasInDenoOverCbor() throws Exception {
    endures(ScriptRuntime.deno(), "cbor", "DENO", 20_261);
  }

  @Test
  void endsWithWhatTheGatewayHasInNodeOverJson() throws Exception {
    endures(ScriptRuntime.node(), "json", "NODE", 20_262);
  }

  private void endures(ScriptRuntime runtime, String protocol, String name, long seed)
      throws Exception {
    List<Symbol> symbols = Stream.generate(() -> Ticks.fresh(name)).limit(SYMBOLS).toList();
    RestlessMarket restless = new RestlessMarket(market, symbols, seed);
    try (CutProxy network = new CutProxy(Endpoint.of(""));
        ScriptedClient client = client(runtime, network, protocol, "never", symbols)) {
      client.await("open");
      try (restless) {
        restless.start();
        cuts(network, client, new Random(seed));
        expiries(client);
        drains(client);
        operator(client);
        slowPhase(network, client, restless);
        outage(network, client, restless);
      }
      JsonNode report = awaitEqual(client, names(symbols), seed);
      tradesAreAccountedFor(report, symbols, seed);
      print(runtime, protocol, report);
      assertTrue(report.at("/stats/opened").asInt() >= CUTS + 5, report.path("stats").toString());
      assertTrue(report.at("/stats/gaps").asInt() >= SYMBOLS, report.path("stats").toString());
      assertEquals(0, report.at("/stats/mismatches").asInt(), report.path("counts").toString());
    }
  }

  /**
   * Events are read only, so there is less to endure; trades of a glob don't go on, but are told.
   */
  @Test
  void endsWithWhatTheGatewayHasOverEventsToo() throws Exception {
    long seed = 20_263;
    ScriptRuntime runtime = ScriptRuntime.deno();
    List<Symbol> symbols = Stream.generate(() -> Ticks.fresh("SSE")).limit(SYMBOLS).toList();
    RestlessMarket restless = new RestlessMarket(market, symbols, seed);
    try (CutProxy network = new CutProxy(Endpoint.of(""));
        ScriptedClient client = client(runtime, network, "json", "always", symbols)) {
      client.await("open");
      try (restless) {
        restless.start();
        for (int i = 0; i < 10; i++) {
          restless.awaitMore(100);
          network.cut();
          client.await("waiting");
          client.await("open");
        }
      }
      JsonNode report = awaitEqual(client, names(symbols), seed);
      tradesAreAccountedFor(report, symbols, seed);
      print(runtime, "events", report);
      assertEquals(11, report.at("/stats/opened").asInt(), report.path("stats").toString());
    }
  }

  private ScriptedClient client(
      ScriptRuntime runtime, CutProxy network, String protocol, String sse, List<Symbol> symbols)
      throws IOException, InterruptedException {
    String first = symbols.get(0).name();
    Map<String, String> environment =
        Map.of(
            "GATEWAY",
            network.address().toString(),
            "PROTOCOL",
            protocol,
            "SSE",
            sse,
            "SYMBOLS",
            names(symbols),
            "GLOB",
            first.substring(0, first.indexOf('-')) + "-*");
    return new ScriptedClient(runtime, environment, this::token);
  }

  private static String names(List<Symbol> symbols) {
    return symbols.stream().map(Symbol::name).collect(Collectors.joining(","));
  }

  private String token() {
    return token("desk", "md-read");
  }

  /** A token that lives an hour of the gateway's clock. */
  private String token(String subject, String group) {
    return mint.sign(TokenMint.claims(subject, group).expiresAt(clock.instant().plus(TOKEN_LIFE)));
  }

  private void cuts(CutProxy network, ScriptedClient client, Random random)
      throws InterruptedException {
    for (int i = 0; i < CUTS; i++) {
      Thread.sleep(random.nextInt(25)); // somewhere amid the data, the handshake or the requests
      network.cut();
      client.await("waiting");
      client.await("open");
    }
  }

  /** Two tokens renewed in place, then one that ends before it can be. */
  private void expiries(ScriptedClient client) throws IOException {
    for (int i = 0; i < 2; i++) {
      int before = client.report().at("/counts/token").asInt();
      move(TOKEN_LIFE.minusSeconds(30));
      awaitCount(client, "/counts/token", before + 1);
    }
    move(TOKEN_LIFE.plusSeconds(30));
    client.await("waiting", line -> line.path("code").asInt() == 4001);
    client.await("open");
  }

  private void move(Duration by) {
    ahead = ahead.plus(by);
    clock.set(ahead);
  }

  private void awaitCount(ScriptedClient client, String path, int least) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (client.report().at(path).asInt() < least) {
      if (System.nanoTime() > end) {
        fail(path + " stays below " + least + ": " + client.report());
      }
    }
  }

  private void drains(ScriptedClient client) {
    for (int i = 0; i < 2; i++) {
      drain.begin(Duration.ZERO, Duration.ofMillis(50));
      client.await("waiting", line -> line.path("code").asInt() == 1012);
      drain.callOff();
      client.await("open");
    }
  }

  /** Thrown out by an operator it stays away until it is asked to come back. */
  private void operator(ScriptedClient client) throws IOException {
    String admin = token("op", "md-admin");
    String path = "/v1/admin/sessions";
    String id =
        given()
            .auth()
            .oauth2(admin)
            .get(path)
            .jsonPath()
            .getString("items.find { it.subject == 'desk' }.id");
    assertEquals(204, given().auth().oauth2(admin).delete(path + "/" + id).statusCode());
    assertEquals(4503, client.await("ended").path("code").asInt());
    client.reconnect();
    client.await("open");
  }

  private void slowPhase(CutProxy network, ScriptedClient client, RestlessMarket restless)
      throws IOException {
    int before = client.report().at("/counts/slow").asInt();
    network.slowTo(6_000);
    restless.pause(200_000);
    awaitCount(client, "/counts/slow", before + 1);
    network.slowTo(0);
    restless.pause(1_000_000);
    awaitCount(client, "/counts/slow_cleared", 1);
  }

  /** Away for longer than the log of trades goes back. */
  private static void outage(CutProxy network, ScriptedClient client, RestlessMarket restless) {
    network.refuse(true);
    client.await("waiting");
    restless.pause(100_000);
    restless.awaitMore(TRADE_LOG * SYMBOLS * 3 * 2); // a third of all are trades
    network.refuse(false);
    client.await("open");
  }

  /** Waits until all that the client has is what the gateway tells by HTTP. */
  private JsonNode awaitEqual(ScriptedClient client, String names, long seed) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      JsonNode report = client.report();
      String difference = difference(report, names);
      if (difference.isEmpty()) {
        return report;
      }
      if (System.nanoTime() > end) {
        return fail("seed " + seed + ": " + difference);
      }
    }
  }

  private String difference(JsonNode report, String names) throws IOException {
    Map<String, String> views =
        Map.of("ticker", "", "quote", "", "book", "&depth=25", "bar", "&interval=1s");
    for (Map.Entry<String, String> view : views.entrySet()) {
      String path = "/v1/snapshot?symbols=" + names + "&channel=" + view.getKey() + view.getValue();
      String body = given().auth().oauth2(token()).get(path).asString();
      Map<String, JsonNode> expected = bySymbol(JSON.readTree(body).path("data"));
      Map<String, JsonNode> actual = bySymbol(report.at("/values/" + view.getKey()));
      assertEquals(SYMBOLS, expected.size(), body);
      if (!expected.equals(actual)) {
        return view.getKey() + "\n expected " + expected + "\n but was  " + actual;
      }
    }
    return "";
  }

  private static Map<String, JsonNode> bySymbol(JsonNode elements) {
    Map<String, JsonNode> result = new TreeMap<>();
    for (JsonNode each : elements) {
      ((ObjectNode) each).remove("prev"); // a snapshot has none
      result.put(each.path("s").asText(), each);
    }
    return result;
  }

  /** What came and what the gaps stand for is, put together, each seq once from the first on. */
  private void tradesAreAccountedFor(JsonNode report, List<Symbol> symbols, long seed) {
    assertEquals(0, report.path("backwards").asInt(), "seed " + seed);
    assertEquals(0, report.at("/counts/reset").asInt(), "seed " + seed);
    Map<String, TreeMap<Long, Long>> spans = new TreeMap<>();
    for (JsonNode each : report.path("trades")) {
      for (JsonNode span : each.get(1)) {
        add(spans, each.get(0).asText(), span.get(0).asLong(), span.get(1).asLong());
      }
    }
    for (JsonNode gap : report.path("gaps")) {
      assertEquals("trade", gap.path("channel").asText());
      add(spans, gap.path("symbol").asText(), gap.path("from").asLong(), gap.path("to").asLong());
    }
    for (Symbol symbol : symbols) {
      long next = spans.get(symbol.name()).firstKey(); // what it was subscribed at
      for (Map.Entry<Long, Long> span : spans.get(symbol.name()).entrySet()) {
        assertEquals(next, span.getKey(), "seed " + seed + " " + symbol + " " + spans);
        next = span.getValue() + 1;
      }
      String path = "/v1/snapshot?channel=trade&symbols=" + symbol.name();
      long head = given().auth().oauth2(token()).get(path).jsonPath().getLong("data[0].seq");
      assertEquals(head, next - 1, "seed " + seed + " " + symbol);
    }
  }

  private static void add(
      Map<String, TreeMap<Long, Long>> spans, String symbol, long from, long to) {
    Long before = spans.computeIfAbsent(symbol, name -> new TreeMap<>()).put(from, to);
    assertEquals(null, before, "twice: " + symbol + " from " + from);
  }

  private static void print(ScriptRuntime runtime, String protocol, JsonNode report) {
    List<String> trades = new ArrayList<>();
    long delivered = 0;
    for (JsonNode each : report.path("trades")) {
      for (JsonNode span : each.get(1)) {
        delivered += span.get(1).asLong() - span.get(0).asLong() + 1;
      }
    }
    trades.add(delivered + " trades");
    trades.add(report.at("/stats/missed").asLong() + " told as missed in");
    trades.add(report.at("/stats/gaps").asLong() + " gaps");
    System.out.printf(
        "tickgate-client on %s over %s: %s, close codes %s, events %s, stats %s%n",
        runtime.name(),
        protocol,
        String.join(" ", trades),
        report.path("codes"),
        report.path("counts"),
        report.path("stats"));
  }
}
