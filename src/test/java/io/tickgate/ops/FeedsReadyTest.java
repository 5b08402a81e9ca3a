package io.tickgate.ops;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.book.Books;
import io.tickgate.deliver.Sessions;
import io.tickgate.relay.Relay;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FeedsReadyTest.Needy.class)
public class FeedsReadyTest {
  /** Of the simulated market. */
  public static final int SYMBOLS = 50;

  /** One feed that runs, and one that is needed and can't be reached. */
  public static class Needy implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tickgate.feeds.sim.enabled", "true",
          "tickgate.feeds.sim.symbols", String.valueOf(SYMBOLS),
          "tickgate.feeds.sim.rate", "2000",
          "tickgate.feeds.gone.type", "live",
          "tickgate.feeds.gone.venue", "kraken",
          "tickgate.feeds.gone.symbols", "BTC/USD",
          "tickgate.feeds.gone.url", "ws://localhost:1",
          "tickgate.ready.feeds", "gone");
    }
  }

  @Inject Books books;
  @Inject Sessions sessions;
  @Inject Relay relay;

  @Test
  void isNotReadyWithoutTheFeedsThatAreNeeded() {
    String data = "checks.find { it.name == 'feeds' }.data.";
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(503)
        .body(data + "gone", startsWith("down: "))
        .body(data + "sim", equalTo("live"))
        .body(data + "draining", equalTo(false));
    given().get("/q/health/live").then().statusCode(200);
    given().get("/q/health/started").then().statusCode(200);
  }

  @Test
  void anyFeedWillDoWhereNoneIsNamed() {
    FeedsReady any = new FeedsReady(books, sessions, relay, Optional::empty);
    any.check();
    assertEquals(HealthCheckResponse.Status.UP, any.call().getStatus());
  }

  @Test
  void feedThatIsNotThereIsRefusedAtTheStart() {
    FeedsReady typo = new FeedsReady(books, sessions, relay, () -> Optional.of(List.of("gnoe")));
    Exception refused = assertThrows(IllegalArgumentException.class, typo::check);
    assertEquals(
        "tickgate.ready.feeds: there is no feed 'gnoe'",
        refused.getMessage().replaceFirst(";.*", ""));
  }
}
