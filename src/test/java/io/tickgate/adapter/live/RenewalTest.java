package io.tickgate.adapter.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Channel;
import io.tickgate.market.Tick;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a connection whose books need to come anew. */
class RenewalTest {
  private static final String HEARTBEAT = "{\"channel\":\"heartbeat\"}";
  private static final String ACK =
      "{\"method\":\"subscribe\",\"result\":{\"channel\":\"book\",\"depth\":100,"
          + "\"snapshot\":true,\"symbol\":\"%s\"},\"success\":true}";
  private static final String BOOK =
      "{\"channel\":\"book\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"%s\",\"bids\":["
          + "{\"price\":10.0,\"qty\":1.0}],\"asks\":[],\"checksum\":0,"
          + "\"timestamp\":\"2026-08-24T22:21:56.724795Z\"}]}";

  private final Rig rig = Rig.of("kraken", EnumSet.of(Channel.BOOK), "BTC/USD", "FOO/USD");

  private void serve(String symbol) {
    rig.venue.say(ACK.formatted(symbol));
    rig.venue.say(BOOK.formatted(symbol));
  }

  /** Seconds in which the book of that symbol was asked for, each answered at once. */
  private List<Integer> asked(String symbol, int seconds) {
    return asked(symbol, seconds, 1_000);
  }

  /** The same, of a venue that takes so long to answer. */
  private List<Integer> asked(String symbol, int seconds, int millis) {
    List<Integer> asked = new ArrayList<>();
    for (int time = 0; time < seconds * 1_000; time += millis) {
      rig.pass(millis, HEARTBEAT);
      for (String sent : rig.venue.takeSent()) {
        if (sent.contains("\"subscribe\"") && sent.contains(symbol)) {
          asked.add(time / 1_000);
          serve(symbol);
        }
      }
    }
    return asked;
  }

  @Test
  void aBookThatIsAlwaysWrongLeavesTheOthersAlone() {
    rig.contradicted = "FOO/USD";
    rig.connect();
    serve("BTC/USD");
    serve("FOO/USD");
    List<Integer> asked = asked("FOO/USD", 60);
    assertEquals(1, rig.venue.connects.size(), rig.reason());
    assertEquals("Live", rig.state(), rig.reason());
    assertTrue(rig.heard().stream().noneMatch(each -> each.startsWith("Lost")));
    assertEquals(2, asked.size(), "at once, 20 s later, 40 s after that: " + asked);
    assertEquals(asked.get(0) + 20, asked.get(1), 1);
  }

  /** Before the session has looked once more. */
  @Test
  void aVenueThatAnswersAtOnceIsNotAskedMoreOften() {
    rig.contradicted = "FOO/USD";
    rig.connect();
    serve("BTC/USD");
    serve("FOO/USD");
    List<Integer> asked = asked("FOO/USD", 60, 100);
    assertEquals(2, asked.size(), asked.toString());
  }

  @Test
  void aBookThatIsRightAgainIsRenewedAsSoonAsAny() {
    rig.contradicted = "FOO/USD";
    rig.connect();
    serve("BTC/USD");
    serve("FOO/USD");
    asked("FOO/USD", 10);
    rig.contradicted = "";
    assertEquals(1, asked("FOO/USD", 20).size());
    rig.pass(6_000, HEARTBEAT);
    rig.contradicted = "FOO/USD";
    rig.venue.say(BOOK.formatted("FOO/USD").replace("snapshot", "update"));
    rig.contradicted = "";
    assertEquals(List.of(0), asked("FOO/USD", 10));
  }

  @Test
  void aSnapshotThatNeverComesEndsTheConnection() {
    rig.connect();
    serve("BTC/USD");
    serve("FOO/USD");
    rig.contradicted = "FOO/USD";
    rig.venue.say(BOOK.formatted("FOO/USD").replace("snapshot", "update"));
    rig.pass(2_000, HEARTBEAT);
    rig.venue.say(ACK.formatted("FOO/USD"));
    rig.pass(17_000, HEARTBEAT);
    assertEquals(1, rig.venue.connects.size());
    rig.pass(2_000, HEARTBEAT);
    assertTrue(rig.states.contains("BackingOff"));
  }

  /** At the venue's rate the last of many requests goes out long after the first. */
  @Test
  void whatWaitsToBeAskedForIsNotOverdue() {
    String[] symbols = new String[900];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = "S" + i + "-USD";
    }
    Rig many = Rig.of("okx", EnumSet.of(Channel.BOOK), symbols);
    many.connect();
    String arg = "\"arg\":{\"channel\":\"books\",\"instId\":\"%s\"}";
    String snapshot =
        "{%s,\"action\":\"%s\",\"data\":[{\"asks\":[],\"bids\":[[\"10\",\"1\",\"0\",\"1\"]],"
            + "\"ts\":\"1700000000000\",\"checksum\":0,\"prevSeqId\":%d,\"seqId\":%d}]}";
    for (int i = 0; i < 150; i++) {
      many.pass(100, "pong");
    }
    for (String symbol : symbols) {
      String to = arg.formatted(symbol);
      many.venue.say("{\"event\":\"subscribe\"," + to + "}");
      many.venue.say(snapshot.formatted(to, "snapshot", -1, 5));
    }
    many.pass(300, "pong");
    assertEquals("Live", many.state(), many.reason());
    many.venue.takeSent();
    for (String symbol : symbols) {
      many.venue.say(snapshot.formatted(arg.formatted(symbol), "update", 8, 9)); // a gap
    }
    List<String> sent = new ArrayList<>();
    Map<Integer, String> answers = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      many.pass(100, "pong");
      List<String> now = many.venue.takeSent();
      sent.addAll(now);
      answers.put(i + 50, String.join("", now)); // five seconds later
      String text = answers.getOrDefault(i, "");
      for (String symbol : symbols) {
        if (text.contains("\"subscribe\"") && text.contains("\"" + symbol + "\"")) {
          String to = arg.formatted(symbol);
          many.venue.say("{\"event\":\"subscribe\"," + to + "}");
          many.venue.say(snapshot.formatted(to, "snapshot", -1, 20));
        }
      }
    }
    assertEquals(1, many.venue.connects.size(), many.reason());
    assertEquals(18, sent.stream().filter(each -> each.contains("subscribe")).count());
  }

  private static String bitstamp(String what, long micros, String bids) {
    String times = "\"timestamp\":\"1\",\"microtimestamp\":\"%d\"".formatted(micros);
    String book = "{%s,\"bids\":[%s],\"asks\":[]}".formatted(times, bids);
    return what.isEmpty()
        ? book
        : "{\"event\":\"data\",\"channel\":\"%s\",\"data\":%s}".formatted(what, book);
  }

  /** What is asked for by REST is older than the last change when it comes. */
  @Test
  void aBookOfTimesInPlaceOfNumbersIsTakenAnewOnABusyMarketToo() {
    String channel = "diff_order_book_btcusd";
    String granted = "{\"event\":\"bts:%s_succeeded\",\"channel\":\"" + channel + "\",\"data\":{}}";
    String heartbeat = "{\"event\":\"bts:heartbeat\",\"channel\":\"\",\"data\":{}}";
    Rig busy = Rig.of("bitstamp", EnumSet.of(Channel.BOOK), "btcusd");
    busy.connect();
    busy.venue.say(granted.formatted("subscription"));
    busy.pass(100);
    busy.venue.answer(200, bitstamp("", 1_000, "[\"10\",\"1\"]"));
    busy.venue.say(bitstamp(channel, 2_000, "[\"11\",\"1\"]"));
    busy.pass(Rig.RENEW_MILLIS - 1_000, heartbeat);
    busy.venue.takeSent();
    busy.heard();
    busy.pass(1_500, heartbeat);
    assertEquals(
        List.of(
            "{\"event\":\"bts:unsubscribe\",\"data\":{\"channel\":\"" + channel + "\"}}",
            "{\"event\":\"bts:subscribe\",\"data\":{\"channel\":\"" + channel + "\"}}"),
        busy.venue.takeSent());
    busy.venue.say(granted.formatted("unsubscription"));
    busy.venue.say(granted.formatted("subscription"));
    busy.pass(100);
    assertEquals(2, busy.venue.fetches.size());
    busy.venue.say(bitstamp(channel, 2_500, "[\"11\",\"2\"]"));
    busy.venue.say(bitstamp(channel, 4_000, "[\"12\",\"1\"]"));
    busy.venue.answer(200, bitstamp("", 3_000, "[\"10\",\"2\"]"));
    assertEquals("snapshot [10], change [12]", bids(busy)); // 11 is gone
    busy.pass(30_000, heartbeat);
    assertEquals(1, busy.venue.connects.size());
    assertEquals("Live", busy.state());
  }

  /** REST has its own pace and its own patience. */
  @Test
  void aSnapshotThatRestOwesIsNoReasonToReconnect() {
    String granted =
        "{\"event\":\"bts:%s_succeeded\",\"channel\":\"diff_order_book_btcusd\",\"data\":{}}";
    String heartbeat = "{\"event\":\"bts:heartbeat\",\"channel\":\"\",\"data\":{}}";
    Rig slow = Rig.of("bitstamp", EnumSet.of(Channel.BOOK), "btcusd");
    slow.connect();
    slow.venue.say(granted.formatted("subscription"));
    slow.pass(100);
    slow.venue.answer(200, bitstamp("", 1_000, "[\"10\",\"1\"]"));
    slow.pass(Rig.RENEW_MILLIS + 500, heartbeat);
    slow.venue.say(granted.formatted("unsubscription"));
    slow.venue.say(granted.formatted("subscription"));
    slow.pass(100);
    slow.venue.requests.remove(0).onAnswer(503, 30, new byte[0]);
    slow.pass(40_000, heartbeat);
    assertEquals(3, slow.venue.fetches.size());
    slow.venue.answer(200, bitstamp("", 5_000, "[\"10\",\"1\"]"));
    assertEquals(1, slow.venue.connects.size());
  }

  private static String bids(Rig rig) {
    List<BookChange> changes = new ArrayList<>();
    boolean reset = false;
    for (Tick tick : rig.ticks) {
      reset |= tick instanceof BookReset;
      if (reset && tick instanceof BookChange change) {
        changes.add(change);
      }
    }
    assertEquals(2, changes.size(), rig.ticks.toString());
    assertTrue(changes.get(0).snapshot() && !changes.get(1).snapshot());
    return "snapshot %s, change %s".formatted(prices(changes.get(0)), prices(changes.get(1)));
  }

  private static List<String> prices(BookChange change) {
    return change.bids().stream().map(level -> level.price().toString()).toList();
  }
}
