package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What an operator does and sees, and what a client is told of it. */
@QuarkusTest
@TestProfile(OperationProfile.class)
class OperationTest {
  @Inject TestMarket market;
  @Inject Drain drain;

  @Test
  void operatorSeesASessionAndClosesIt() {
    Symbol symbol = Ticks.fresh("OPERATED");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("quote", symbol);
      client.next("quote", symbol);
      String id = client.welcome().path("connection").asText();
      Response list = given().get("/v1/admin/sessions");
      assertEquals(200, list.statusCode());
      String row = "items.find { it.id == '" + id + "' }.";
      assertEquals(1, list.jsonPath().getInt(row + "subscriptions"));
      assertEquals(1, list.jsonPath().getInt(row + "symbols"));
      assertEquals(0, list.jsonPath().getInt(row + "lagMillis"));
      assertTrue(list.jsonPath().getLong(row + "traffic.bytes") > 100);
      List<String> audited = new CopyOnWriteArrayList<>();
      Handler handler = recorder(audited);
      Logger audit = Logger.getLogger("io.tickgate.audit");
      audit.addHandler(handler);
      try {
        assertEquals(204, given().delete("/v1/admin/sessions/" + id).statusCode());
      } finally {
        audit.removeHandler(handler);
      }
      assertEquals(List.of("audit event=admin subject=\"\" what=close session=" + id), audited);
      assertEquals(4503, client.awaitClose());
      assertEquals(404, given().delete("/v1/admin/sessions/" + id).statusCode());
    }
  }

  private static Handler recorder(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        lines.add(record.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void operatorPagesThroughSessions() {
    try (StreamClient one = StreamClient.connect();
        StreamClient two = StreamClient.connect()) {
      Response first = given().get("/v1/admin/sessions?limit=1");
      assertEquals(1, first.jsonPath().getList("items").size());
      String next = first.jsonPath().getString("next");
      Response second = given().get("/v1/admin/sessions?limit=1&after=" + next);
      List<String> ids =
          List.of(
              first.jsonPath().getString("items[0].id"),
              second.jsonPath().getString("items[0].id"));
      assertTrue(ids.contains(one.welcome().path("connection").asText()), ids.toString());
      assertTrue(ids.contains(two.welcome().path("connection").asText()), ids.toString());
      assertEquals(null, second.jsonPath().getString("next"));
      for (String limit : List.of("0", "1001", "-1", "x", "99999999999")) {
        assertEquals(400, given().get("/v1/admin/sessions?limit=" + limit).statusCode(), limit);
      }
    }
  }

  @Test
  void operatorAsksWhy() {
    Symbol symbol = Ticks.fresh("ASKED");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("quote", symbol);
      client.next("quote", symbol);
      String id = client.welcome().path("connection").asText();
      Response detail = given().get("/v1/admin/sessions/" + id);
      assertEquals(id, detail.jsonPath().getString("session.id"));
      assertEquals("off", detail.jsonPath().getString("session.traffic.compression"));
      assertEquals(symbol.name(), detail.jsonPath().getString("subscriptions[0].symbol"));
      String why = "/v1/admin/explain?session=" + id + "&symbol=";
      Response known = given().get(why + symbol.name() + "&channel=quote");
      assertEquals(200, known.statusCode());
      assertEquals("up_to_date", known.jsonPath().getString("reasons[0].code"));
      assertEquals(1, known.jsonPath().getInt("reasons[0].facts.delivered"));
      Response other = given().get(why + symbol.name() + "&channel=trade");
      assertEquals("not_subscribed", other.jsonPath().getString("reasons[0].code"));
      assertTrue(
          other.jsonPath().getString("reasons[0].facts.near[0]").endsWith("another channel"));
      Response unknown = given().get(why + "no:such");
      assertEquals("unknown_symbol", unknown.jsonPath().getString("reasons[0].code"));
      assertEquals(400, given().get(why + "no:such&channel=none").statusCode());
      assertEquals(400, given().get("/v1/admin/explain?session=" + id).statusCode());
    }
    assertEquals(404, given().get("/v1/admin/explain?session=none&symbol=no:such").statusCode());
    assertEquals(404, given().get("/v1/admin/sessions/none").statusCode());
  }

  @Test
  void fullNodeRefusesTheHandshakeWithATimeToComeBack() {
    List<StreamClient> clients = new ArrayList<>();
    try {
      Throwable refusal =
          assertThrows(
              CompletionException.class,
              () -> {
                for (int i = 0; i < 5; i++) {
                  clients.add(StreamClient.connect());
                }
              });
      WebSocketHandshakeException handshake =
          assertInstanceOf(WebSocketHandshakeException.class, refusal.getCause());
      assertEquals(503, handshake.getResponse().statusCode());
      assertTrue(handshake.getResponse().headers().firstValue("Retry-After").isPresent());
    } finally {
      clients.forEach(StreamClient::close);
    }
  }

  @Test
  void clientThatAnswersNoPingIsClosedAsDead() throws java.io.IOException {
    try (RawSocket socket = RawSocket.connect()) {
      assertEquals(4002, socket.read(RawSocket.CLOSE).closeCode());
    }
  }

  @Test
  void drainTellsEachClientWhenToComeBackAndClosesItThen() {
    List<StreamClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        clients.add(StreamClient.connect());
      }
      long begun = System.nanoTime();
      drain.begin(Duration.ofMillis(200), Duration.ofMillis(600));
      assertEquals(503, given().get("/q/health/ready").statusCode());
      Set<Long> times = new HashSet<>();
      for (StreamClient client : clients) {
        long after = client.awaitNotice("drain", 0).path("reconnectAfterMs").asLong(-1);
        assertTrue(after >= 200 && after < 800, "after " + after);
        times.add(after);
        assertEquals(1012, client.awaitClose(Duration.ofSeconds(5)));
        long millis = (System.nanoTime() - begun) / 1_000_000;
        assertTrue(millis >= after - 1, "told " + after + ", closed after " + millis);
      }
      assertTrue(times.size() > 1, "all at once: " + times);
      assertTrue(drain.await());
      assertEquals(0, drain.left());
    } finally {
      drain.callOff();
      clients.forEach(StreamClient::close);
    }
  }

  @Test
  void drainSendsPublishersAwayToo() throws Exception {
    RawSocket publisher = RawSocket.connect("/v1/publish", new byte[0]);
    try {
      drain.begin(Duration.ofMillis(50), Duration.ofMillis(100));
      assertEquals(1012, publisher.read(RawSocket.CLOSE).closeCode());
      publisher.close();
      assertTrue(drain.await());
    } finally {
      drain.callOff();
      publisher.close();
    }
  }

  @Test
  void drainThatIsCalledOffLeavesClientsAlone() {
    try (StreamClient client = StreamClient.connect()) {
      given()
          .contentType("application/json")
          .body("{\"delayMs\":2000,\"windowMs\":1}")
          .post("/v1/admin/drain")
          .then()
          .statusCode(200)
          .body("state", equalTo("draining"), "sessions", equalTo(1));
      client.awaitNotice("drain", 0);
      given().delete("/v1/admin/drain").then().statusCode(200).body("state", equalTo("serving"));
      assertEquals(200, given().get("/q/health/ready").statusCode());
      assertThrows(AssertionError.class, () -> client.awaitClose(Duration.ofMillis(2_200)));
      client.settle();
    } finally {
      drain.callOff();
    }
  }

  @Test
  void drainOrdersAreChecked() {
    given()
        .contentType("application/json")
        .body("{\"windowMs\":-1}")
        .post("/v1/admin/drain")
        .then()
        .statusCode(400)
        .body("message", equalTo("windowMs: 0 to 3600000"));
    given().get("/v1/admin/drain").then().statusCode(200).body("state", equalTo("serving"));
  }
}
