package io.tickgate;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.deliver.ComposedProfile;
import io.tickgate.venueserver.VenueServer;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The venue of one's own as the gateway starts it, with its control. */
@QuarkusTest
@TestProfile(ComposedProfile.class)
class LocalVenueTest {
  @Inject LocalVenue venue;

  @Test
  void closesWhenMaintenanceIsOrdered() throws Exception {
    VenueServer server = Objects.requireNonNull(venue.server());
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://127.0.0.1:" + server.port() + "/v2"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                    closed.complete(code);
                    return CompletableFuture.completedStage(null);
                  }
                })
            .join();
    socket
        .sendText(
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"ticker\",\"symbol\":[\"BTC/USD\"]}}",
            true)
        .join();

    given()
        .contentType("application/json")
        .body("{\"fault\":\"maintenance\"}")
        .post("/v1/admin/venue-server/faults")
        .then()
        .statusCode(200)
        .body("drop", equalTo(0));

    assertEquals(1012, closed.get(20, TimeUnit.SECONDS));
    given().get("/v1/admin/venue-server/faults").then().body("maintenance", equalTo(1));
  }

  @Test
  void refusesUnknownFaults() {
    for (String body :
        new String[] {"{}", "{\"fault\":\"flood\"}", "{\"fault\":\"gap\",\"every\":-1}"}) {
      given()
          .contentType("application/json")
          .body(body)
          .post("/v1/admin/venue-server/faults")
          .then()
          .statusCode(400);
    }
  }

  @Test
  void takesOrdersBack() {
    given().delete("/v1/admin/venue-server/faults").then().statusCode(204);
  }
}
