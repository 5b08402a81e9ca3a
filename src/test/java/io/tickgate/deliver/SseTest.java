package io.tickgate.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Server-sent events (§1): the messages of the stream, one an event. */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class SseTest {
  @Inject TestMarket market;
  @Inject Sessions sessions;

  private Symbol symbol;

  @BeforeEach
  void startWithValues() {
    symbol = Ticks.fresh("SSE");
    market.tick(Ticks.quote(symbol, 1), Ticks.trade(symbol, 1));
  }

  @Test
  void sendsTheSnapshotThenUpdates() throws IOException {
    try (EventStream events = connect("channel=ticker&symbols=" + symbol)) {
      assertEquals(200, events.status());
      assertTrue(events.header("Content-Type").startsWith("text/event-stream"));
      Element snapshot = events.next("ticker", symbol);
      assertTrue(snapshot.snapshot());
      assertEquals("1.10", snapshot.text("bid"));
      market.tick(Ticks.quote(symbol, 2));
      Element update = events.next("ticker", symbol);
      assertFalse(update.snapshot());
      assertEquals("2.10", update.text("bid"));
      assertEquals(snapshot.seq(), update.prev());
    }
  }

  @Test
  void takesManySymbolsJoinedByCommas() throws IOException {
    Symbol other = Ticks.fresh("SSE");
    market.tick(Ticks.quote(other, 5));
    try (EventStream events = connect("channel=quote&symbols=" + symbol + "," + other)) {
      assertTrue(events.next("quote", symbol).snapshot());
      assertEquals("5.10", events.next("quote", other).text("bid"));
    }
  }

  @Test
  void takesPatterns() throws IOException {
    Symbol late = Symbol.of(symbol + "-LATE");
    try (EventStream events = connect("channel=quote&symbols=" + symbol + "*")) {
      events.next("quote", symbol);
      market.tick(Ticks.quote(late, 3));
      assertTrue(events.next("quote", late).snapshot());
    }
  }

  @Test
  void mergesWithinTheInterval() throws IOException {
    try (EventStream events = connect("channel=quote&intervalMs=300&symbols=" + symbol)) {
      Element snapshot = events.next("quote", symbol);
      market.tick(Ticks.series(2, 501, n -> Ticks.quote(symbol, n)));
      Element last = events.nextWith("quote", symbol, "bid", "501.10");
      assertEquals(snapshot.seq() + 500, last.seq());
      int updates = events.elements("quote", symbol).size() - 1;
      assertTrue(updates < 50, updates + " updates of 500 quotes in less than a few intervals");
    }
  }

  /** Else the kernel would hold megabytes of old prices for it. */
  @Test
  void aStreamThatNobodyReadsStopsSoon() throws Exception {
    Symbol unread = Ticks.fresh("UNREAD");
    market.tick(Ticks.trade(unread, 1));
    long before = sessions.stats().bytes.sum();
    RawSocket socket = RawSocket.open();
    try {
      String path = "/v1/sse?channel=trade&symbols=" + unread;
      socket.send(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
      assertEquals(200, socket.readAnswer().status());
      for (int i = 0; i < 60; i++) {
        int first = 2 + i * 500;
        market.tick(Ticks.series(first, first + 499, n -> Ticks.trade(unread, n)));
      }
      long written = sessions.stats().bytes.sum() - before; // of more than 3 MB
      assertTrue(written < 1_000_000, written + " bytes were written");
    } finally {
      socket.close();
    }
  }

  @Test
  void lastEventIdResumesTrades() throws IOException {
    String lastEventId;
    long seen;
    String query = "channel=trade&symbols=" + symbol;
    try (EventStream events = connect(query)) {
      events.nextWith("trade", symbol, "id", "t1");
      market.tick(Ticks.trade(symbol, 2));
      seen = events.nextWith("trade", symbol, "id", "t2").seq();
      lastEventId = events.lastEventId();
      assertFalse(lastEventId.isEmpty(), "events carry an id");
    }
    market.tick(Ticks.series(3, 12, n -> Ticks.trade(symbol, n)));
    try (EventStream events = EventStream.connect(query, lastEventId)) {
      for (int n = 3; n <= 12; n++) {
        Element trade = events.next("trade", symbol);
        assertEquals("t" + n, trade.text("id"));
        assertEquals(seen + n - 2, trade.seq());
      }
    }
  }

  @Test
  void reconnectingTickerIsUpToDate() throws IOException {
    String lastEventId;
    String query = "channel=ticker&symbols=" + symbol;
    try (EventStream events = connect(query)) {
      events.next("ticker", symbol);
      lastEventId = events.lastEventId();
    }
    market.tick(Ticks.quote(symbol, 9));
    try (EventStream events = EventStream.connect(query, lastEventId)) {
      assertEquals("9.10", events.next("ticker", symbol).text("bid"));
    }
  }

  @Test
  void quietStreamGetsHeartbeats() throws IOException {
    try (EventStream events = connect("channel=quote&symbols=" + symbol)) {
      events.next("quote", symbol);
      events.await("heartbeat", 0, m -> m.path("type").asText().equals("heartbeat"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bad_request, channel, symbols=test:*",
    "bad_request, symbols, channel=quote",
    "bad_request, intervalMs, channel=quote&symbols=test:*&intervalMs=-1",
    "bad_request, intervalMs, channel=quote&symbols=test:*&intervalMs=soon",
    "unknown_channel, '', channel=news&symbols=test:*",
  })
  void wrongParameterIsRefusedByName(String code, String named, String query) throws IOException {
    try (EventStream events = connect(query)) {
      assertEquals(400, events.status());
      JsonNode body = Inbox.parse(events.body());
      assertEquals(code, body.path("code").asText());
      assertTrue(body.path("message").asText().contains(named), body.toString());
    }
  }

  private EventStream connect(String query) {
    return EventStream.connect(query, "");
  }
}
