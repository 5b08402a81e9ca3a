package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.tickgate.market.Symbol;
import io.tickgate.security.TokenMint;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators are those with {@code md-admin}; all that happens here is in the audit log. */
@QuarkusTest
@TestProfile(SecurityProfile.class)
class AdminRoleTest {
  private static final Logger AUDIT = Logger.getLogger("io.tickgate.audit");

  @Inject TestMarket market;

  private final TokenMint mint = TokenMint.shared();
  private final List<String> audited = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          audited.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    AUDIT.addHandler(handler);
  }

  @AfterEach
  void leave() {
    AUDIT.removeHandler(handler);
  }

  private RequestSpecification as(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private RequestSpecification operator() {
    return as(mint.sign(TokenMint.claims("root", "md-admin")));
  }

  private boolean heard(String start) {
    return audited.stream().anyMatch(line -> line.startsWith(start));
  }

  @Test
  void readersAreNoOperators() {
    String token = mint.reader("alice");
    List<String> paths =
        List.of("sessions", "sessions/x", "explain?session=x&symbol=y:z", "dead-letters");
    for (String path : paths) {
      assertEquals(403, as(token).get("/v1/admin/" + path).statusCode(), path);
      assertEquals(401, given().get("/v1/admin/" + path).statusCode(), path);
    }
    assertTrue(heard("audit event=refused subject=\"\" what=forbidden address="), "" + audited);
    assertTrue(heard("audit event=refused subject=\"\" what=unauthorized address="), "" + audited);
    assertFalse(String.join("\n", audited).contains(token.substring(0, 20)));
  }

  /** The router leaves out what stands behind a semicolon (RFC 3986 section 3.3). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1;x/admin/sessions",
        "/v1/admin;x/sessions",
        "/v1/admin/;x/sessions",
        "/;x/v1/admin/sessions",
        "/v1;/admin/sessions;x=1",
        "/v1%3Bx/admin/sessions",
        "/v1/%61dmin/sessions",
        "//v1/admin/sessions",
        "/v1/x/../admin/sessions",
        "/v1/x/..;x/admin/sessions",
        "/v1/admin/sessions/",
      })
  void noOtherSpellingOfAPathGetsAroundTheGate(String path) throws Exception {
    for (String token : new String[] {null, mint.reader("alice")}) {
      RawSocket socket = RawSocket.open();
      try {
        String bearer = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + bearer + "\r\n";
        socket.send(request.getBytes(StandardCharsets.US_ASCII));
        int status = socket.readAnswer().status();
        assertTrue(List.of(401, 403, 404).contains(status), path + " " + status);
      } finally {
        socket.close();
      }
    }
  }

  @Test
  void revokedPublisherWritesNoMoreOnTheSameConnection() throws Exception {
    Map<String, Object> rights = Map.of("publish", List.of("desk"));
    String token = mint.sign(TokenMint.claims("marvin", "md-publish").claim("md", rights));
    byte[] trade =
        RawSocket.frame(
            RawSocket.FIN | RawSocket.TEXT,
            "{\"type\":\"trade\",\"symbol\":\"desk:M\",\"price\":\"1\",\"size\":\"2\"}");
    RawSocket socket =
        RawSocket.connect("/v1/publish", new byte[0], "Authorization: Bearer " + token);
    try {
      socket.send(trade);
      assertEquals("{\"accepted\":1,\"rejected\":[]}", socket.read().text());
      assertEquals(204, revoke("{\"subject\":\"marvin\",\"seconds\":3600}"));
      socket.send(trade);
      assertEquals(
          "{\"accepted\":0,\"rejected\":[{\"line\":1,\"code\":\"forbidden\","
              + "\"message\":\"what the token allows was taken back\"}]}",
          socket.read().text());
    } finally {
      socket.close();
    }
  }

  @Test
  void operatorSeesWhoIsThereAndWhatTheyMayNot() {
    Symbol symbol = Ticks.fresh("SEEN");
    market.tick(Ticks.quote(symbol, 1));
    String token = mint.reader("bob", java.util.Map.of("symbols", List.of("other:*")));
    try (StreamClient client = StreamClient.connectAs(token)) {
      String id = client.welcome().path("connection").asText();
      Response detail = operator().get("/v1/admin/sessions/" + id);
      assertEquals("bob", detail.jsonPath().getString("session.subject"));
      String why = "/v1/admin/explain?session=" + id + "&symbol=" + symbol;
      assertEquals("forbidden", operator().get(why).jsonPath().getString("reasons[0].code"));
      assertTrue(heard("audit event=login subject=bob what=session session=" + id), "" + audited);
      assertTrue(heard("audit event=admin subject=root what=explain session=" + id), "" + audited);
    }
    assertFalse(String.join("\n", audited).contains(token.substring(0, 20)));
  }

  @Test
  void operatorReadsWhatWasRejected() {
    Response letters = operator().get("/v1/admin/dead-letters");
    assertEquals(200, letters.statusCode());
    assertEquals(0, letters.jsonPath().getInt("total"));
    assertTrue(heard("audit event=admin subject=root what=dead-letters"), "" + audited);
  }

  @Test
  void operatorTakesBackWhatATokenSays() {
    try (StreamClient client = StreamClient.connectAs(mint.reader("trudy"))) {
      client.welcome();
      assertEquals(204, revoke("{\"subject\":\"trudy\",\"seconds\":3600}"));
      assertEquals(4501, client.awaitClose());
    }
    assertTrue(heard("audit event=admin subject=root what=revoke whose=trudy"), "" + audited);
    assertEquals(400, revoke("{\"seconds\":3600}"));
    assertEquals(400, revoke("{\"subject\":\"x\",\"seconds\":0}"));
    assertEquals(400, revoke("{\"subject\":\"x\",\"seconds\":5,\"symbols\":[\"no colon\"]}"));
    assertEquals(400, revoke("{\"subject\":7,\"seconds\":[]}"));
    assertEquals(400, revoke("not json"));
  }

  private int revoke(String body) {
    return operator()
        .contentType("application/json")
        .body(body)
        .post("/v1/admin/revocations")
        .statusCode();
  }
}
