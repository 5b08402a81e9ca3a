package io.tickgate;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application as a newcomer tries it out: nothing is set but that all are let in. */
@QuarkusIntegrationTest
@TestProfile(PackagedGatewayIT.Open.class)
class PackagedGatewayIT {
  /** As {@code -Dtickgate.security.auth=off -Dquarkus.http.insecure-requests=enabled}. */
  public static class Open implements QuarkusTestProfile {
    @Override
    public String getConfigProfile() {
      return "prod";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("tickgate.security.auth", "off", "quarkus.http.insecure-requests", "enabled");
    }
  }

  @Test
  void isReadyAndKnowsItsDefaultFeeds() {
    given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    given().get("/q/health/live").then().statusCode(200);
    given()
        .get("/v1/symbols")
        .then()
        .statusCode(200)
        .body("symbols.symbol", hasItems("sim:BTC-USD", "coinbase:BTC-USD"))
        .body("symbols.state", hasItems("live", "replay"));
    given().get("/v1/protocol").then().statusCode(200).body("asyncapi", equalTo("3.0.0"));
    given().get("/v1/schemas/welcome.json").then().statusCode(200);
    given().get("/q/openapi?format=json").then().body("paths.keySet()", hasItem("/v1/snapshot"));
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
    assertTrue(metrics.contains("tickgate_adapter_ticks_total{feed=\"sim\"}"), "metrics");
  }

  @Test
  void streamsLiveTicks() throws Exception {
    BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    URI uri = URI.create("ws://localhost:" + RestAssured.port + "/v1/stream");
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("tickgate.v1.json")
            .buildAsync(uri, new Collector(messages))
            .join();
    assertEquals("welcome", next(messages).path("type").asText());
    socket
        .sendText(
            "{\"op\":\"subscribe\",\"id\":1,\"channel\":\"ticker\",\"symbols\":[\"sim:*\"]}", true)
        .join();
    assertEquals("ack", next(messages).path("type").asText());
    assertEquals("snapshot", next(messages).path("type").asText());
    JsonNode update = next(messages);
    while (!update.path("type").asText().equals("update")) {
      update = next(messages);
    }
    JsonNode element = update.path("data").get(0);
    assertTrue(element.path("seq").asLong() > element.path("prev").asLong(), update.toString());
    socket.abort();
  }

  @Test
  void tellsItsHealthToAProcessOfItsOwnKind(@TempDir Path folder) throws Exception {
    String url = "--url=http://localhost:" + RestAssured.port;
    try (PackagedCommand health = PackagedCommand.start(folder, "health", url)) {
      assertEquals(0, health.end(), health.err());
      assertEquals("ready\n", health.out());
    }
  }

  @Test
  void isFoundByItsHealthCheckWhereTheEnvironmentSays(@TempDir Path folder) throws Exception {
    Map<String, String> environment = Map.of("QUARKUS_HTTP_PORT", "" + RestAssured.port);
    try (PackagedCommand health = PackagedCommand.start(folder, environment, "health")) {
      assertEquals(0, health.end(), health.err());
      assertEquals("ready\n", health.out());
    }
  }

  private static JsonNode next(BlockingQueue<String> messages) throws Exception {
    String message = messages.poll(10, TimeUnit.SECONDS);
    assertTrue(message != null, "nothing came for ten seconds");
    return new ObjectMapper().readTree(message);
  }

  private static final class Collector implements WebSocket.Listener {
    private final BlockingQueue<String> messages;
    private final StringBuilder text = new StringBuilder();

    Collector(BlockingQueue<String> messages) {
      this.messages = messages;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        messages.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
