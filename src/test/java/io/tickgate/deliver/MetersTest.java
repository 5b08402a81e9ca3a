package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What operators' meters say of ticks and clients, and that they don't grow with either. */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class MetersTest {
  /** More than one in so many ticks that is timed. */
  private static final int TICKS = 600;

  @Inject TestMarket market;
  @Inject MeterRegistry registry;

  private static long series() {
    return metrics().lines().filter(line -> line.startsWith("tickgate_")).count();
  }

  private static String metrics() {
    return given().get("/q/metrics").then().statusCode(200).extract().asString();
  }

  private Timer timer(String name) {
    return registry.get("tickgate.latency." + name).timer();
  }

  @Test
  void ticksAreTimedOnTheirWay() {
    Symbol symbol = Ticks.fresh("TIMED");
    market.tick(Ticks.trade(symbol, 1));
    long written = timer("delivery").count();
    long waited = timer("wait").count();
    long arrived = timer("fanout").count();
    double before = timer("delivery").totalTime(TimeUnit.SECONDS);
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("trade", symbol);
      client.next("trade", symbol);
      long start = System.nanoTime();
      for (int n = 2; n <= TICKS; n++) {
        market.tick(Ticks.trade(symbol, n));
      }
      client.nextWith("trade", symbol, "id", "t" + TICKS);
      double seconds = (System.nanoTime() - start) / 1e9;
      assertEquals(TICKS / 256, timer("delivery").count() - written, 1);
      assertEquals(TICKS / 256, timer("wait").count() - waited, 1);
      assertTrue(timer("fanout").count() > arrived, "fan-out");
      double took = timer("delivery").totalTime(TimeUnit.SECONDS) - before;
      assertTrue(took > 0 && took < 3 * seconds, took + " s of " + seconds);
    }
  }

  @Test
  void clientsAreCountedByWhatTheySpeak() throws java.io.IOException {
    // those of the test before are gone when their end is seen
    Scale.await("nobody connected", () -> connected("json") == 0 && connected("sse") == 0);
    Symbol symbol = Ticks.fresh("SPOKEN");
    market.tick(Ticks.trade(symbol, 1));
    try (StreamClient client = StreamClient.connect();
        EventStream stream = EventStream.connect("channel=trade&symbols=" + symbol, "")) {
      client.settle();
      stream.next("trade", symbol);
      assertEquals(1, connected("json"));
      assertEquals(1, connected("sse"));
    }
  }

  private double connected(String protocol) {
    return registry.get("tickgate.deliver.connected").tag("protocol", protocol).gauge().value();
  }

  @Test
  void neitherSymbolsNorClientsMakeMoreSeries() {
    try (StreamClient first = StreamClient.connect()) {
      first.subscribe("trade", traded("FEW"));
      first.settle();
      long few = series();
      try (StreamClient second = StreamClient.connect()) {
        Symbol[] many = new Symbol[200];
        Arrays.setAll(many, i -> traded("MANY"));
        second.subscribe("trade", many);
        second.settle();
        assertEquals(few, series());
      }
    }
  }

  private Symbol traded(String name) {
    Symbol symbol = Ticks.fresh(name);
    market.tick(Ticks.trade(symbol, 1));
    return symbol;
  }
}
