package io.tickgate.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.adapter.simulator.SimulatorSettings;
import io.tickgate.ops.FeedsReadyTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The workloads of the bench with few clients: everything comes in order and without a hole, every
 * client ends with the newest values, nobody is cut off. No time is asserted, but that it ends.
 */
@QuarkusTest
@TestProfile(FeedsReadyTest.Needy.class)
class SmokeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int SYMBOLS = FeedsReadyTest.SYMBOLS;

  /** A second of load or less, and a hundred of each client. */
  private static final int UPDATES = 2_000;

  @TestHTTPResource URI address;

  static Stream<Workload> workloads() {
    return Stream.of(Workload.W1, Workload.W1_MAX, Workload.W3, Workload.W4, Workload.W5)
        .flatMap(SmokeTest::tiny);
  }

  private static Stream<Workload> tiny(Workload workload) {
    Workload tiny =
        new Workload(
            workload.name(),
            Math.min(workload.symbols(), SYMBOLS),
            20,
            Math.min(workload.perClient(), 20),
            workload.deliveries(),
            workload.intervalMs(),
            workload.slowClients() == 0 ? 0 : 2,
            workload.slowBytesPerSecond(),
            workload.traits());
    return workload == Workload.W1
        ? Stream.of(tiny, tiny.withInterval(100), tiny.with(Workload.Trait.CHANGES))
        : workload == Workload.W5
            ? Stream.of(tiny, tiny.with(Workload.Trait.DEFLATE))
            : Stream.of(tiny);
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void deliversInOrderWithoutAHoleAndConverges(Workload workload) {
    List<String> names =
        SimulatorSettings.of("sim", Map.of("symbols", String.valueOf(SYMBOLS))).symbols().stream()
            .map(name -> "sim:" + name)
            .toList();
    try (LoadClient client = new LoadClient(workload, names)) {
      client.open(address.getHost(), address.getPort(), PATIENCE);
      client.startMeasuring();
      client.awaitUpdates(UPDATES, PATIENCE);
      client.stopMeasuring();
      assertEquals(0, client.laggards(PATIENCE), "values that didn't come");
      assertEquals(List.of(), client.faults());
      assertEquals(0, client.cutOffs());
    }
  }
}
