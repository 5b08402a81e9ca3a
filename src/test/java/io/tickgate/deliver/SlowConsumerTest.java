package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that stops reading: told, merged, brought back, and in the end closed (§4). */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class SlowConsumerTest {
  /** Symbols that the slow client watches: enough that their updates don't fit its buffers. */
  private static final int SYMBOLS = 200;

  @Inject TestMarket market;

  @TestHTTPResource("/v1/stream")
  URI stream;

  private final Symbol[] symbols = new Symbol[SYMBOLS];
  private int round;

  @BeforeEach
  void startWithQuotes() {
    for (int i = 0; i < SYMBOLS; i++) {
      symbols[i] = Ticks.fresh("SLOW");
    }
    round = 0;
    tickAll();
  }

  @Test
  void clientThatReadsAgainIsToldAndConverges() {
    try (StreamClient slow = StreamClient.connect(stream);
        StreamClient pace = StreamClient.connect(stream)) {
      slow.subscribe("quote", symbols);
      slow.next("quote", symbols[0]);
      slow.stopReading();
      playFor(Duration.ofSeconds(5), pace);
      slow.readOn();
      JsonNode told = slow.awaitNotice("slow", 0);
      assertTrue(told.path("lagMs").asLong() > 0, told.toString());
      assertTrue(told.path("intervalMs").asLong() > 0, told.toString());
      for (Symbol symbol : symbols) {
        slow.nextWith("quote", symbol, "bid", round + ".10");
      }
      int updates = slow.elements("quote", symbols[0]).size();
      assertTrue(updates < round, updates + " updates of " + round + " quotes: nothing merged");
      int from = slow.messages().indexOf(told);
      // the interval comes down step by step while the client keeps up
      JsonNode cleared =
          slow.await(
              "notice slow_cleared",
              from,
              Duration.ofSeconds(60),
              m -> m.path("code").asText().equals("slow_cleared"));
      assertEquals(0, cleared.path("intervalMs").asInt(), "back to what was asked for");
    }
  }

  @Test
  void slowClientDoesNotDelayAnother() {
    try (StreamClient slow = StreamClient.connect(stream);
        StreamClient pace = StreamClient.connect(stream)) {
      slow.subscribe("quote", symbols);
      slow.next("quote", symbols[0]);
      slow.stopReading();
      long slowest = playFor(Duration.ofSeconds(3), pace);
      assertTrue(slowest < 1_000, "a healthy client waited " + slowest + " ms");
    }
  }

  @Test
  void tradesOfASlowClientComeInOrderWithEveryGapTold() {
    Symbol symbol = Ticks.fresh("SLOWTRADE");
    market.tick(Ticks.trade(symbol, 1));
    try (StreamClient slow = StreamClient.connect(stream);
        StreamClient pace = StreamClient.connect(stream)) {
      slow.subscribe("trade", symbol);
      long first = slow.next("trade", symbol).seq();
      slow.stopReading();
      int last = 1;
      for (int batch = 0; batch < 100; batch++) {
        market.tick(Ticks.series(last + 1, last + 1_000, n -> Ticks.trade(symbol, n)));
        last += 1_000;
        pace.settle();
        paced(pace, batch);
      }
      slow.readOn();
      TradeWalk walk = new TradeWalk(symbol, first + 1);
      slow.await("last trade", Duration.ofSeconds(30), walk.reaches(first + last - 1, slow));
      walk.check(slow.messages());
    }
  }

  @Test
  void clientThatTakesNothingFor30SecondsIsClosedWith4000() {
    try (StreamClient slow = StreamClient.connect(stream);
        StreamClient pace = StreamClient.connect(stream)) {
      slow.subscribe("quote", symbols);
      slow.next("quote", symbols[0]);
      slow.stopReading();
      playFor(Duration.ofSeconds(36), pace);
      slow.readOn();
      assertEquals(4000, slow.awaitClose());
    }
  }

  /** Ticks all symbols, each round when the healthy client has the one before; its longest wait. */
  private long playFor(Duration time, StreamClient pace) {
    pace.subscribeWith("quote", "'intervalMs':20", symbols[0]);
    pace.next("quote", symbols[0]);
    long end = System.nanoTime() + time.toNanos();
    long slowestMs = 0;
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      tickAll();
      pace.nextWith("quote", symbols[0], "bid", round + ".10");
      slowestMs = Math.max(slowestMs, (System.nanoTime() - start) / 1_000_000);
    }
    return slowestMs;
  }

  // below the limit of messages per second: every 40th batch waits for a heartbeat
  private static void paced(StreamClient pace, int batch) {
    if (batch % 40 == 39) {
      int from = pace.messages().size();
      pace.await("heartbeat", from, m -> m.path("type").asText().equals("heartbeat"));
    }
  }

  private void tickAll() {
    round++;
    Tick[] ticks = new Tick[SYMBOLS];
    for (int i = 0; i < SYMBOLS; i++) {
      ticks[i] = Ticks.quote(symbols[i], round);
    }
    market.tick(ticks);
  }
}
