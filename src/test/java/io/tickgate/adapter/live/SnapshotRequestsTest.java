package io.tickgate.adapter.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.Channel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A feed of three connections to Binance, which limits what an address asks by REST. */
class SnapshotRequestsTest {
  private static final EnumSet<Channel> BOOK = EnumSet.of(Channel.BOOK);
  private static final int SYMBOLS = 250;
  private static final String SNAPSHOT =
      "{\"lastUpdateId\":2,\"bids\":[[\"10\",\"1\"]],\"asks\":[[\"20\",\"1\"]]}";

  private final Rig first = new Rig("binance", BOOK, symbols(0));
  private final List<Rig> rigs =
      List.of(
          first,
          new Rig(first, "binance", BOOK, symbols(1)),
          new Rig(first, "binance", BOOK, symbols(2)));
  private final ScriptedUplink venue = first.venue;

  private static String[] symbols(int session) {
    String[] symbols = new String[SYMBOLS];
    for (int i = 0; i < SYMBOLS; i++) {
      symbols[i] = "S" + (session * SYMBOLS + i);
    }
    return symbols;
  }

  @BeforeEach
  void connect() {
    for (int session = 0; session < rigs.size(); session++) {
      for (String symbol : symbols(session)) {
        rigs.get(session).session.demand(symbol, true);
      }
      rigs.get(session).connect();
    }
    pass(3_000);
    for (var listener : venue.listeners) {
      for (int id = 1; id <= 3; id++) {
        listener.onMessage(("{\"result\":null,\"id\":" + id + "}").getBytes(UTF_8));
      }
    }
    assertEquals(0, venue.fetches.size());
  }

  /** Lets time go by in which all connections live; one is as far as the others. */
  private void pass(long millis) {
    for (long left = millis; left > 0; left -= 100) {
      venue.listeners.forEach(Uplink.LineListener::onSign);
      first.clock.advance(100_000_000L);
      rigs.forEach(rig -> rig.session.tick());
    }
  }

  private void serve(long millis) {
    for (long left = millis; left > 0; left -= 100) {
      pass(100);
      while (!venue.requests.isEmpty()) {
        venue.answer(200, SNAPSHOT);
      }
    }
  }

  @Test
  void allConnectionsOfAFeedShareWhatTheVenueGrants() {
    serve(60_000);
    int asked = venue.fetches.size();
    assertTrue(asked >= 60 && asked <= 70, asked + " snapshots a minute, each weighs 50 of 6,000");
    serve(700_000);
    assertEquals(3 * SYMBOLS, venue.fetches.size());
    assertEquals(3 * SYMBOLS, new HashSet<>(venue.fetches).size());
    assertEquals(3, venue.connects.size());
  }

  @Test
  void aBanThatOneConnectionHearsOfPausesAll() {
    serve(5_000);
    pass(1_000);
    int asked = venue.fetches.size();
    venue.requests.remove(0).onAnswer(418, 120, new byte[0]);
    pass(120_000);
    assertEquals(asked, venue.fetches.size());
    pass(3_000);
    assertEquals(asked + 1, venue.fetches.size());
  }

  @Test
  void aBanOutlivesTheConnectionThatHeardOfIt() {
    serve(5_000);
    pass(1_000);
    int asked = venue.fetches.size();
    var request = venue.requests.remove(0);
    for (var listener : new ArrayList<>(venue.listeners)) {
      listener.onClosed("gone");
    }
    request.onAnswer(429, 60, new byte[0]);
    pass(100);
    serve(20_000);
    assertEquals(asked, venue.fetches.size());
    assertEquals(1, first.counters.snapshotFailures.sum());
  }
}
