package io.tickgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.tickgate.deliver.ProtocolProfile;
import io.tickgate.deliver.TestMarket;
import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command against the gateway itself. */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
@Timeout(60)
class TailStreamTest {
  private static final Symbol SYMBOL = Symbol.of("test:TAILED");
  private static final long START = 1_763_700_000_000_000L;

  @Inject TestMarket market;

  private void quote(int n) {
    long ts = START + n;
    Decimal bid = Decimal.of(n, 1);
    Decimal ask = Decimal.of(n + 1, 1);
    market.tick(new Quote(SYMBOL, ts, ts, bid, bid, ask, ask));
  }

  @Test
  void printsWhatTheGatewayStreams() throws Exception {
    quote(1);
    String url = "--url=ws://localhost:" + RestAssured.port + "/v1/stream";
    CompletableFuture<Shell> tail =
        CompletableFuture.supplyAsync(
            () -> Shell.run("tail", url, "--channel=quote", "--count=4", "test:TAIL*", "no:such"));
    Shell shell = null;
    for (int n = 2; shell == null && n < 2_000; n++) {
      quote(n);
      try {
        shell = tail.get(10, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // it isn't subscribed yet, or wants more
      }
    }
    assertEquals(0, shell.code(), shell.err());
    List<String> lines = shell.out().lines().toList();
    assertEquals(5, lines.size(), shell.out());
    assertTrue(lines.get(0).matches("TIME +SYMBOL +BIDSIZE +BID +ASK +ASKSIZE"), lines.get(0));
    for (String line : lines.subList(1, 5)) {
      assertTrue(line.startsWith("2025-11-21T"), line);
      assertTrue(line.contains("  test:TAILED  "), line);
    }
    assertEquals("no:such: unknown_symbol", shell.err().substring(0, 23));
  }

  @Test
  void saysThatTheGatewayIsReady() {
    Shell shell = Shell.run("health", "--url=http://localhost:" + RestAssured.port);
    assertEquals(new Shell(0, "ready\n", ""), shell);
  }
}
