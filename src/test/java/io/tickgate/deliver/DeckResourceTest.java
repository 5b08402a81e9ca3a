package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tickgate.market.Symbol;
import io.tickgate.page.DashboardProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An operator takes a replay somewhere else, and a client over a real socket is told. */
@QuarkusTest
@TestProfile(DashboardProfile.class)
class DeckResourceTest {
  private static final String DECK = "/v1/admin/replay/rec";
  private static final String RECORDING = "/v1/admin/record/rec";
  private static final long START = 1_767_364_200_000_000L;

  /** As others in this gateway expect it. */
  @AfterEach
  void playOn() {
    post(DECK, "{'op':'speed','speed':'1'}").statusCode(200);
    post(DECK, "{'op':'loop','loop':true}").statusCode(200);
    post(DECK, "{'op':'play'}").statusCode(200);
  }

  private static ValidatableResponse post(String path, String json) {
    return given().contentType(ContentType.JSON).body(json.replace('\'', '"')).post(path).then();
  }

  @Test
  void seekIsToldToClientsAndStartsTheirCountsAnew() {
    post(DECK, "{'op':'pause'}").statusCode(200);
    Symbol symbol = Symbol.of("coinbase:BTC-USD");
    try (StreamClient client = StreamClient.connect()) {
      String epoch = client.welcome().path("epoch").asText();
      post(DECK, "{'op':'seek','to':'2026-01-02T14:30:40Z'}").statusCode(200);
      JsonNode notice = client.awaitNotice("feed", 0);
      assertEquals("rec", notice.path("feed").asText());
      assertEquals("replay", notice.path("state").asText());
      assertNotEquals(epoch, notice.path("epoch").asText());
      client.subscribe("book", symbol);
      Element late = client.next("book", symbol);
      long at = START + 40_000_000;
      given().get(DECK).then().body("state", equalTo("paused")).body("position", equalTo(at));
      post(DECK, "{'op':'seek','to':'" + (START + 1_500_000) + "'}").statusCode(200);
      Element early = client.next("book", symbol);
      assertEquals(true, early.seq() < late.seq());
      assertEquals(false, early.hasPrev(), "a snapshot");
    }
  }

  @Test
  void wrongKeysAreAnswered() {
    given().get("/v1/admin/replay/none").then().statusCode(404);
    for (String bad :
        new String[] {
          "{}",
          "{'op':'rewind'}",
          "{'op':'seek'}",
          "{'op':'seek','to':'yesterday'}",
          "{'op':'seek','to':'-5'}",
          "{'op':'speed'}",
          "{'op':'speed','speed':'0.01'}",
          "{'op':'speed','speed':'fast'}",
          "{'op':'loop'}",
          "[1]",
          "{"
        }) {
      post(DECK, bad).statusCode(400);
    }
    post(RECORDING, "{'op':'pause'}").statusCode(400);
    post("/v1/admin/record/none", "{'op':'start'}").statusCode(404);
    post(DECK, "{'op':'speed','speed':'2.5'}").body("speed", equalTo("2.5"));
    post(DECK, "{'op':'loop','loop':true}").body("loop", equalTo(true));
    post(DECK, "{'op':'loop','loop':false}").body("to", nullValue());
    given().get(DECK).then().body("from", equalTo(START));
  }

  @Test
  void recordingIsSwitchedOnAndOff() {
    given().get(RECORDING).then().body("state", equalTo("off"));
    post(RECORDING, "{'op':'start'}").statusCode(200).body("state", equalTo("on"));
    post(RECORDING, "{'op':'stop'}").statusCode(200).body("state", equalTo("off"));
  }
}
