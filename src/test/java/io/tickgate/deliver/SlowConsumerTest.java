package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that stops reading: told, merged, brought back, and in the end closed (§4). */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class SlowConsumerTest {
  /** Symbols that the slow client watches: enough that their updates don't fit its buffers. */
  private static final int SYMBOLS = 200;

  @Inject TestMarket market;

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
    try (StreamClient slow = StreamClient.connect();
        StreamClient pace = StreamClient.connect()) {
      slow.subscribe("quote", symbols);
      slow.next("quote", symbols[0]);
      watchOne(pace);
      slow.stopReading();
      play(pace, Duration.ofSeconds(5), () -> false);
      slow.readOn();
      JsonNode told = slow.awaitNotice("slow", 0);
      assertTrue(told.path("lagMs").asLong() > 0, told.toString());
      assertTrue(told.path("intervalMs").asLong() > 0, told.toString());
      // the interval comes down step by step while the client keeps up
      play(pace, Duration.ofSeconds(60), () -> isCleared(slow));
      assertTrue(isCleared(slow), "no slow_cleared within a minute");
      for (Symbol symbol : symbols) {
        slow.nextWith("quote", symbol, "bid", round + ".10");
      }
      int updates = slow.elements("quote", symbols[0]).size();
      assertTrue(updates < round, updates + " updates of " + round + " quotes: nothing merged");
    }
  }

  @Test
  void slowClientDoesNotDelayAnother() {
    try (StreamClient slow = StreamClient.connect();
        StreamClient pace = StreamClient.connect()) {
      slow.subscribe("quote", symbols);
      slow.next("quote", symbols[0]);
      watchOne(pace);
      slow.stopReading();
      long slowest = play(pace, Duration.ofSeconds(3), () -> false);
      assertTrue(slowest < 1_000, "a healthy client waited " + slowest + " ms");
    }
  }

  @Test
  void tradesOfASlowClientComeInOrderWithEveryGapTold() {
    Symbol symbol = Ticks.fresh("SLOWTRADE");
    market.tick(Ticks.trade(symbol, 1));
    try (StreamClient slow = StreamClient.connect()) {
      slow.subscribe("trade", symbol);
      long first = slow.next("trade", symbol).seq();
      slow.stopReading();
      for (int batch = 0; batch < 100; batch++) {
        int from = 2 + batch * 1_000;
        market.tick(Ticks.series(from, from + 999, n -> Ticks.trade(symbol, n)));
      }
      slow.readOn();
      TradeWalk walk = new TradeWalk(symbol, first + 1);
      slow.await("last trade", Duration.ofSeconds(30), walk.reaches(first + 100_000, slow));
      walk.check(slow.messages());
    }
  }

  @Test
  void clientThatTakesNothingFor30SecondsIsClosedWith4000() {
    assumeTrue(
        Scale.isHeavy(), "skipped: 36 s; CloseCodeTest has it with a second (-Pheavy runs this)");
    try (StreamClient slow = StreamClient.connect();
        StreamClient pace = StreamClient.connect()) {
      slow.subscribe("quote", symbols);
      slow.next("quote", symbols[0]);
      watchOne(pace);
      slow.stopReading();
      play(pace, Duration.ofSeconds(36), () -> false);
      slow.readOn();
      assertEquals(4000, slow.awaitClose());
    }
  }

  private void watchOne(StreamClient pace) {
    pace.subscribeWith("quote", "'intervalMs':20", symbols[0]);
    pace.next("quote", symbols[0]);
  }

  /** Ticks all symbols, each round when the healthy client has the one before; its longest wait. */
  private long play(StreamClient pace, Duration time, BooleanSupplier enough) {
    long end = System.nanoTime() + time.toNanos();
    long slowestMs = 0;
    while (System.nanoTime() < end && !enough.getAsBoolean()) {
      long start = System.nanoTime();
      tickAll();
      pace.nextWith("quote", symbols[0], "bid", round + ".10");
      slowestMs = Math.max(slowestMs, (System.nanoTime() - start) / 1_000_000);
    }
    return slowestMs;
  }

  private static boolean isCleared(StreamClient client) {
    return client.messages("notice").stream()
        .anyMatch(m -> m.path("code").asText().equals("slow_cleared"));
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
