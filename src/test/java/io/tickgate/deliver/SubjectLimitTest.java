package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.security.TokenMint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** How many connections one subject may have, however it comes in. */
@QuarkusTest
@TestProfile(CloseCodeTest.Profile.class)
class SubjectLimitTest {
  private final TokenMint mint = TokenMint.shared();

  @Test
  void oneMoreIsTurnedAwayUntilOneIsGone() {
    StreamClient first = StreamClient.connect();
    assertEquals("ack", auth(first).path("type").asText());
    assertEquals(429, handshake());
    try (StreamClient second = StreamClient.connect()) {
      JsonNode error = auth(second);
      assertEquals("rate_limited", error.path("code").asText());
      assertEquals(1013, second.awaitClose());
    }
    try (StreamClient other = StreamClient.connectAs(mint.reader("bob"))) {
      other.settle();
    }
    first.close();
    long end = System.nanoTime() + Inbox.PATIENCE.toNanos();
    int status = 429;
    while (status == 429 && System.nanoTime() < end) {
      status = handshake();
    }
    assertEquals(101, status);
  }

  private JsonNode auth(StreamClient client) {
    return client.ask("{'op':'auth','token':'%s'}", mint.reader("alice"));
  }

  private int handshake() {
    URI uri = URI.create(Endpoint.of("/v1/stream").toString().replaceFirst("^http", "ws"));
    try {
      HttpClient.newHttpClient()
          .newWebSocketBuilder()
          .header("Authorization", "Bearer " + mint.reader("alice"))
          .buildAsync(uri, new WebSocket.Listener() {})
          .join()
          .abort();
      return 101;
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      return assertInstanceOf(WebSocketHandshakeException.class, cause).getResponse().statusCode();
    }
  }
}
