package io.tickgate.adapter.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.Channel;
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
    List<Integer> asked = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      rig.pass(1_000, HEARTBEAT);
      for (String sent : rig.venue.takeSent()) {
        if (sent.contains("\"subscribe\"") && sent.contains(symbol)) {
          asked.add(second);
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
}
