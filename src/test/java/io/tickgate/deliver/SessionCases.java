package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ping, pause, resume and configure (§3). */
abstract class SessionCases {
  private static final long MINUTE = 60_000_000;

  @Inject TestMarket market;

  @Test
  void pingIsAnsweredByPongWithTheGatewaysTime() {
    try (StreamClient client = StreamClient.connect()) {
      JsonNode pong = client.ask("{'op':'ping'}");
      assertEquals("pong", pong.path("type").asText());
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      long away = Math.abs(now - pong.path("ts").asLong());
      assertTrue(away < MINUTE, "ts is " + away + " µs away from the clock");
    }
  }

  @Test
  void pingFrameIsAnsweredWithItsPayload() {
    byte[] payload = "are you there".getBytes(StandardCharsets.US_ASCII);
    try (StreamClient client = StreamClient.connect()) {
      assertEquals(ByteBuffer.wrap(payload), client.ping(payload));
    }
  }

  @Test
  void pauseStopsDataAndResumeBringsTheNewestValueOnly() {
    Symbol symbol = Ticks.fresh("PAUSE");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("quote", symbol);
      Element snapshot = client.next("quote", symbol);
      assertEquals("pause", client.ask("{'op':'pause'}").path("op").asText());
      market.tick(Ticks.quote(symbol, 2), Ticks.quote(symbol, 3), Ticks.quote(symbol, 4));
      client.settle();
      assertEquals(1, client.elements("quote", symbol).size(), "data while paused");
      assertEquals("resume", client.ask("{'op':'resume'}").path("op").asText());
      Element update = client.next("quote", symbol);
      assertEquals("4.10", update.text("bid"));
      assertEquals(snapshot.seq(), update.prev());
      assertEquals(snapshot.seq() + 3, update.seq());
      market.tick(Ticks.quote(symbol, 5));
      assertEquals(update.seq(), client.next("quote", symbol).prev());
    }
  }

  @Test
  void resumeBringsEveryTradeOfThePause() {
    Symbol symbol = Ticks.fresh("PAUSETRADE");
    market.tick(Ticks.trade(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("trade", "'snapshot':false", symbol);
      client.ask("{'op':'pause'}");
      market.tick(Ticks.series(2, 6, n -> Ticks.trade(symbol, n)));
      client.settle();
      assertEquals(List.of(), client.elements("trade", symbol));
      client.ask("{'op':'resume'}");
      for (int n = 2; n <= 6; n++) {
        assertEquals("t" + n, client.next("trade", symbol).text("id"));
      }
    }
  }

  @Test
  void pausedConnectionStillAnswersAndBeats() {
    try (StreamClient client = StreamClient.connect()) {
      client.ask("{'op':'pause'}");
      client.ask("{'op':'list'}");
      int before = client.messages().size();
      client.await("heartbeat", before, m -> m.path("type").asText().equals("heartbeat"));
    }
  }

  @Test
  void pauseTwiceAndResumeTwiceAreHarmless() {
    Symbol symbol = Ticks.fresh("TWICE");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("quote", symbol);
      client.next("quote", symbol);
      for (String op : List.of("resume", "pause", "pause", "resume", "resume")) {
        assertEquals("ack", client.ask("{'op':'" + op + "'}").path("type").asText());
      }
      market.tick(Ticks.quote(symbol, 2));
      assertEquals("2.10", client.next("quote", symbol).text("bid"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 64, 100_000})
  void configureTellsTheCapInEffect(int maxKbps) {
    try (StreamClient client = StreamClient.connect()) {
      JsonNode ack = client.ask("{'op':'configure','maxKbps':%d}", maxKbps);
      assertEquals("configure", ack.path("op").asText());
      assertEquals(maxKbps, ack.path("maxKbps").asInt());
    }
  }

  @Test
  void cappedConnectionStillConverges() {
    Symbol symbol = Ticks.fresh("CAP");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.ask("{'op':'configure','maxKbps':16}");
      client.subscribe("quote", symbol);
      client.next("quote", symbol);
      for (int n = 2; n <= 2_000; n++) {
        market.tick(Ticks.quote(symbol, n));
      }
      client.nextWith("quote", symbol, "bid", "2000.10");
      client.ask("{'op':'configure','maxKbps':0}");
      market.tick(Ticks.quote(symbol, 2_001));
      assertEquals("2001.10", client.next("quote", symbol).text("bid"));
    }
  }

  @Test
  void oneConnectionDoesNotStopAnother() {
    Symbol symbol = Ticks.fresh("OTHERS");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient paused = StreamClient.connect();
        StreamClient other = StreamClient.connect()) {
      paused.subscribe("quote", symbol);
      other.subscribe("quote", symbol);
      paused.ask("{'op':'pause'}");
      market.tick(Ticks.quote(symbol, 2));
      other.nextWith("quote", symbol, "bid", "2.10");
      paused.settle();
      assertFalse(
          paused.elements("quote", symbol).stream().anyMatch(e -> e.text("bid").equals("2.10")));
    }
  }
}
