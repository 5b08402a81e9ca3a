package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Too many messages, or too many bad ones (§5). */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class FloodTest {
  @Test
  void tooManyMessagesAreRefusedWithATimeToRetry() {
    try (StreamClient client = StreamClient.connect()) {
      int limit = client.welcome().at("/limits/messagesPerSecond").asInt();
      JsonNode error = sendUntilRefused(client);
      assertTrue(client.messages("pong").size() >= limit, "the limit itself is allowed");
      assertTrue(error.path("retryable").asBoolean());
      long retryAfterMs = error.path("retryAfterMs").asLong();
      assertTrue(retryAfterMs > 0 && retryAfterMs <= 1_000, error.toString());
      assertFalse(client.isClosed());
      // silence of a second or more
      int from = client.messages().size();
      client.await("heartbeat", from, m -> m.path("type").asText().equals("heartbeat"));
      assertEquals("pong", client.ask("{'op':'ping'}").path("type").asText());
    }
  }

  @Test
  void floodThatGoesOnClosesWith4502() {
    try (StreamClient client = StreamClient.connect()) {
      sendUntilRefused(client);
      int sent = 0;
      while (sent < 100_000 && !client.isClosed() && client.trySend("{'op':'ping'}")) {
        sent++;
      }
      assertEquals(4502, client.awaitClose());
    }
  }

  @Test
  void otherConnectionsDoNotSufferFromAFlood() {
    try (StreamClient flooding = StreamClient.connect();
        StreamClient calm = StreamClient.connect()) {
      sendUntilRefused(flooding);
      assertEquals("pong", calm.ask("{'op':'ping'}").path("type").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "{'op':'dance'}", "{'op':'subscribe'}"})
  void tenBadMessagesInARowCloseWith4504(String bad) {
    try (StreamClient client = StreamClient.connect()) {
      for (int i = 0; i < 10; i++) {
        assertTrue(client.trySend(bad), "closed before message " + (i + 1));
      }
      assertEquals(4504, client.awaitClose());
      int answers = client.messages("error").size();
      assertTrue(answers == 9 || answers == 10, answers + " answers");
    }
  }

  @Test
  void goodMessageBetweenBadOnesStartsTheCountAgain() {
    try (StreamClient client = StreamClient.connect()) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 9; i++) {
          client.sendRaw("not json");
        }
        assertEquals("pong", client.ask("{'op':'ping'}").path("type").asText());
      }
      assertEquals(27, client.messages("error").size());
    }
  }

  /** Sends pings, eight at a time, until one is refused, and returns the refusal. */
  private static JsonNode sendUntilRefused(StreamClient client) {
    int sent = 0;
    while (client.messages("error").isEmpty() && sent < 1_000) {
      for (int i = 0; i < 8; i++) {
        client.send("{'op':'ping'}");
      }
      sent += 8;
      int expected = sent;
      client.await(
          "answers",
          Inbox.PATIENCE,
          () ->
              client.messages("pong").size() + client.messages("error").size() >= expected
                  ? true
                  : null);
    }
    return client.awaitError("rate_limited");
  }
}
