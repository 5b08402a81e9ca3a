package io.tickgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.smallrye.config.WithDefault;
import io.tickgate.deliver.DeliverConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told of Envoy's configuration without an Envoy; LoadBalancersIT runs the others. */
class EnvoyTest {
  private JsonNode cluster;
  private JsonNode manager;

  @BeforeEach
  void read() throws IOException {
    JsonNode all = new YAMLMapper().readTree(Path.of("deploy/load-balancers/envoy.yaml").toFile());
    cluster = all.at("/static_resources/clusters/0");
    manager = all.at("/static_resources/listeners/0/filter_chains/0/filters/0/typed_config");
  }

  @Test
  void letsInWhoeverTheNodesLetIn() throws ReflectiveOperationException {
    String each =
        DeliverConfig.class.getMethod("maxConnections").getAnnotation(WithDefault.class).value();
    int nodes = cluster.at("/load_assignment/endpoints/0/lb_endpoints").size();
    int places = nodes * Integer.parseInt(each);
    JsonNode thresholds = cluster.at("/circuit_breakers/thresholds/0");
    for (String limit :
        List.of("max_connections", "max_pending_requests", "max_requests", "max_retries")) {
      int most = thresholds.path(limit).asInt();
      assertTrue(most > places, limit + ": " + most);
    }
  }

  @Test
  void clientsDontSayWhereTheyAre() {
    for (JsonNode added : manager.at("/route_config/request_headers_to_add")) {
      if (added.at("/header/key").asText().equals("x-forwarded-for")) {
        assertEquals(
            "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%", added.at("/header/value").asText());
        assertEquals("OVERWRITE_IF_EXISTS_OR_ADD", added.path("append_action").asText());
        assertTrue(manager.path("use_remote_address").asBoolean());
        return;
      }
    }
    throw new AssertionError("x-forwarded-for is what clients say");
  }

  private JsonNode firstRoute(String path) {
    for (JsonNode route : manager.at("/route_config/virtual_hosts/0/routes")) {
      JsonNode match = route.path("match");
      String regex = match.at("/safe_regex/regex").asText();
      if (match.path("path").asText().equals(path)
          || match.has("prefix") && path.startsWith(match.path("prefix").asText())
          || match.has("safe_regex") && Pattern.matches(regex, path)) {
        return route;
      }
    }
    throw new AssertionError(path + " has no route");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/q/metrics",
        "/%71/metrics",
        "//q/metrics",
        "/./q/metrics",
        "/v1/../q/metrics",
        "/v1/%2e%2E/q/metrics",
        "/a%2Fb/../q/metrics"
      })
  void insideStaysInside(String path) {
    assertEquals(404, firstRoute(path).at("/direct_response/status").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/stream", "/assets/a-1.2.js", "/v1/bars/kraken:BTC%2FUSD"})
  void restGoesToTheNodes(String path) {
    JsonNode route = firstRoute(path).path("route");
    assertEquals("tickgate", route.path("cluster").asText());
    assertEquals("0s", route.path("timeout").asText());
    assertTrue(route.has("retry_policy"), "of a node that drains");
  }

  @Test
  void pushedTicksAreSentOnce() {
    JsonNode route = firstRoute("/v1/ingest").path("route");
    assertEquals("0s", route.path("timeout").asText());
    assertFalse(route.has("retry_policy"));
  }
}
