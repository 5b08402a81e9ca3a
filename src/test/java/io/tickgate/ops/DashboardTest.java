package io.tickgate.ops;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tickgate.RelayConfig;
import io.tickgate.relay.Relay;
import io.tickgate.relay.RelaySettings;
import io.tickgate.relay.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators' dashboard, alerts and guide ask for is what the gateway tells. */
@QuarkusTest
@TestProfile(FeedsReadyTest.Needy.class)
class DashboardTest {
  private static final Pattern NAME = Pattern.compile("\\btickgate_[a-z_]+");

  private static final Path DEPLOY = Path.of("deploy");

  /** The guide's, of nodes that replay: this one doesn't. */
  private static final Set<String> ELSEWHERE = Set.of("tickgate_replay_");

  @ParameterizedTest
  @ValueSource(strings = {"grafana/tickgate.json", "prometheus/alerts.yaml", "README.md"})
  void asksForMetersThatThereAre(String file) throws IOException {
    Set<String> asked = names(Files.readString(DEPLOY.resolve(file)));
    assertTrue(asked.size() > 8, asked.toString());
    Set<String> told = names(given().get("/q/metrics").asString());
    told.addAll(relayed(Role.INGEST));
    told.addAll(relayed(Role.SERVE));
    asked.removeAll(told);
    asked.removeAll(ELSEWHERE);
    asked.removeIf( // all that start like that
        each -> each.endsWith("_") && told.stream().anyMatch(name -> name.startsWith(each)));
    assertEquals(Set.of(), asked);
  }

  /** A node that loses what it shouldn't is seen by somebody. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tickgate_relay_broken_symbols_total",
        "tickgate_relay_errors_total",
        "tickgate_relay_lag_seconds",
        "tickgate_publish_lost_total",
        "tickgate_delayed_dropped_total"
      })
  void isShownAndWatched(String meter) throws IOException {
    for (String file : List.of("grafana/tickgate.json", "prometheus/alerts.yaml")) {
      assertTrue(names(Files.readString(DEPLOY.resolve(file))).contains(meter), file);
    }
  }

  @Test
  void everyAlertHasItsLineInTheGuide() throws IOException {
    Pattern alert = Pattern.compile("- alert: (\\w+)");
    String guide = Files.readString(DEPLOY.resolve("README.md"));
    alert
        .matcher(Files.readString(DEPLOY.resolve("prometheus/alerts.yaml")))
        .results()
        .forEach(each -> assertTrue(guide.contains("| `" + each.group(1) + "` |"), each.group(1)));
  }

  /** The meters of a node of that role, whose brokers are nobody. */
  private static Set<String> relayed(Role role) {
    SmallRyeConfigBuilder config =
        new SmallRyeConfigBuilder()
            .withMapping(RelayConfig.class)
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withDefaultValue("tickgate.relay.bootstrap-servers", "nowhere");
    RelaySettings settings = config.build().getConfigMapping(RelayConfig.class).settings(role);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var unused = new RelayMeters(registry, new Relay(role, settings, InstantSource.system()));
    return names(registry.scrape());
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text).results().map(MatchResult::group).collect(toSet());
  }

  private static java.util.stream.Collector<String, ?, Set<String>> toSet() {
    return Collectors.toCollection(TreeSet::new);
  }
}
