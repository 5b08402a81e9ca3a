package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.tickgate.market.Symbol;
import io.tickgate.security.TokenMint;
import io.tickgate.wire.ProtocolContract;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways of §6 to say who one is, and what comes of a bad token. */
@QuarkusTest
@TestProfile(SecurityProfile.class)
class TokenHandshakeTest {
  private static final String CARRIER = "quarkus-http-upgrade#Authorization#Bearer%20";

  @Inject TestMarket market;

  private final TokenMint mint = TokenMint.shared();
  private Symbol symbol;

  @BeforeEach
  void startWithAValue() {
    symbol = Ticks.fresh("AUTH");
    market.tick(Ticks.quote(symbol, 1));
  }

  @Test
  void headerLetsIn() {
    Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 600);
    String token = mint.sign(TokenMint.claims("alice", "md-read").expiresAt(expiry));
    try (StreamClient client = StreamClient.connectAs(token)) {
      JsonNode auth = client.welcome().path("auth");
      assertTrue(auth.path("required").asBoolean());
      assertEquals("alice", auth.path("subject").asText());
      assertEquals(expiry.getEpochSecond() * 1_000_000, auth.path("expiresAt").asLong());
      assertFalse(auth.has("deadlineMs"), "nothing is left to do");
      client.subscribe("quote", symbol);
      assertEquals("1.10", client.next("quote", symbol).text("bid"));
    }
  }

  @Test
  void browsersSubprotocolLetsIn() {
    String carried = CARRIER + mint.reader("alice");
    try (StreamClient client =
        StreamClient.connect("bearer-token-carrier", "tickgate.v1.json", carried)) {
      assertEquals("tickgate.v1.json", client.subprotocol());
      assertEquals("alice", client.welcome().at("/auth/subject").asText());
    }
  }

  @Test
  void firstMessageLetsIn() {
    try (StreamClient client = StreamClient.connect()) {
      JsonNode auth = client.welcome().path("auth");
      assertEquals(SecurityProfile.AUTH_DEADLINE.toMillis(), auth.path("deadlineMs").asInt());
      assertFalse(auth.has("subject"));
      JsonNode ack = client.ask("{'op':'auth','token':'%s'}", mint.reader("alice"));
      assertEquals("ack", ack.path("type").asText());
      assertTrue(ack.path("expiresAt").asLong() > 0);
      client.subscribe("quote", symbol);
      assertEquals("1.10", client.next("quote", symbol).text("bid"));
    }
  }

  @Test
  void requestsBehindTheTokenAreAnsweredInTheirTurn() {
    try (StreamClient client = StreamClient.connect()) {
      client.send("{'op':'auth','id':1,'token':'%s'}", mint.reader("alice"));
      client.send("{'op':'subscribe','id':2,'channel':'quote','symbols':['%s']}", symbol);
      client.send("{'op':'ping','id':3}");
      assertEquals("pong", client.answer(3).path("type").asText());
      List<Integer> order =
          client.messages().stream()
              .filter(m -> m.has("id"))
              .map(m -> m.get("id").asInt())
              .toList();
      assertEquals(List.of(1, 2, 3), order);
      assertEquals(1, client.answer(2).path("granted").size());
    }
  }

  @Test
  void moreThanIsHeldBackIsRefusedAndTheRestGoesOn() {
    try (StreamClient client = StreamClient.connect()) {
      client.send("{'op':'auth','id':1,'token':'%s'}", mint.reader("alice"));
      String filler = "x".repeat(40_000);
      for (int id = 2; id < 6; id++) {
        client.sendRaw("{\"op\":\"ping\",\"id\":" + id + ",\"filler\":\"" + filler + "\"}");
      }
      assertEquals("ack", client.answer(1).path("type").asText());
      client.send("{'op':'ping','id':6}");
      assertEquals("pong", client.answer(6).path("type").asText());
      for (JsonNode error : client.messages("error")) {
        assertEquals("rate_limited", error.path("code").asText());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'subscribe','channel':'quote','symbols':['test:X']}",
        "{'op':'unsubscribe'}",
        "{'op':'list'}",
        "{'op':'ping'}",
        "{'op':'pause'}",
        "{'op':'configure','maxKbps':1}"
      })
  void whatComesBeforeTheTokenIsUnauthorized(String message) {
    try (StreamClient client = StreamClient.connect()) {
      assertEquals("unauthorized", client.ask(message).path("code").asText());
      client.ask("{'op':'auth','token':'%s'}", mint.reader("alice"));
      assertEquals("pong", client.ask("{'op':'ping'}").path("type").asText());
    }
  }

  @Test
  void nothingOfTheFeedsIsToldBeforeTheToken() {
    try (StreamClient client = StreamClient.connect()) {
      assertEquals(4500, client.awaitClose());
      assertTrue(client.messages("snapshot").isEmpty());
      assertTrue(client.messages("notice").isEmpty());
      client.messages("heartbeat").forEach(m -> assertEquals(0, m.path("feeds").size()));
    }
  }

  @Test
  void badTokenInTheFirstMessageClosesWith4500() {
    try (StreamClient client = StreamClient.connect()) {
      String bad = TokenMint.of(SignatureAlgorithm.ES256).reader("mallory");
      assertEquals(
          "unauthorized", client.ask("{'op':'auth','token':'%s'}", bad).path("code").asText());
      assertEquals(4500, client.awaitClose());
    }
  }

  @Test
  void expiredTokenInTheFirstMessageClosesWith4001() {
    try (StreamClient client = StreamClient.connect()) {
      String late =
          mint.sign(TokenMint.claims("a", "md-read").expiresAt(Instant.now().minusSeconds(60)));
      assertEquals(
          "token_expired", client.ask("{'op':'auth','token':'%s'}", late).path("code").asText());
      assertEquals(4001, client.awaitClose());
    }
  }

  static Stream<Map<String, String>> badHeaders() {
    TokenMint mint = TokenMint.shared();
    String good = mint.reader("alice");
    return Stream.of(
        Map.of("Authorization", "Bearer garbage"),
        Map.of("Authorization", "Bearer "),
        Map.of("Authorization", "Basic YTpi"),
        Map.of("Authorization", good),
        Map.of("Authorization", "Bearer " + good + "x"),
        Map.of("Authorization", "Bearer " + good.repeat(40).substring(0, 8_193)),
        Map.of("Authorization", "Bearer " + mint.sign(TokenMint.claims("a").issuer("other"))),
        Map.of("Authorization", "Bearer " + mint.sign(TokenMint.claims("a").audience("other"))));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("badHeaders")
  void badTokenAtTheHandshakeGets401OnEveryPath(Map<String, String> headers) {
    assertEquals(401, refusal(() -> StreamClient.connect(headers, "/v1/stream")));
    for (String path : PATHS) {
      Response response = given().headers(headers).get(path);
      assertEquals(401, response.statusCode(), path);
      assertTrue(response.header("WWW-Authenticate").startsWith("Bearer"), path);
      ProtocolContract.check("error", response.asString());
      assertEquals("unauthorized", response.jsonPath().getString("code"));
    }
  }

  private static final List<String> PATHS =
      List.of(
          "/v1/sse?channel=quote&symbols=test:X",
          "/v1/snapshot?symbols=test:X",
          "/v1/symbols",
          "/v1/bars/test:X",
          "/v1/admin/sessions",
          "/v1/whatever/comes/later");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1//symbols",
        "//v1/symbols",
        "/v1/./symbols",
        "/q/../v1/symbols",
        "/v1/protocol/../symbols",
        "/%76%31/symbols",
        "/v1%2Fsymbols",
        "/v1/symbols/",
        "/v1/symbols;a=b",
        "/V1/symbols"
      })
  void noSpellingOfAPathLeadsAroundTheGate(String path) throws IOException {
    URI uri = Endpoint.of("/");
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes());
      assertTrue(answer.matches("(?s)HTTP/1.1 4(01|04) .*"), answer);
    }
  }

  @Test
  void withoutATokenNothingIsReadByHttp() {
    for (String path : PATHS) {
      assertEquals(401, given().get(path).statusCode(), path);
    }
    assertEquals(401, given().head("/v1/symbols").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health/live", "/q/health/ready", "/q/metrics", "/v1/protocol"})
  void operatorsViewsAndDocumentsStayOpen(String path) {
    assertEquals(200, given().get(path).statusCode());
  }

  @Test
  void expiredTokenIsToldApart() {
    String late =
        mint.sign(TokenMint.claims("a", "md-read").expiresAt(Instant.now().minusSeconds(60)));
    Response response = given().header("Authorization", "Bearer " + late).get("/v1/symbols");
    assertEquals(401, response.statusCode());
    assertEquals("token_expired", response.jsonPath().getString("code"));
    assertTrue(response.header("WWW-Authenticate").contains("invalid_token"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "access_token", "jwt", "Authorization"})
  void tokenInTheQueryIsRefused(String name) {
    String query = name + "=" + mint.reader("alice");
    assertEquals(401, refusal(() -> StreamClient.connect(Map.of(), "/v1/stream?" + query)));
    assertEquals(401, given().get("/v1/symbols?" + query).statusCode());
    String header = "Bearer " + mint.reader("alice");
    assertEquals(
        401, given().header("Authorization", header).get("/v1/symbols?" + query).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bearer-token-carrier",
        CARRIER,
        CARRIER + "garbage",
        "quarkus-http-upgrade#Authorization#garbage",
        "quarkus-http-upgrade#Authorization#Bearer%2",
        "quarkus-http-upgrade#Authorization#Bearer%zz"
      })
  void malformedCarrierGets401(String protocol) {
    assertEquals(401, refusal(() -> StreamClient.connect("tickgate.v1.json", protocol)));
  }

  @Test
  void twoTokensGet401() {
    Map<String, String> header = Map.of("Authorization", "Bearer " + mint.reader("alice"));
    String carried = CARRIER + mint.reader("bob");
    assertEquals(
        401,
        refusal(() -> StreamClient.connect(header, "/v1/stream", "tickgate.v1.json", carried)));
  }

  @Test
  void adminAsksForItsGroup() {
    String reader = "Bearer " + mint.reader("alice");
    String admin = "Bearer " + mint.sign(TokenMint.claims("root", "md-admin"));
    assertEquals(
        403, given().header("Authorization", reader).get("/v1/admin/sessions").statusCode());
    assertEquals(
        200, given().header("Authorization", admin).get("/v1/admin/sessions").statusCode());
    Response read = given().header("Authorization", admin).get("/v1/symbols");
    assertEquals(403, read.statusCode(), "an administrator isn't a reader");
    assertEquals("forbidden", read.jsonPath().getString("code"));
  }

  @Test
  void noTokenReachesALogOrAnAnswer() {
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Handler handler = new Recorder(logged);
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    String bad = TokenMint.of(SignatureAlgorithm.ES256).reader("mallory");
    String good = mint.reader("alice");
    try {
      Map<String, String> header = Map.of("Authorization", "Bearer " + bad);
      refusal(() -> StreamClient.connect(header, "/v1/stream"));
      refusal(() -> StreamClient.connect("tickgate.v1.json", CARRIER + bad));
      refusal(() -> StreamClient.connect(Map.of(), "/v1/stream?token=" + bad));
      String body = given().headers(header).get("/v1/symbols").asString();
      assertFalse(body.contains(bad.substring(10, 60)), body);
      try (StreamClient client = StreamClient.connect()) {
        client.ask("{'op':'auth','token':'%s'}", bad);
        client.awaitClose();
      }
      try (StreamClient client = StreamClient.connectAs(good)) {
        client.ask("{'op':'auth','token':'%s'}", bad);
        client.settle();
      }
    } finally {
      root.removeHandler(handler);
    }
    for (String token : List.of(bad, good)) {
      for (String part : token.split("\\.")) {
        assertNull(logged.stream().filter(line -> line.contains(part)).findAny().orElse(null));
      }
    }
  }

  private static final class Recorder extends Handler {
    private final Queue<String> lines;

    Recorder(Queue<String> lines) {
      this.lines = lines;
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
      lines.add(record.getMessage() + List.of(parameters(record)) + record.getThrown());
    }

    private static Object[] parameters(LogRecord record) {
      Object[] parameters = record.getParameters();
      return parameters == null
          ? new Object[0]
          : Stream.of(parameters).map(String::valueOf).toArray();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static int refusal(Runnable connect) {
    CompletionException error = assertThrows(CompletionException.class, connect::run);
    return assertInstanceOf(WebSocketHandshakeException.class, error.getCause())
        .getResponse()
        .statusCode();
  }
}
