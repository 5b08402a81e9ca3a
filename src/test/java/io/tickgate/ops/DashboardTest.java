package io.tickgate.ops;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators' dashboard and alerts ask for is what the gateway tells. */
@QuarkusTest
@TestProfile(FeedsReadyTest.Needy.class)
class DashboardTest {
  private static final Pattern NAME = Pattern.compile("\\btickgate_[a-z_]+");

  @ParameterizedTest
  @ValueSource(strings = {"grafana/tickgate.json", "prometheus/alerts.yaml"})
  void asksForMetersThatThereAre(String file) throws IOException {
    Set<String> asked = names(Files.readString(Path.of("deploy", file)));
    assertTrue(asked.size() > 8, asked.toString());
    asked.removeAll(names(given().get("/q/metrics").asString()));
    assertEquals(Set.of(), asked);
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text).results().map(MatchResult::group).collect(toSet());
  }

  private static java.util.stream.Collector<String, ?, Set<String>> toSet() {
    return Collectors.toCollection(TreeSet::new);
  }
}
