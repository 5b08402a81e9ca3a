package io.tickgate.deliver;

import static io.tickgate.deliver.RawSocket.CLOSE;
import static io.tickgate.deliver.RawSocket.FIN;
import static io.tickgate.deliver.RawSocket.TEXT;
import static io.tickgate.deliver.RawSocket.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import io.tickgate.wire.CloseCode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all clients together leave unread is bounded, at the cost of those who leave most. */
@QuarkusTest
@TestProfile(ComposedProfile.class)
class OutstandingTest {
  private static final int LIMIT = ComposedProfile.MAX_OUTSTANDING;
  private static final int GREEDY = 8;
  private static final int MOST_ROUNDS = 100;

  /** Its answer is 50 kB: kernels take some megabytes before anything is outstanding. */
  private static final String LONG = "{\"op\":\"list\"}";

  /** Its answer is 3 kB, all refusals. */
  private static final String SHORT =
      "{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":["
          + IntStream.range(0, 30)
              .mapToObj(i -> "\"x:Y" + i + "\"")
              .collect(Collectors.joining(","))
          + "]}";

  @Inject TestMarket market;
  @Inject Sessions sessions;
  private long slowBefore;

  @BeforeEach
  void count() {
    slowBefore = sessions.stats().closes(CloseCode.SLOW).sum();
  }

  @Test
  void whoLeavesAnswersUnreadIsCutOffWhenTheNodeHasTooMuchAndTheOthersAreNot() throws Exception {
    Symbol watched = Ticks.fresh("WATCHED");
    List<Symbol> symbols = IntStream.range(0, 500).mapToObj(i -> Ticks.fresh("ASKED")).toList();
    symbols.forEach(symbol -> market.tick(Ticks.listed(symbol)));
    market.tick(Ticks.quote(watched, 1));
    List<RawSocket> greedy = new ArrayList<>();
    try (StreamClient healthy = StreamClient.connect()) {
      healthy.subscribe("quote", watched);
      for (int i = 0; i < GREEDY; i++) {
        greedy.add(subscribed(symbols));
      }
      askUntil(greedy, LONG, () -> outstanding() > LIMIT / 4);
      assertFalse(cutOff(), "cut off with " + outstanding() + " bytes outstanding");
      long before = askUntil(greedy, SHORT, this::cutOff);
      // a session's last answer is counted with its next one, or when it is looked at
      long round = GREEDY * lengthOf(SHORT);
      assertTrue(before + 2 * round > LIMIT, "cut off with " + before + " bytes outstanding");
      assertTrue(before <= LIMIT + round, "not cut off with " + before + " bytes outstanding");
      market.tick(Ticks.quote(watched, 2));
      healthy.nextWith("quote", watched, "bid", "2.10");
      healthy.settle();
      long told = 0;
      for (RawSocket each : greedy) {
        told += readsOn(each) ? 0 : 1;
      }
      long cut = slow(); // a last one may go meanwhile
      assertEquals(cut, told, "of those that are read again");
      assertTrue(told < GREEDY, told + " cut off");
      Scale.await("all read", () -> sessions.stats().outstanding.get() == 0);
    } finally {
      for (RawSocket each : greedy) {
        each.close();
      }
    }
  }

  private static RawSocket subscribed(List<Symbol> symbols) throws IOException {
    String names = symbols.stream().map(s -> "\"" + s + "\"").collect(Collectors.joining(","));
    RawSocket socket = RawSocket.connect();
    socket.send(
        frame(
            FIN | TEXT,
            "{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[" + names + "]}"));
    socket.readTextWith("ack");
    return socket;
  }

  /**
   * Asks for answers that nobody reads, a round of all clients at a time; returns the bytes that
   * were outstanding before the last round.
   */
  private long askUntil(List<RawSocket> greedy, String request, BooleanSupplier enough)
      throws IOException {
    SessionStats stats = sessions.stats();
    long before = 0;
    for (int round = 0; round < MOST_ROUNDS && !enough.getAsBoolean(); round++) {
      long requests = stats.requests.sum();
      before = outstanding();
      for (RawSocket each : greedy) {
        each.send(frame(FIN | TEXT, request));
      }
      Scale.await("asked", () -> stats.requests.sum() >= requests + GREEDY || cutOff());
    }
    assertTrue(enough.getAsBoolean(), () -> "not with " + outstanding() + " bytes outstanding");
    return before;
  }

  /** The length of the answer to a request as its frame, in bytes. */
  private static long lengthOf(String request) throws IOException {
    RawSocket socket = RawSocket.connect();
    try {
      socket.send(frame(FIN | TEXT, request));
      return socket.readTextWith("ack").text().length() + 4L;
    } finally {
      socket.close();
    }
  }

  private long outstanding() {
    return sessions.stats().outstanding.get();
  }

  /** Who was closed so since the test began. */
  private long slow() {
    return sessions.stats().closes(CloseCode.SLOW).sum() - slowBefore;
  }

  private boolean cutOff() {
    return slow() > 0;
  }

  /** Whether the client, now that it reads, gets all its answers and works. */
  private static boolean readsOn(RawSocket socket) throws IOException {
    socket.send(frame(FIN | TEXT, "{\"op\":\"ping\",\"id\":4711}"));
    while (true) {
      RawSocket.Frame frame = socket.read();
      if (frame.opcode() == CLOSE) {
        assertEquals(4000, frame.closeCode());
        return false;
      }
      if (frame.text().contains("4711")) {
        return true;
      }
    }
  }
}
