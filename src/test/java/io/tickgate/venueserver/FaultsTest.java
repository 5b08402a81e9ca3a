package io.tickgate.venueserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.adapter.venue.recorded.MarketModel;
import io.tickgate.adapter.venue.recorded.Recording;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each fault as it shows on the wire. */
class FaultsTest {
  private static final String NAME = "raw/kraken-v2-shaped_2021-04-17_book100.jsonl.gz";
  private static final String SUBSCRIBE =
      "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"XMR/USD\"],"
          + "\"depth\":100}}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Faults faults = new Faults(3);

  /** The first frames of one book as recorded. */
  private static List<String> recorded(int count) throws Exception {
    return Recording.of(NAME).frames().stream().filter(FaultsTest::isBook).limit(count).toList();
  }

  private static boolean isBook(String text) {
    return text.startsWith("{\"channel\":\"book\"") && text.contains("\"XMR/USD\"");
  }

  private static boolean isClosed(String text) {
    return text.startsWith(VenueClient.CLOSED);
  }

  /** What a client of that book hears first. */
  private List<String> hear(int count) throws Exception {
    VenueServer server = Servers.recording("kraken", Recording.path(NAME).toString(), faults);
    try (VenueClient client = new VenueClient(http, server.port(), "/v2")) {
      client.say(SUBSCRIBE);
      client.next(text -> text.contains("\"method\""));
      return client.next(count, text -> true);
    } finally {
      server.stop();
    }
  }

  @Test
  void gapLeavesOneOut() throws Exception {
    faults.once(Fault.GAP);
    List<String> recorded = new ArrayList<>(recorded(5));
    recorded.remove(1); // the snapshot is no change
    assertEquals(recorded, hear(4));
    assertEquals(1, faults.happened().get(Fault.GAP));
  }

  @Test
  void duplicateComesTwice() throws Exception {
    faults.once(Fault.DUPLICATE);
    List<String> recorded = recorded(3);
    assertEquals(
        List.of(recorded.get(0), recorded.get(1), recorded.get(1), recorded.get(2)), hear(4));
  }

  @Test
  void reorderSwapsTwo() throws Exception {
    faults.once(Fault.REORDER);
    List<String> recorded = recorded(4);
    assertEquals(
        List.of(recorded.get(0), recorded.get(2), recorded.get(1), recorded.get(3)), hear(4));
  }

  @Test
  void badChecksumIsNoticedByTheDecoder() throws Exception {
    faults.once(Fault.BAD_CHECKSUM);
    List<String> recorded = recorded(3);
    List<String> heard = hear(3);
    assertEquals(recorded.get(0), heard.get(0));
    assertNotEquals(recorded.get(1), heard.get(1));
    assertEquals(recorded.get(1).length(), heard.get(1).length());
    assertEquals(recorded.get(2), heard.get(2));
    FeedCounters counters = new FeedCounters();
    var decoder = Decoders.create("kraken", new MarketModel(), counters, (symbol, why) -> {});
    Recording.receive(decoder, Recording.of(NAME).frame("\"method\"", "XMR/USD"), 1);
    heard.forEach(frame -> Recording.receive(decoder, frame, 1));
    assertEquals(1, counters.resyncs.sum());
  }

  @Test
  void garbageIsHalfAMessage() throws Exception {
    faults.once(Fault.GARBAGE);
    List<String> heard = hear(2);
    String first = recorded(1).get(0);
    assertEquals(List.of(first.substring(0, first.length() / 2), first), heard);
  }

  @Test
  void dropEndsTheConnectionWithoutAWord() throws Exception {
    faults.once(Fault.DROP);
    assertEquals(List.of("closed 1006"), hear(1));
  }

  @Test
  void maintenanceIsToldAndClosesWith1012() throws Exception {
    faults.once(Fault.MAINTENANCE);
    List<String> heard = hear(2);
    assertTrue(heard.get(0).contains("\"system\":\"maintenance\""), heard.get(0));
    assertEquals("closed 1012", heard.get(1));
  }

  @Test
  void binanceTellsItsShutdown() throws Exception {
    VenueServer server = Servers.simulator("binance-usdm", 400, faults);
    try (VenueClient client =
        new VenueClient(http, server.port(), "/stream?streams=btcusdt@depth")) {
      client.next();
      faults.once(Fault.MAINTENANCE);
      assertTrue(
          client
              .next(text -> text.contains("serverShutdown"))
              .startsWith(
                  "{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\",\"E\":"));
      assertEquals("closed 1012", client.next(FaultsTest::isClosed));
    } finally {
      server.stop();
    }
  }

  @Test
  void stallKeepsTheConnectionAndOthersGoOn() throws Exception {
    VenueServer server = Servers.simulator("kraken", 400, faults);
    String subscribe =
        "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"BTC/USD\"]}}";
    try (VenueClient client = new VenueClient(http, server.port(), "/v2")) {
      client.say(subscribe);
      client.next(text -> text.contains("\"update\",\"data\":[{\"symbol\""));
      client.ping();
      client.next(text -> text.equals("pong"));
      faults.once(Fault.STALL);
      try (VenueClient other = new VenueClient(http, server.port(), "/v2")) {
        while (faults.happened().get(Fault.STALL) == 0 || !client.heard.isEmpty()) {
          client.heard.poll(20, TimeUnit.MILLISECONDS);
        }
        other.say(subscribe);
        other.next(20, text -> text.contains("\"update\",\"data\":[{\"symbol\""));
        client.ping();
        assertNull(client.heard.poll(1_200, TimeUnit.MILLISECONDS), "no heartbeat, no pong");
      }
    } finally {
      server.stop();
    }
  }

  @Test
  void slowSnapshotComesLateAndContinues() throws Exception {
    VenueServer server = Servers.simulator("coinbase", 400, faults);
    try (VenueClient client = new VenueClient(http, server.port(), "/")) {
      client.say(
          "{\"type\":\"subscribe\",\"product_ids\":[\"ETH-USD\"],\"channels\":[\"level2\"]}");
      client.next(3, text -> text.contains("l2update")); // the book is known
      faults.once(Fault.SLOW_SNAPSHOT);
      long asked = System.nanoTime();
      client.say(
          "{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\"],\"channels\":[\"level2\"]}");
      String first = client.next(text -> text.startsWith("{\"type\":\"") && isBtc(text));
      assertTrue(first.startsWith("{\"type\":\"snapshot\""), first);
      assertTrue(System.nanoTime() - asked >= 290_000_000L, "delay");
      assertTrue(client.next(FaultsTest::isBtc).startsWith("{\"type\":\"l2update\""));
    } finally {
      server.stop();
    }
  }

  private static boolean isBtc(String text) {
    return text.contains("\"product_id\":\"BTC-USD\"");
  }

  @Test
  void everyBefallsOneOfEachWindow() {
    for (long seed = 1; seed <= 20; seed++) {
      Faults one = new Faults(seed);
      Faults same = new Faults(seed);
      one.every(Fault.GAP, 10);
      same.every(Fault.GAP, 10);
      for (int window = 0; window < 50; window++) {
        int befallen = 0;
        for (int i = 0; i < 10; i++) {
          boolean due = one.of(VenueFrame.Kind.CHANGE, false) == Fault.GAP;
          assertEquals(due, same.of(VenueFrame.Kind.CHANGE, false) == Fault.GAP, "seed " + seed);
          befallen += due ? 1 : 0;
        }
        assertEquals(1, befallen, "seed " + seed + " window " + window);
      }
      one.clear();
      assertNull(one.of(VenueFrame.Kind.CHANGE, false));
    }
  }

  @Test
  void ordersAreChecked() {
    assertEquals(
        "tickgate.venue-server.faults.flood: 3 is no such order",
        assertThrows(IllegalArgumentException.class, () -> Faults.of(1, Map.of("flood", 3)))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> faults.every(Fault.DROP, -1));
    faults.once(Fault.GAP);
    assertNull(faults.of(VenueFrame.Kind.OTHER, false), "no trade is a gap of a book");
    assertFalse(faults.due(Fault.DROP));
  }
}
