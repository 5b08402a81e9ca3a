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

/** What operators' dashboard, alerts and guide ask for is what the gateway tells. */
@QuarkusTest
@TestProfile(FeedsReadyTest.Needy.class)
class DashboardTest {
  private static final Pattern NAME = Pattern.compile("\\btickgate_[a-z_]+");

  /** The guide's, of nodes that replay or relay: this one does neither. */
  private static final Set<String> ELSEWHERE = Set.of("tickgate_relay_", "tickgate_replay_");

  @ParameterizedTest
  @ValueSource(strings = {"grafana/tickgate.json", "prometheus/alerts.yaml", "README.md"})
  void asksForMetersThatThereAre(String file) throws IOException {
    Set<String> asked = names(Files.readString(Path.of("deploy", file)));
    assertTrue(asked.size() > 8, asked.toString());
    Set<String> told = names(given().get("/q/metrics").asString());
    asked.removeAll(told);
    asked.removeAll(ELSEWHERE);
    asked.removeIf( // all that start like that
        each -> each.endsWith("_") && told.stream().anyMatch(name -> name.startsWith(each)));
    assertEquals(Set.of(), asked);
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text).results().map(MatchResult::group).collect(toSet());
  }

  private static java.util.stream.Collector<String, ?, Set<String>> toSet() {
    return Collectors.toCollection(TreeSet::new);
  }
}
