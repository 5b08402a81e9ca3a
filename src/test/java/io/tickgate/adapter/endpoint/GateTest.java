package io.tickgate.adapter.endpoint;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tickgate.adapter.publish.PublishCounters;
import io.tickgate.book.Books;
import io.tickgate.deliver.ComposedProfile;
import jakarta.inject.Inject;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Who is let in to publish, and how much. */
@QuarkusTest
@TestProfile(ComposedProfile.class)
class GateTest {
  @Inject Books books;
  @Inject PublishCounters counters;

  private static String status(String symbol) {
    return "{\"type\":\"status\",\"symbol\":\"" + symbol + "\",\"state\":\"open\"}\n";
  }

  private static Response post(String wish, String body) {
    return given()
        .header("X-Gate", wish)
        .contentType("application/x-ndjson")
        .body(body.getBytes(UTF_8))
        .post("/v1/ingest");
  }

  private static int handshake(String wish) {
    CompletionException refused =
        assertThrows(CompletionException.class, () -> new PublishClient(wish));
    return assertInstanceOf(WebSocketHandshakeException.class, refused.getCause())
        .getResponse()
        .statusCode();
  }

  @Test
  void whoMayNotPublishIsTurnedAway() {
    Response response = post("401", status("gate:NO"));
    assertEquals(401, response.statusCode());
    assertEquals("Bearer", response.header("WWW-Authenticate"));
    assertEquals("unauthorized", response.path("code"));
    assertEquals(403, post("403", "").statusCode());
    assertEquals("forbidden", post("403", "").path("code"));
    assertEquals(500, post("fail", "").statusCode());
    assertEquals(401, handshake("401"));
    assertEquals(403, handshake("403"));
    assertEquals(null, books.find("gate:NO"));
  }

  @Test
  void aVenueThatMayNotBeWrittenIsRefusedLineByLine() throws Exception {
    String answer =
        "{\"accepted\":1,\"rejected\":[{\"line\":2,\"code\":\"forbidden\","
            + "\"message\":\"symbol: not allowed to write venue theirs\"}]}";
    assertEquals(answer, post("mine", status("mine:A") + status("theirs:A")).asString());
    try (PublishClient client = new PublishClient("mine")) {
      String array = "[" + status("mine:A").trim() + "," + status("theirs:A").trim() + "]";
      assertEquals(answer, client.ask(array));
    }
  }

  @Test
  void aTokenThatExpiresEndsTheConnection() throws Exception {
    try (PublishClient client = new PublishClient("expires=300")) {
      assertEquals(4001, client.closeCode());
    }
    assertEquals(
        "{\"accepted\":0,\"rejected\":[{\"line\":1,\"code\":\"token_expired\","
            + "\"message\":\"the token has expired\"}]}",
        post("expires=0", status("gate:LATE")).asString());
  }

  @Test
  void moreThanMayPublishGet503() throws Exception {
    await(0);
    try (PublishClient one = new PublishClient("gate");
        PublishClient two = new PublishClient("gate")) {
      assertEquals(503, handshake("gate"));
      Response full = post("gate", status("gate:FULL"));
      assertEquals(503, full.statusCode());
      assertEquals("5", full.header("Retry-After"));
    }
    await(0);
    assertEquals(200, post("gate", status("gate:FULL")).statusCode());
  }

  /** Waits until so many publish. */
  private void await(int publishers) throws Exception {
    long end = System.nanoTime() + 10_000_000_000L;
    while (counters.publishers.get() != publishers) {
      assertTrue(System.nanoTime() < end, () -> counters.publishers.get() + " publish");
      Thread.sleep(1);
    }
  }

  @Test
  void aClientThatAnswersPingsStays() throws Exception {
    try (PublishClient client = new PublishClient("gate")) {
      Thread.sleep(1_500); // more than two pong timeouts: nothing can be awaited here
      assertTrue(client.ask(status("gate:PING")).startsWith("{\"accepted\":1"));
    }
  }

  @Test
  void aBodyBeyondTheLimitIsCutOff() throws Exception {
    assertEquals(413, post("gate", "\n".repeat(ComposedProfile.MAX_BODY + 1)).statusCode());
    try (RawPost post = new RawPost("X-Gate: gate")) {
      post.chunk(status("gate:CUT"));
      post.chunk("\n".repeat(ComposedProfile.MAX_BODY));
      String answer = post.answer();
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertTrue(answer.contains("{\"accepted\":1,\"rejected\":[{\"line\":"), answer);
      assertTrue(
          answer.contains("\"message_too_big\",\"message\":\"body: larger than 200000 bytes\"}]"),
          answer);
    }
  }

  @Test
  void longLinesAndManyRejectionsAreBounded() {
    String line = status("gate:LONG").trim();
    String body = " ".repeat(1_001 - line.length()) + line + "\n" + status("gate:LONG");
    assertEquals(
        "{\"accepted\":1,\"rejected\":[{\"line\":1,\"code\":\"message_too_big\","
            + "\"message\":\"longer than 1000 bytes\"}]}",
        post("gate", body).asString());
    Response many = post("gate", "x\n".repeat(50_000));
    assertEquals(50_000, (int) many.path("rejectedTotal"));
    assertEquals(3, many.jsonPath().getList("rejected").size());
    assertEquals(3, (int) many.path("rejected[2].line"));
  }
}
