package io.tickgate.relay;

import static io.tickgate.relay.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tickgate.adapter.messaging.KafkaBroker;
import io.tickgate.deliver.Scale;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nodes that ingest and nodes that serve, processes of their own. Each is killed in turn, or the
 * broker goes and comes back, while a recording plays beside a busy market: in the end every client
 * has what the recording says.
 */
@Timeout(240)
class KilledNodesIT {
  /** What the sender waits for a broker, less what a busy machine may be late by. */
  private static final long DELIVERY_NANOS = 25_000_000_000L;

  private final RecordedMarket market = RecordedMarket.atHand();
  private final Path folder = Path.of("target", "killed-nodes"); // logs, to be read after a failure

  private final KafkaBroker broker = new KafkaBroker();
  private final List<AutoCloseable> open = new ArrayList<>();
  private String servers;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(folder);
    assumeTrue(Files.exists(GatewayProcess.JAR), "skipped: " + GatewayProcess.JAR + " isn't there");
    servers = broker.start().get("kafka.bootstrap.servers");
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    if (servers != null) {
      broker.stop();
    }
  }

  private GatewayProcess node(String name, String role) throws IOException {
    List<String> options = new ArrayList<>(market.options(String.valueOf(market.speed())));
    options.addAll(
        List.of(
            "tickgate.role=" + role,
            "tickgate.relay.node=" + name,
            "tickgate.relay.bootstrap-servers=" + servers,
            "tickgate.relay.partitions=3",
            "tickgate.relay.replication=1",
            "tickgate.feeds.sim.symbols=100",
            "tickgate.feeds.sim.rate=2000"));
    GatewayProcess node = new GatewayProcess(name, folder, options);
    open.add(node);
    return node;
  }

  private static void printed(String what, long startNanos) {
    System.out.printf("%s: %d ms%n", what, (System.nanoTime() - startNanos) / 1_000_000);
  }

  private static BooleanSupplier more(Screen screen) {
    long before = screen.elements();
    return () -> screen.elements() > before;
  }

  @Test
  void killedInTurnUnderLoadNothingIsLostUntold() throws Exception {
    GatewayProcess serveA = node("serve-a", "serve");
    GatewayProcess serveB = node("serve-b", "serve");
    serveA.awaitReady();
    serveB.awaitReady();
    Screen first = screen(serveA, serveB);
    Screen second = screen(serveB, serveA);
    GatewayProcess ingestA = node("ingest-a", "ingest");
    await("the first plays", () -> first.lastTrade() > 100 && second.lastTrade() > 100);
    assertEquals(first.epoch(), second.epoch());
    GatewayProcess ingestB = node("ingest-b", "ingest");
    ingestB.awaitReady();

    long start = System.nanoTime();
    long epochs = first.epochs();
    serveA.kill();
    await("the client goes on elsewhere", more(first));
    printed("serving node killed, its client has data again", start);
    assertEquals(epochs, first.epochs(), "it goes on from its last trade");
    serveA.start();

    String epoch = second.epoch();
    start = System.nanoTime();
    ingestA.kill();
    await("the other ingests", () -> !second.epoch().equals(epoch) && second.lastTrade() > 0);
    printed("ingesting node killed, clients have the other's data", start);
    ingestA.start();
    serveA.awaitReady();

    start = System.nanoTime();
    serveB.kill();
    await("both clients are at the node that came back", both(more(first), more(second)));
    printed("other serving node killed, its clients have data again", start);
    serveB.start();
    ingestA.awaitReady();

    String later = first.epoch();
    start = System.nanoTime();
    ingestB.kill();
    await("the first ingests again", () -> !first.epoch().equals(later) && first.lastTrade() > 0);
    printed("other ingesting node killed, clients have the first's data", start);

    JsonNode expected = market.expected(folder);
    long trades = expected.path("trades").asLong();
    Screen late = screen(serveB, serveA); // of a node that has just started
    for (Screen screen : List.of(first, second, late)) {
      await("the last trade", () -> screen.lastTrade() == trades);
      check(screen, expected);
    }
    serveB.awaitReady();
    checkSame(serveA, serveB);
    checkBook(serveB, expected.path("book"));
  }

  @Test
  void brokerThatWasAwayUnderLoadLeavesNothingOutUntold() throws Exception {
    assumeTrue(Scale.isHeavy(), "skipped: a minute; -Pheavy runs it, RelayTest has it in one JVM");
    GatewayProcess serveA = node("brokerless-serve-a", "serve");
    GatewayProcess serveB = node("brokerless-serve-b", "serve");
    serveA.awaitReady();
    serveB.awaitReady();
    List<Screen> screens = List.of(screen(serveA), screen(serveB));
    GatewayProcess ingest = node("brokerless-ingest", "ingest");
    await("it plays", () -> screens.stream().allMatch(each -> each.lastTrade() > 100));
    String epoch = screens.get(0).epoch();
    long epochs = screens.stream().mapToLong(Screen::epochs).sum();

    long away = System.nanoTime();
    long start = away;
    broker.down();
    await(
        "clients are told", () -> screens.stream().allMatch(each -> each.state().equals("stale")));
    printed("broker stopped, clients are told that values are old", start);
    start = System.nanoTime();
    broker.up();
    printed("broker started", start);
    await("clients have data again", both(more(screens.get(0)), more(screens.get(1))));
    printed("and clients have data again", start);
    boolean shortly = System.nanoTime() - away < DELIVERY_NANOS;

    JsonNode expected = market.expected(folder);
    for (Screen screen : screens) {
      await("the last trade", () -> screen.lastTrade() == expected.path("trades").asLong());
      check(screen, expected);
      assertEquals(epoch, screen.epoch());
      assertTrue(!shortly || screen.gaps() == 0, screen.gaps() + " trades are missing");
    }
    assertEquals(
        epochs, screens.stream().mapToLong(Screen::epochs).sum(), "the writer is the same");
    checkSame(serveA, serveB);
    checkSame(ingest, serveB);
    checkBook(serveB, expected.path("book"));
  }

  /** What both show of the symbol, once the recording has ended. */
  private void checkSame(GatewayProcess one, GatewayProcess other) {
    for (String path : List.of("", "&channel=book&depth=5")) {
      String query = "/v1/snapshot?symbols=" + market.symbol() + path;
      await("ended", () -> one.get("/v1/symbols").contains("\"ended\""));
      await("both serve the same", () -> one.get(query).equals(other.get(query)));
      assertTrue(one.get(query).contains(market.symbol()), one.get(query));
    }
  }

  private static BooleanSupplier both(BooleanSupplier one, BooleanSupplier other) {
    return () -> one.getAsBoolean() && other.getAsBoolean();
  }

  private Screen screen(GatewayProcess... nodes) {
    List<URI> uris = new ArrayList<>();
    for (GatewayProcess node : nodes) {
      uris.add(node.stream());
    }
    Screen screen = new Screen("rec", market.symbol(), uris);
    open.add(screen);
    return screen;
  }

  private static void check(Screen screen, JsonNode expected) {
    assertEquals(List.of(), screen.faults());
    assertEquals(expected.path("trades").asLong(), screen.trades() + screen.gaps());
    if (screen.gaps() == 0) {
      BigDecimal volume = new BigDecimal(expected.path("volume").asText());
      assertEquals(0, volume.compareTo(screen.volume()), volume + " and " + screen.volume());
    }
    BigDecimal last = new BigDecimal(expected.path("last_price").asText());
    await(
        "the last price",
        () -> last.compareTo(new BigDecimal(screen.ticker().path("last").asText("0"))) == 0);
    System.out.printf(
        "client: %d epochs, %d trades, %d missed and told%n",
        screen.epochs(), screen.trades(), screen.gaps());
  }

  private void checkBook(GatewayProcess node, JsonNode expected) throws IOException {
    JsonNode answer =
        new ObjectMapper()
            .readTree(
                node.get("/v1/snapshot?symbols=" + market.symbol() + "&channel=book&depth=5"));
    side(expected.path("top5_bid"), answer.findValue("bids"));
    side(expected.path("top5_ask"), answer.findValue("asks"));
  }

  private static void side(JsonNode expected, JsonNode told) {
    assertEquals(expected.size(), told.size());
    for (int i = 0; i < expected.size(); i++) {
      for (int j = 0; j < 2; j++) {
        BigDecimal want = new BigDecimal(expected.get(i).get(j).asText());
        BigDecimal have = new BigDecimal(told.get(i).get(j).asText());
        assertEquals(0, want.compareTo(have), expected + " and " + told);
      }
    }
  }
}
