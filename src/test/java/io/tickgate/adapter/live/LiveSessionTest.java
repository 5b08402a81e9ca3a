package io.tickgate.adapter.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.Channel;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session does over its life, with Kraken's words. */
class LiveSessionTest {
  private static final EnumSet<Channel> BOOK = EnumSet.of(Channel.BOOK);
  private static final String ACK =
      "{\"method\":\"subscribe\",\"result\":{\"channel\":\"book\",\"depth\":100,"
          + "\"snapshot\":true,\"symbol\":\"%s\"},\"success\":true}";
  private static final String SNAPSHOT =
      "{\"channel\":\"book\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"%s\",\"bids\":["
          + "{\"price\":10.0,\"qty\":1.0}],\"asks\":[{\"price\":11.0,\"qty\":1.0}],\"checksum\":%d,"
          + "\"timestamp\":\"2026-08-24T22:21:56.724795Z\"}]}";
  private static final String HEARTBEAT = "{\"channel\":\"heartbeat\"}";

  private final Rig rig = Rig.of("kraken", BOOK, "BTC/USD");

  private static String ack(String symbol) {
    return ACK.formatted(symbol);
  }

  private static String snapshot(String symbol) {
    return SNAPSHOT.formatted(symbol, 0);
  }

  private void goLive() {
    rig.connect();
    rig.venue.say(ack("BTC/USD"));
    rig.venue.say(snapshot("BTC/USD"));
    rig.pass(200);
    assertEquals("Live", rig.state());
    rig.heard();
    rig.venue.takeSent();
  }

  @Test
  void goesThroughItsStatesToLive() {
    assertEquals(
        List.of(
            "{\"method\":\"ping\"}",
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"BTC/USD\"],"
                + "\"depth\":100,\"snapshot\":true},\"req_id\":1}"),
        rig.connect());
    assertEquals("Subscribing", rig.state());
    rig.venue.say(ack("BTC/USD"));
    rig.pass(100);
    assertEquals("Syncing", rig.state());
    rig.venue.say(snapshot("BTC/USD"));
    rig.pass(100);
    assertEquals(List.of("Connecting", "Subscribing", "Syncing", "Live"), rig.states);
    assertEquals(List.of("wss://ws.kraken.com/v2"), rig.venue.connects);
    assertEquals(List.of("Listed kraken:BTC/USD", "BookChange kraken:BTC/USD"), rig.heard());
  }

  @Test
  void isLiveWithoutASnapshotThatDoesNotCome() {
    rig.connect();
    rig.venue.say(ack("BTC/USD"));
    for (int i = 0; i < 101; i++) {
      rig.venue.say(HEARTBEAT);
      rig.pass(100);
    }
    assertEquals("Live", rig.state());
  }

  @Test
  void aQuietLineIsNotDead() {
    goLive();
    for (int i = 0; i < 50; i++) {
      rig.pass(1_100);
      assertEquals(List.of("{\"method\":\"ping\"}"), rig.venue.takeSent());
      rig.venue.say("{\"method\":\"pong\"}");
    }
    assertEquals("Live", rig.state());
    assertEquals(1, rig.venue.connects.size());
  }

  @Test
  void aDeadLineIsDoubtedThenReplacedWithinTwoBeats() {
    goLive();
    rig.pass(1_300); // 200 ms of silence before
    assertEquals("Stale", rig.state());
    assertEquals("nothing heard for longer than a heartbeat", rig.reason());
    assertEquals(1, rig.venue.open);
    rig.pass(500);
    assertEquals("BackingOff", rig.state());
    assertEquals("nothing heard for two heartbeats", rig.reason());
    assertEquals(0, rig.venue.open);
    assertEquals(List.of("Lost kraken:BTC/USD"), rig.heard());
    rig.pass(1_000);
    assertEquals(2, rig.venue.connects.size());
  }

  @Test
  void whatIsHeardLateEndsDoubt() {
    goLive();
    rig.pass(1_400);
    assertEquals("Stale", rig.state());
    rig.venue.say("{\"method\":\"pong\"}");
    assertEquals("Live", rig.state());
    assertEquals(List.of(), rig.heard());
  }

  @Test
  void aPauseOfThisProcessIsNoSilenceOfTheVenue() {
    goLive();
    rig.clock.advance(60_000_000_000L);
    rig.session.tick();
    assertEquals("Live", rig.state());
  }

  @Test
  void backsOffTwiceAsLongEachTimeUpToTheLimit() {
    long[] waits = {500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
    rig.session.tick();
    for (int i = 0; i < waits.length; i++) {
      assertEquals(i + 1, rig.venue.connects.size());
      rig.venue.hangUp("connection refused or timed out");
      assertEquals("BackingOff", rig.state());
      assertEquals("connection refused or timed out", rig.reason());
      long wait = Math.max(waits[i], i == 0 ? 1_000 : 0); // the venue's spacing
      rig.pass(wait - 100);
      assertEquals(i + 1, rig.venue.connects.size(), "too early after attempt " + i);
      rig.pass(100);
    }
    assertEquals(waits.length, rig.counters.failures.sum());
    assertEquals(List.of(), rig.heard());
  }

  @Test
  void forgetsFailuresOnceTheConnectionProvedGood() {
    rig.session.tick();
    for (int i = 0; i < 6; i++) {
      rig.venue.hangUp("unknown host");
      rig.pass(30_000);
    }
    goLive();
    for (int i = 0; i < 60; i++) {
      rig.pass(1_000);
      rig.venue.say(HEARTBEAT);
    }
    rig.venue.hangUp("connection lost");
    int before = rig.venue.connects.size();
    rig.pass(500);
    assertEquals(before + 1, rig.venue.connects.size());
  }

  @Test
  void subscribesAgainAndTheBookStartsOver() {
    goLive();
    rig.venue.hangUp("connection lost");
    assertEquals(List.of("Lost kraken:BTC/USD"), rig.heard());
    rig.pass(1_000);
    goLiveAgain();
  }

  private void goLiveAgain() {
    rig.venue.accept();
    assertEquals(2, rig.venue.takeSent().size());
    rig.venue.say(ack("BTC/USD"));
    rig.venue.say(snapshot("BTC/USD"));
    rig.pass(200);
    assertEquals("Live", rig.state());
    assertEquals(
        List.of("BookReset kraken:BTC/USD", "Listed kraken:BTC/USD", "BookChange kraken:BTC/USD"),
        rig.heard());
    assertEquals(1, rig.counters.reconnects.sum());
  }

  @Test
  void aConnectionThatComesToBeTooLateIsClosed() {
    rig.session.tick();
    var late = rig.venue.listeners.get(0);
    rig.pass(30_100);
    assertEquals("BackingOff", rig.state());
    late.onOpen(
        new Uplink.Line() {
          @Override
          public boolean send(String text) {
            return true;
          }

          @Override
          public void ping() {}

          @Override
          public void close() {
            rig.venue.open = -1;
          }
        });
    assertEquals(-1, rig.venue.open);
    late.onClosed("late");
    late.onMessage(new byte[] {'{', '}'});
    assertEquals("BackingOff", rig.state());
  }

  @Test
  void namesWhatTheVenueRefusesOnce() {
    Rig two = Rig.of("kraken", BOOK, "BTC/USD", "FOO/BAR");
    two.connect();
    String no =
        "{\"error\":\"Currency pair not supported FOO/BAR\",\"method\":\"subscribe\","
            + "\"success\":false,\"symbol\":\"FOO/BAR\"}";
    two.venue.say(no);
    two.venue.say(ack("BTC/USD"));
    two.venue.say(snapshot("BTC/USD"));
    two.pass(200);
    assertEquals("Live", two.state());
    assertEquals(
        "refused: FOO/BAR book (Currency pair not supported FOO/BAR)", two.session.refusals());
    assertEquals(1, two.counters.refused.sum());
  }

  @Test
  void tellsWhatIsNeverAnswered() {
    Rig two = Rig.of("kraken", BOOK, "BTC/USD", "ETH/USD");
    two.connect();
    two.venue.say(ack("BTC/USD"));
    two.venue.say(snapshot("BTC/USD"));
    for (int i = 0; i < 101; i++) {
      two.venue.say(HEARTBEAT);
      two.pass(100);
    }
    assertEquals("refused: ETH/USD book (no answer)", two.session.refusals());
    assertEquals("Live", two.state());
  }

  @Test
  void triesAgainWhenEverythingIsRefused() {
    rig.connect();
    rig.venue.say(
        "{\"error\":\"Currency pair not supported\",\"method\":\"subscribe\","
            + "\"success\":false,\"symbol\":\"BTC/USD\"}");
    rig.pass(100);
    assertEquals("BackingOff", rig.state());
    assertTrue(rig.reason().startsWith("all subscriptions refused: BTC/USD book"), rig.reason());
  }

  @Test
  void saysThatTheVenueIsInMaintenance() {
    goLive();
    rig.venue.say("{\"channel\":\"status\",\"data\":[{\"system\":\"maintenance\"}]}");
    assertEquals("Stale", rig.state());
    assertEquals("the venue says maintenance", rig.reason());
    rig.venue.say(HEARTBEAT);
    assertEquals("Stale", rig.state());
    rig.venue.say("{\"channel\":\"status\",\"data\":[{\"system\":\"online\"}]}");
    assertEquals("Live", rig.state());
  }

  @Test
  void leavesAVenueThatTakesNothing() {
    rig.venue.stuffed = true;
    rig.connect();
    assertEquals("BackingOff", rig.state());
    assertEquals("the venue takes no messages", rig.reason());
    assertEquals(0, rig.venue.open);
  }

  @Test
  void neverSaysMoreThanTheVenueAllows() {
    String[] symbols = new String[900];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = "s" + i;
    }
    Rig many = Rig.of("bitstamp", EnumSet.of(Channel.TRADE), symbols);
    int sent = many.connect().size();
    assertEquals(5, sent); // half of ten at once
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < 10; i++) {
        many.pass(100);
        many.venue.pong();
      }
      int now = many.venue.takeSent().size();
      assertTrue(now <= 10 && now >= 4, "second " + second + ": " + now);
    }
  }

  @Test
  void survivesWhatIsNoMessage() {
    goLive();
    for (String bad :
        new String[] {"", "{", "[]", "null", "{\"method\":\"subscribe\"}", "\u0000"}) {
      rig.venue.say(bad);
    }
    assertEquals("Live", rig.state());
    rig.venue.say(snapshot("BTC/USD"));
    assertEquals(List.of("BookChange kraken:BTC/USD"), rig.heard());
  }

  @Test
  void connectsWithNothingToSubscribeToAndFollowsDemand() {
    Rig idle = new Rig("kraken", BOOK, "BTC/USD", "ETH/USD");
    assertEquals(List.of("{\"method\":\"ping\"}"), idle.connect());
    idle.venue.say("{\"method\":\"pong\"}");
    idle.pass(200);
    assertEquals("Live", idle.state());
    idle.session.demand("ETH/USD", true);
    idle.pass(100);
    assertTrue(idle.venue.takeSent().get(0).contains("[\"ETH/USD\"]"));
    idle.venue.say(ack("ETH/USD"));
    idle.venue.say(snapshot("ETH/USD"));
    assertEquals(List.of("Listed kraken:ETH/USD", "BookChange kraken:ETH/USD"), idle.heard());
    idle.session.demand("ETH/USD", false);
    for (int i = 0; i < 29; i++) {
      idle.pass(1_000);
      idle.venue.say(HEARTBEAT);
    }
    assertEquals(List.of(), unsubscribes(idle));
    idle.pass(1_000);
    idle.venue.say(HEARTBEAT);
    idle.pass(100);
    assertEquals(1, unsubscribes(idle).size());
    assertEquals(List.of("Lost kraken:ETH/USD"), idle.heard());
  }

  private static List<String> unsubscribes(Rig rig) {
    return rig.venue.takeSent().stream().filter(each -> each.contains("unsubscribe")).toList();
  }

  @Test
  void keepsWhatIsWantedAgainBeforeLong() {
    goLive();
    rig.session.demand("BTC/USD", false);
    rig.pass(1_000);
    rig.session.demand("BTC/USD", true);
    for (int i = 0; i < 40; i++) {
      rig.venue.say(HEARTBEAT);
      rig.pass(1_000);
    }
    assertEquals(List.of(), unsubscribes(rig));
  }

  @Test
  void endsForGood() {
    goLive();
    rig.session.end();
    assertEquals("Ended", rig.state());
    assertEquals(0, rig.venue.open);
    rig.pass(60_000);
    assertEquals(1, rig.venue.connects.size());
  }
}
