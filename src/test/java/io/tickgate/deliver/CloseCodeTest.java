package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.wire.CloseCode;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Close codes of §5 as a real client sees them, and counted; tokens have a test of their own. */
@QuarkusTest
@TestProfile(EdgeProfile.class)
class CloseCodeTest {
  /** A closing handshake with a client that answers takes no time. */
  private static final Duration SOON = Duration.ofSeconds(3);

  @Inject Sessions sessions;
  @Inject Drain drain;

  private long closes(CloseCode code) {
    return sessions.stats().closes(code).sum();
  }

  @Test
  void goodbyeIsAnsweredWithTheSameCode() {
    for (int code : new int[] {1000, 3000, 4321}) {
      try (StreamClient client = StreamClient.connect()) {
        client.sendClose(code);
        assertEquals(code, client.awaitClose(SOON));
      }
    }
  }

  @Test
  void binaryOnTheTextProtocolIsAnsweredNotClosed() {
    try (StreamClient client = StreamClient.connect()) {
      client.sendBinary(new byte[] {1});
      client.awaitError("unsupported_data"); // so 1003 is never sent
      client.settle();
    }
  }

  @Test
  void messageAboveWhatIsAnsweredIsClosedWith1009() {
    long before = closes(CloseCode.TOO_BIG);
    try (StreamClient client = StreamClient.connect()) {
      client.trySend("x".repeat(300_000));
      assertEquals(1009, client.awaitClose(SOON));
    }
    assertEquals(1, closes(CloseCode.TOO_BIG) - before);
  }

  @Test
  void floodIsClosedWith4502() {
    long before = closes(CloseCode.FLOODING);
    try (StreamClient client = StreamClient.connect()) {
      for (int i = 0; i < 2_000 && client.trySend("{'op':'ping'}"); i++) {
        continue;
      }
      assertEquals(4502, client.awaitClose(SOON));
    }
    assertEquals(1, closes(CloseCode.FLOODING) - before);
  }

  @Test
  void operatorClosesWith4503() {
    try (StreamClient client = StreamClient.connect()) {
      String id = client.welcome().path("connection").asText();
      assertEquals(204, given().delete("/v1/admin/sessions/" + id).statusCode());
      assertEquals(4503, client.awaitClose(SOON));
    }
  }

  @Test
  void badMessagesAreClosedWith4504() {
    long before = closes(CloseCode.TOO_MANY_BAD_MESSAGES);
    try (StreamClient client = StreamClient.connect()) {
      for (int i = 0; i < 10; i++) {
        client.trySend("nonsense");
      }
      assertEquals(4504, client.awaitClose(SOON));
    }
    assertEquals(1, closes(CloseCode.TOO_MANY_BAD_MESSAGES) - before);
  }

  @Test
  void drainClosesWith1012AndRefusesNewcomersWith503() throws java.io.IOException {
    try (StreamClient client = StreamClient.connect()) {
      drain.begin(Duration.ZERO, Duration.ofMillis(100));
      client.awaitNotice("drain", 0);
      assertEquals(1012, client.awaitClose(SOON));
      try (RawSocket late = RawSocket.open()) {
        String request = RawSocket.handshake("/v1/stream") + "\r\n";
        late.send(request.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        RawSocket.Answer answer = late.readAnswer();
        assertEquals(503, answer.status());
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
      }
    } finally {
      drain.callOff();
    }
  }
}
