package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** §1 and the welcome of §4: subprotocols and the first message. */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class HandshakeTest {
  @Test
  void speaksJsonWhenNoSubprotocolIsOffered() {
    try (StreamClient client = StreamClient.connect()) {
      assertEquals("", client.subprotocol());
      assertEquals("tickgate.v1.json", client.welcome().path("protocol").asText());
    }
  }

  @Test
  void agreesToTheJsonSubprotocol() {
    try (StreamClient client = StreamClient.connect("tickgate.v1.json")) {
      assertEquals("tickgate.v1.json", client.subprotocol());
      assertEquals("tickgate.v1.json", client.welcome().path("protocol").asText());
    }
  }

  @Test
  void picksTheKnownSubprotocolAmongOthers() {
    try (StreamClient client = StreamClient.connect("tickgate.v9.json", "tickgate.v1.json")) {
      assertEquals("tickgate.v1.json", client.subprotocol());
    }
  }

  @Test
  void refusesAnOfferOfUnknownSubprotocolsOnly() {
    CompletionException error =
        assertThrows(
            CompletionException.class, () -> StreamClient.connect("tickgate.v9.json", "mqtt"));
    WebSocketHandshakeException refusal =
        assertInstanceOf(WebSocketHandshakeException.class, error.getCause());
    assertEquals(400, refusal.getResponse().statusCode());
  }

  @Test
  void refusesAPlainGet() {
    given().get("/v1/stream").then().statusCode(allOf(greaterThanOrEqualTo(400), lessThan(500)));
  }

  @Test
  void welcomeTellsTheTerms() {
    try (StreamClient client = StreamClient.connect()) {
      JsonNode welcome = client.welcome();
      assertEquals("welcome", welcome.path("type").asText());
      assertEquals(1_000, welcome.path("heartbeatMs").asInt());
      assertEquals(1_000, welcome.at("/limits/subscriptions").asInt());
      assertEquals(50, welcome.at("/limits/messagesPerSecond").asInt());
      assertEquals(65_536, welcome.at("/limits/messageBytes").asInt());
      assertFalse(welcome.at("/auth/required").asBoolean());
      assertEquals("off", welcome.at("/compression/mode").asText(), "no extension was offered");
    }
  }

  @Test
  void welcomeNamesTheConnectionAndTheEpoch() {
    try (StreamClient one = StreamClient.connect();
        StreamClient other = StreamClient.connect()) {
      assertEquals(one.welcome().path("epoch"), other.welcome().path("epoch"));
      assertNotEquals(one.welcome().path("connection"), other.welcome().path("connection"));
    }
  }

  @Test
  void answersTheClosingHandshake() {
    try (StreamClient client = StreamClient.connect()) {
      client.sendClose(1000);
      assertEquals(1000, client.awaitClose());
    }
  }
}
