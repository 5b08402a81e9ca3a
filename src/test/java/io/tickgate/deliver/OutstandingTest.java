package io.tickgate.deliver;

import static io.tickgate.deliver.RawSocket.CLOSE;
import static io.tickgate.deliver.RawSocket.FIN;
import static io.tickgate.deliver.RawSocket.TEXT;
import static io.tickgate.deliver.RawSocket.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import io.tickgate.wire.CloseCode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
      long most = askUntilOneIsCutOff(greedy);
      long answer = 100L * symbols.size(); // about
      long released = LIMIT / GREEDY; // by who was cut off before it was looked at, about
      assertTrue(most > LIMIT - 2 * released, most + " bytes outstanding");
      assertTrue(most < LIMIT + GREEDY * answer, most + " bytes outstanding");
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

  /** Asks for long answers that nobody reads; returns the most bytes that were outstanding. */
  private long askUntilOneIsCutOff(List<RawSocket> greedy) throws IOException {
    SessionStats stats = sessions.stats();
    long most = 0;
    for (int i = 0; i < 60 && !cutOff(); i++) {
      long requests = stats.requests.sum();
      for (RawSocket each : greedy) {
        each.send(frame(FIN | TEXT, "{\"op\":\"list\"}"));
      }
      Scale.await("asked", () -> stats.requests.sum() >= requests + GREEDY || cutOff());
      most = Math.max(most, stats.outstanding.get());
    }
    assertTrue(cutOff(), "nobody cut off with " + most + " bytes outstanding");
    return most;
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
