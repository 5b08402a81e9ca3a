package io.tickgate.ops;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus reads the meters and the alert rules; skipped where there is none. */
@QuarkusTest
@TestProfile(FeedsReadyTest.Needy.class)
class PrometheusTest {
  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Path ALERTS = Path.of("deploy/prometheus/alerts.yaml").toAbsolutePath();

  @TempDir Path folder;

  @BeforeAll
  static void needsPrometheus() {
    assumeTrue(
        Files.isExecutable(PROMETHEUS), "skipped: no Prometheus (Debian's package prometheus)");
  }

  @Test
  void scrapesTheGatewayAndLoadsTheAlerts() throws IOException, InterruptedException {
    int port = freePort();
    String config =
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: ['%s']
        scrape_configs:
          - job_name: tickgate
            metrics_path: /q/metrics
            static_configs: [{targets: ['localhost:%d']}]
        """
            .formatted(ALERTS, RestAssured.port);
    Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
    Process prometheus =
        new ProcessBuilder(
                PROMETHEUS.toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      JsonPath scraped = await(port, "tickgate_deliver_sessions");
      assertEquals("localhost:" + RestAssured.port, scraped.get("[0].metric.instance"));
      String histogram = "tickgate_latency_upstream_seconds_bucket{le=\"+Inf\",feed=\"sim\"}";
      await(port, histogram);
      given()
          .get("http://127.0.0.1:" + port + "/api/v1/rules")
          .then()
          .body("data.groups[0].rules.size()", greaterThan(8))
          .body("data.groups[0].rules.findAll { it.health == 'err' }", empty())
          .body("status", equalTo("success"));
    } finally {
      prometheus.destroy();
      prometheus.waitFor(10, TimeUnit.SECONDS);
    }
  }

  /** Asks until there is a sample. */
  private JsonPath await(int port, String query) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      try {
        JsonPath answer =
            given()
                .queryParam("query", query)
                .get("http://127.0.0.1:" + port + "/api/v1/query")
                .jsonPath();
        if (!answer.getList("data.result").isEmpty()) {
          return answer.setRootPath("data.result");
        }
      } catch (Exception notYet) { // it is still starting; a checked one, too
        LockSupport.parkNanos(50_000_000);
      }
      LockSupport.parkNanos(50_000_000);
    }
    throw new AssertionError(query + ": no sample; " + Files.readString(folder.resolve("log")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
