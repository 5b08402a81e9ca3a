package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tickgate.security.TokenMint;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which web pages may use the gateway (§6), and the headers of every answer. */
@QuarkusTest
@TestProfile(SecurityProfile.class)
class OriginTest {
  private final String bearer = "Bearer " + TokenMint.shared().reader("alice");

  private Map<String, String> from(String origin) {
    return Map.of("Authorization", bearer, "Origin", origin);
  }

  private static String own() {
    String own = Endpoint.of("/").toString();
    return own.substring(0, own.length() - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://desk.example",
        "https://desk.example.evil.example",
        "https://desk.example:444",
        "null"
      })
  void pagesOfOtherOriginsGet403OnEveryWay(String origin) throws IOException {
    CompletionException error =
        assertThrows(
            CompletionException.class, () -> StreamClient.connect(from(origin), "/v1/stream"));
    WebSocketHandshakeException refusal =
        assertInstanceOf(WebSocketHandshakeException.class, error.getCause());
    assertEquals(403, refusal.getResponse().statusCode());
    assertEquals(403, given().headers(from(origin)).get("/v1/symbols").statusCode());
    try (EventStream events =
        EventStream.connect("channel=quote&symbols=test:*", "", from(origin))) {
      assertEquals(403, events.status());
    }
  }

  @Test
  void allowedOriginAndTheGatewaysOwnPass() throws IOException {
    for (String origin : new String[] {SecurityProfile.ORIGIN, own()}) {
      StreamClient.connect(from(origin), "/v1/stream").close();
      assertEquals(200, given().headers(from(origin)).get("/v1/symbols").statusCode(), origin);
      try (EventStream events =
          EventStream.connect("channel=quote&symbols=test:*", "", from(origin))) {
        assertEquals(200, events.status());
      }
    }
  }

  @Test
  void aPageMayAskWhetherItMaySendItsToken() {
    Response preflight =
        given()
            .header("Origin", SecurityProfile.ORIGIN)
            .header("Access-Control-Request-Method", "GET")
            .header("Access-Control-Request-Headers", "authorization")
            .options("/v1/symbols");
    assertEquals(200, preflight.statusCode());
    assertEquals(SecurityProfile.ORIGIN, preflight.header("Access-Control-Allow-Origin"));
    assertEquals("authorization", preflight.header("Access-Control-Allow-Headers"));
    Response refused = given().header("Origin", SecurityProfile.ORIGIN).get("/v1/symbols");
    assertEquals(401, refused.statusCode());
    assertEquals(
        SecurityProfile.ORIGIN,
        refused.header("Access-Control-Allow-Origin"),
        "a page can read why it was refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/symbols", "/v1/protocol", "/q/health/live", "/nowhere"})
  void everyAnswerHasTheSecureHeaders(String path) {
    Response response = given().header("Authorization", bearer).get(path);
    assertEquals("nosniff", response.header("X-Content-Type-Options"));
    assertEquals("no-referrer", response.header("Referrer-Policy"));
    assertEquals("frame-ancestors 'self'", response.header("Content-Security-Policy"));
    assertNull(response.header("Strict-Transport-Security"), "never without TLS");
  }

  @Test
  void whatOneMaySeeIsNotKeptForAnother() {
    Response response = given().header("Authorization", bearer).get("/v1/symbols");
    assertEquals("no-store", response.header("Cache-Control"));
  }
}
