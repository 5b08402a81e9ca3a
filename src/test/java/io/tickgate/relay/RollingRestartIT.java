package io.tickgate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two nodes behind nginx, stopped by SIGTERM and replaced one after the other, with clients that do
 * as they are told: nobody is without data for long, and nobody comes back before their time. 2,000
 * clients with {@code -Pheavy}.
 */
@Timeout(300)
class RollingRestartIT {
  private static final int CLIENTS = Integer.getInteger("tickgate.test.clients", 200);

  /**
   * 100 TLS handshakes a second keep a core busy, as clients and nginx are on this machine, too.
   */
  private static final int WINDOW_SECONDS = Math.max(4, CLIENTS / 100);

  private static final int INTERVAL_MILLIS = 500;

  /**
   * What a client may be without data: it has some until it is sent away, which is when it may come
   * back. Of 2,000 on two cores, with nginx and both nodes, it was 1.5 s at most.
   */
  private static final long MOST_SILENCE_MILLIS = 2_000;

  /**
   * What is written in time is read late on a busy machine, a notice later than what follows it.
   */
  private static final long LATE_MILLIS = CLIENTS > 200 ? 1_000 : 500;

  private static final int DRAINING = 1012;

  private final Path folder = Path.of("target/rolling-restart").toAbsolutePath();
  private final List<AutoCloseable> open = new ArrayList<>();
  private GatewayProcess one;
  private GatewayProcess two;
  private Crowd crowd;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.exists(GatewayProcess.JAR), "skipped: " + GatewayProcess.JAR + " isn't there");
    Balancer.assumeNginx();
    Files.createDirectories(folder);
    List<String> options = new ArrayList<>(Balancer.NODE_OPTIONS);
    options.add("tickgate.drain.delay=1s");
    options.add("tickgate.drain.window=" + WINDOW_SECONDS + "s");
    options.add("tickgate.feeds.demo.enabled=false");
    options.add("tickgate.feeds.sim.symbols=10");
    options.add("tickgate.feeds.sim.rate=500");
    options.add("tickgate.feeds.sim.even=true"); // no client waits because its symbol is quiet
    one = new GatewayProcess("one", folder, options);
    open.add(one);
    two = new GatewayProcess("two", folder, options);
    open.add(two);
    one.awaitReady();
    two.awaitReady();
    Balancer balancer = Balancer.nginx(folder, one, two);
    open.add(0, balancer);
    crowd = new Crowd(balancer.stream(), balancer.certificate());
    open.add(0, crowd);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void clientsGoOnAndComeBackOneByOne() throws Exception {
    crowd.open(CLIENTS, symbols(), INTERVAL_MILLIS);
    int first = restarted("the first node", one);
    assertTrue(first > CLIENTS / 3 && first < CLIENTS * 2 / 3, first + " clients were there");
    assertEquals(CLIENTS, restarted("the second node", two), "all were at the node that stayed");
  }

  private List<String> symbols() {
    String known = one.get("/v1/symbols");
    return List.of(known.split("\"symbol\":\"")).stream()
        .skip(1)
        .map(each -> each.substring(0, each.indexOf('"')))
        .toList();
  }

  /** Restarts one and checks what that did to clients; gives how many had to move. */
  private int restarted(String name, GatewayProcess node) throws Exception {
    crowd.look();
    node.terminate(Duration.ofSeconds(WINDOW_SECONDS + 20));
    node.start();
    node.awaitReady();
    crowd.awaitSettled();
    Crowd.Report report = crowd.report();
    print(name, report);
    assertEquals(Set.of(DRAINING), report.codes().keySet(), "how connections ended");
    assertEquals(Map.of(), report.failures());
    assertEquals(report.moved(), report.attempts(), "each came back once");
    atMost(MOST_SILENCE_MILLIS, report.longestMillis(), "without data");
    atMost(LATE_MILLIS, report.closedEarlyMillis(), "sent away before their time");
    atMost(LATE_MILLIS, report.backEarlyMillis(), "back before their time");
    int most = report.perSecond().values().stream().mapToInt(each -> each).max().orElse(0);
    int even = report.moved() / WINDOW_SECONDS;
    assertTrue(most < 3 * even, most + " within a second instead of " + even);
    return report.moved();
  }

  private static void atMost(long millis, long measured, String what) {
    assertTrue(measured <= millis, measured + " ms " + what + ", more than " + millis);
  }

  private static void print(String name, Crowd.Report report) {
    System.out.printf(
        "%s restarted: %d clients moved; without data for %d ms at most, sent away %d ms and back"
            + " %d ms before their time at most%n",
        name,
        report.moved(),
        report.longestMillis(),
        report.closedEarlyMillis(),
        report.backEarlyMillis());
    int widest = report.perSecond().values().stream().mapToInt(each -> each).max().orElse(1);
    report
        .perSecond()
        .forEach(
            (second, count) ->
                System.out.printf(
                    "  %3d s %5d %s%n", second, count, "#".repeat(count * 60 / widest)));
  }
}
