package io.tickgate.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickgate.relay.GatewayProcess;
import io.tickgate.security.TokenMint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The TypeScript client at the packaged gateway, against a network that is cut, tokens that expire,
 * drains, an operator and a slow link. In the end it has what the gateway has, and every trade or a
 * gap that stands for it.
 */
@Timeout(180)
class ResilientClientIT {
  private static final int CUTS = 100; // in each of two runtimes
  private static final int SYMBOLS = 8;
  private static final int TRADE_LOG = 64; // so short that who is away for long misses trades
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG_LIFE = Duration.ofHours(1);

  /** Of tokens that are to expire; the gateway tells that half-way. */
  private static final Duration SHORT_LIFE = Duration.ofSeconds(4);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final TokenMint MINT = TokenMint.shared();
  private static GatewayProcess gateway;

  private volatile Duration life = LONG_LIFE;
  private volatile String last = "";
  private volatile boolean stuck;

  @BeforeAll
  static void startGateway() throws IOException {
    assumeTrue(Files.exists(GatewayProcess.JAR), "skipped: " + GatewayProcess.JAR + " isn't there");
    Path folder = Files.createDirectories(Path.of("target/resilient-client"));
    gateway =
        new GatewayProcess(
            "gateway",
            folder,
            List.of(
                "tickgate.feeds.demo.enabled=false",
                "tickgate.feeds.sim.enabled=false",
                "tickgate.security.auth=required",
                "tickgate.security.key=" + TokenMint.sharedKey(),
                "tickgate.security.issuer=" + TokenMint.ISSUER,
                "tickgate.security.expiry-notice=" + SHORT_LIFE.toSeconds() / 2 + "s",
                "tickgate.admin.enabled=true",
                "tickgate.book.trade-log=" + TRADE_LOG,
                "tickgate.book.event-log=" + TRADE_LOG)); // a log that is walked is no shorter
    gateway.awaitReady();
  }

  @AfterAll
  static void stopGateway() {
    if (gateway != null) {
      gateway.close();
    }
  }

  @AfterEach
  void backInService() throws Exception {
    admin("DELETE", "/v1/admin/drain", "");
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
    List<String> symbols = symbols(name);
    try (RestlessMarket market = market(symbols, seed);
        CutProxy network = new CutProxy(URI.create(gateway.address()));
        ScriptedClient client = client(runtime, network, protocol, "never", symbols)) {
      client.await("open");
      try (market) {
        market.start();
        cuts(network, client, new Random(seed));
        expiries(network, client);
        drains(client);
        operator(client);
        slowPhase(network, client, market);
        outage(network, client, market);
      }
      JsonNode report = awaitEqual(client, symbols, seed);
      tradesAreAccountedFor(report, symbols, seed);
      print(runtime, protocol, report);
      assertTrue(report.at("/stats/opened").asInt() >= CUTS + 6, report.path("stats").toString());
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
    List<String> symbols = symbols("SSE");
    try (RestlessMarket market = market(symbols, seed);
        CutProxy network = new CutProxy(URI.create(gateway.address()));
        ScriptedClient client = client(runtime, network, "json", "always", symbols)) {
      client.await("open");
      try (market) {
        market.start();
        for (int i = 0; i < 10; i++) {
          market.awaitMore(100);
          network.cut();
          client.await("waiting");
          client.await("open");
        }
      }
      JsonNode report = awaitEqual(client, symbols, seed);
      tradesAreAccountedFor(report, symbols, seed);
      print(runtime, "events", report);
      assertEquals(11, report.at("/stats/opened").asInt(), report.path("stats").toString());
    }
  }

  private static List<String> symbols(String name) {
    return IntStream.range(0, SYMBOLS).mapToObj(i -> "desk:" + name + "-" + i).toList();
  }

  private static RestlessMarket market(List<String> symbols, long seed) throws IOException {
    String token =
        MINT.sign(
            TokenMint.claims("feed", "md-publish").claim("md", Map.of("publish", List.of("desk"))));
    return new RestlessMarket(URI.create(gateway.address()), token, symbols, seed);
  }

  private ScriptedClient client(
      ScriptRuntime runtime, CutProxy network, String protocol, String sse, List<String> symbols)
      throws IOException, InterruptedException {
    String first = symbols.get(0);
    Map<String, String> environment =
        Map.of(
            "GATEWAY",
            network.address().toString(),
            "PROTOCOL",
            protocol,
            "SSE",
            sse,
            "SYMBOLS",
            String.join(",", symbols),
            "GLOB",
            first.substring(0, first.indexOf('-')) + "-*");
    return new ScriptedClient(runtime, environment, this::token);
  }

  /** A token of the life that it is time for, or the last one once more. */
  private String token() {
    if (!stuck) {
      last = MINT.sign(TokenMint.claims("desk", "md-read").expiresAt(Instant.now().plus(life)));
    }
    return last;
  }

  private void cuts(CutProxy network, ScriptedClient client, Random random)
      throws InterruptedException {
    for (int i = 0; i < CUTS; i++) {
      Thread.sleep(random.nextInt(25)); // somewhere amid the data, the handshake or the requests
      reopened(network, client);
    }
  }

  private static void reopened(CutProxy network, ScriptedClient client) {
    network.cut();
    client.await("waiting");
    client.await("open");
  }

  /** Two tokens renewed in place, then an issuer that has no other until the last has expired. */
  private void expiries(CutProxy network, ScriptedClient client) throws Exception {
    life = SHORT_LIFE;
    reopened(network, client);
    int before = client.report().at("/counts/token").asInt();
    awaitCount(client, "/counts/token", before + 2);
    stuck = true;
    client.await("waiting", line -> line.path("code").asInt() == 4001);
    life = LONG_LIFE;
    stuck = false;
    client.await("open");
  }

  private static void awaitCount(ScriptedClient client, String path, int least) throws Exception {
    await(path + " at least " + least, () -> client.report().at(path).asInt() >= least);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, what);
    }
  }

  private void drains(ScriptedClient client) throws Exception {
    for (int i = 0; i < 2; i++) {
      admin("POST", "/v1/admin/drain", "{\"delayMs\":0,\"windowMs\":50}");
      client.await("waiting", line -> line.path("code").asInt() == 1012);
      admin("DELETE", "/v1/admin/drain", "");
      client.await("open");
    }
  }

  /** Thrown out by an operator it stays away until it is asked to come back. */
  private void operator(ScriptedClient client) throws Exception {
    String path = "/v1/admin/sessions";
    for (JsonNode each : admin("GET", path, "").path("items")) {
      if (each.path("subject").asText().equals("desk")) {
        admin("DELETE", path + "/" + each.path("id").asText(), "");
      }
    }
    assertEquals(4503, client.await("ended").path("code").asInt());
    client.reconnect();
    client.await("open");
  }

  private static JsonNode admin(String method, String path, String body) throws Exception {
    HttpRequest.BodyPublisher content = HttpRequest.BodyPublishers.ofString(body);
    return call(path, MINT.sign(TokenMint.claims("op", "md-admin")), method, content);
  }

  private static JsonNode call(
      String path, String token, String method, HttpRequest.BodyPublisher content)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.address() + path))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, content)
            .build();
    HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
    assertEquals(2, response.statusCode() / 100, method + " " + path + " " + response.body());
    return JSON.readTree(response.body());
  }

  private static void slowPhase(CutProxy network, ScriptedClient client, RestlessMarket market)
      throws Exception {
    int before = client.report().at("/counts/slow").asInt();
    int after = client.report().at("/counts/slow_cleared").asInt();
    network.slowTo(6_000);
    market.pause(200_000);
    awaitCount(client, "/counts/slow", before + 1);
    network.slowTo(0);
    market.pause(1_000_000);
    awaitCount(client, "/counts/slow_cleared", after + 1);
  }

  /** Away for longer than the log of trades goes back. */
  private static void outage(CutProxy network, ScriptedClient client, RestlessMarket market) {
    network.refuse(true);
    client.await("waiting");
    market.pause(100_000);
    market.awaitMore(TRADE_LOG * SYMBOLS * 3 * 2); // a third of all are trades
    network.refuse(false);
    client.await("open");
  }

  /** Waits until all that the client has is what the gateway tells by HTTP. */
  private JsonNode awaitEqual(ScriptedClient client, List<String> symbols, long seed)
      throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      JsonNode report = client.report();
      String difference = difference(report, symbols);
      if (difference.isEmpty()) {
        return report;
      }
      if (System.nanoTime() > end) {
        return fail("seed " + seed + ": " + difference);
      }
    }
  }

  private String difference(JsonNode report, List<String> symbols) throws Exception {
    Map<String, String> channels =
        Map.of("ticker", "", "quote", "", "book", "&depth=25", "bar", "&interval=1s");
    for (Map.Entry<String, String> channel : channels.entrySet()) {
      JsonNode data = views(channel.getKey(), symbols, channel.getValue());
      Map<String, JsonNode> expected = bySymbol(data);
      Map<String, JsonNode> actual = bySymbol(report.at("/values/" + channel.getKey()));
      assertEquals(SYMBOLS, expected.size(), data.toString());
      if (!expected.equals(actual)) {
        return channel.getKey() + "\n expected " + expected + "\n but was  " + actual;
      }
    }
    return "";
  }

  /** What the gateway has of these symbols and tells by HTTP. */
  private static JsonNode views(String channel, List<String> symbols, String more)
      throws Exception {
    String path = "/v1/snapshot?symbols=" + String.join(",", symbols) + "&channel=" + channel;
    return call(path + more, MINT.reader("check"), "GET", HttpRequest.BodyPublishers.noBody())
        .path("data");
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
  private void tradesAreAccountedFor(JsonNode report, List<String> symbols, long seed)
      throws Exception {
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
    for (String symbol : symbols) {
      long next = spans.get(symbol).firstKey(); // what it was subscribed at
      for (Map.Entry<Long, Long> span : spans.get(symbol).entrySet()) {
        assertEquals(next, span.getKey(), "seed " + seed + " " + symbol + " " + spans);
        next = span.getValue() + 1;
      }
      long head = views("trade", List.of(symbol), "").at("/0/seq").asLong();
      assertEquals(head, next - 1, "seed " + seed + " " + symbol);
    }
  }

  private static void add(
      Map<String, TreeMap<Long, Long>> spans, String symbol, long from, long to) {
    Long before = spans.computeIfAbsent(symbol, name -> new TreeMap<>()).put(from, to);
    assertEquals(null, before, "twice: " + symbol + " from " + from);
  }

  private static void print(ScriptRuntime runtime, String protocol, JsonNode report) {
    long delivered = 0;
    for (JsonNode each : report.path("trades")) {
      for (JsonNode span : each.get(1)) {
        delivered += span.get(1).asLong() - span.get(0).asLong() + 1;
      }
    }
    System.out.printf(
        "tickgate-client on %s over %s: %d trades, %d told as missed in %d gaps, close codes %s,"
            + " events %s, stats %s%n",
        runtime.name(),
        protocol,
        delivered,
        report.at("/stats/missed").asLong(),
        report.at("/stats/gaps").asLong(),
        report.path("codes"),
        report.path("counts"),
        report.path("stats"));
  }
}
