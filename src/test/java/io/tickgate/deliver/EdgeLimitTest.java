package io.tickgate.deliver;

import static io.tickgate.deliver.RawSocket.FIN;
import static io.tickgate.deliver.RawSocket.TEXT;
import static io.tickgate.deliver.RawSocket.frame;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.deliver.edge.EdgeStats;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits that a connection meets, one at a time. */
@QuarkusTest
@TestProfile(EdgeProfile.class)
class EdgeLimitTest {
  private static final String PING = "{\"op\":\"ping\",\"id\":41}";

  @Inject TestMarket market;
  @Inject Sessions sessions;
  @Inject EdgeStats edge;

  @AfterEach
  void everybodyIsGone() {
    Scale.await("places given back", () -> edge.places.get() == 0);
    Scale.await("sessions ended", () -> sessions.stats().open.get() == 0);
    assertEquals(0, sessions.stats().cursors.get());
  }

  @Test
  void serverSentEventsHoldAPlaceUntilTheyEnd() throws IOException {
    try (RawSocket socket = RawSocket.open()) {
      socket.send(
          "GET /v1/sse?channel=quote&symbols=test:* HTTP/1.1\r\nHost: x\r\n\r\n"
              .getBytes(US_ASCII));
      assertEquals(200, socket.readAnswer().status());
      assertEquals(1, edge.places.get());
    }
  }

  @Test
  void publishersHoldPlacesAsClientsDo() throws IOException {
    List<RawSocket> all = new ArrayList<>();
    try {
      for (int i = 0; i < EdgeProfile.PER_ADDRESS; i++) {
        all.add(RawSocket.connect("/v1/publish", new byte[0]));
      }
      try (RawSocket one = RawSocket.open()) {
        one.send((RawSocket.handshake("/v1/publish") + "\r\n").getBytes(US_ASCII));
        RawSocket.Answer answer = one.readAnswer();
        assertEquals(429, answer.status());
        assertEquals("5", answer.header("Retry-After"));
      }
    } finally {
      for (RawSocket each : all) {
        each.close();
      }
    }
  }

  @Test
  void connectionThatSaysNothingIsClosed() throws IOException {
    try (RawSocket socket = RawSocket.open()) {
      assertTrue(socket.isAtEnd());
    }
  }

  @Test
  void headThatDribblesInIsClosedHoweverRegularlyBytesCome() throws IOException {
    long before = edge.lateRequests.sum();
    try (RawSocket socket = RawSocket.open()) {
      long start = System.nanoTime();
      String head = RawSocket.handshake("/v1/stream") + "X-Pad: " + "x".repeat(10_000);
      assertThrows(IOException.class, () -> dribble(socket, head, 1_000));
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertTrue(millis >= 350 && millis < 2_500, millis + " ms");
    }
    assertEquals(1, edge.lateRequests.sum() - before);
  }

  @Test
  void secondHeadOfAConnectionHasNoMoreTime() throws IOException {
    try (RawSocket socket = RawSocket.open()) {
      socket.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      assertEquals(404, socket.readAnswer().status());
      assertThrows(IOException.class, () -> dribble(socket, "GET /" + "x".repeat(10_000), 1_000));
    }
  }

  /** Sends a byte every few milliseconds, and notices the end by writing. */
  private static void dribble(RawSocket socket, String text, int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      socket.send(new byte[] {(byte) text.charAt(i)});
      pause(5);
    }
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }

  @Test
  void upgradedConnectionIsUnderNoDeadline() throws IOException {
    try (RawSocket socket = RawSocket.connect()) {
      socket.send(Arrays.copyOf(frame(FIN | TEXT, PING), 5)); // and the rest after a beat
      socket.readTextWith("heartbeat");
      byte[] all = frame(FIN | TEXT, PING);
      socket.send(Arrays.copyOfRange(all, 5, all.length));
      socket.readTextWith("pong");
    }
  }

  @Test
  void globsMayNotCoverMoreThanThereAreCursorsFor() {
    List<Symbol> symbols = IntStream.range(0, 500).mapToObj(i -> Ticks.fresh("WIDE")).toList();
    symbols.forEach(symbol -> market.tick(Ticks.quote(symbol, 1)));
    try (StreamClient client = StreamClient.connect()) {
      JsonNode first = client.subscribeTo("'channel':'quote','symbols':['test:WIDE*']");
      assertEquals(1, first.path("granted").size());
      assertEquals(500, sessions.stats().cursors.get());
      JsonNode second = client.subscribeTo("'channel':'ticker','symbols':['test:WIDE*']");
      assertEquals(0, second.path("granted").size());
      assertEquals("limit_subscriptions", second.at("/refused/0/code").asText());
      JsonNode again = client.subscribeTo("'channel':'quote','symbols':['test:WIDE*']");
      assertEquals(1, again.path("granted").size(), "the same again needs no more");
      assertEquals(500, sessions.stats().cursors.get());
      client.ask("{'op':'unsubscribe','channel':'quote','symbols':['test:WIDE*']}");
      assertEquals(0, sessions.stats().cursors.get());
    }
  }

  @Test
  void symbolsThatComeUpBeyondTheLimitAreRefusedAndTold() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeTo("'channel':'quote','symbols':['test:LATE*']");
      Tick[] ticks =
          IntStream.range(0, 720)
              .mapToObj(i -> Ticks.quote(Ticks.fresh("LATE"), 1))
              .toArray(Tick[]::new);
      market.tick(ticks);
      client.awaitError("limit_subscriptions");
      client.settle();
      assertEquals(700, sessions.stats().cursors.get());
      assertEquals(1, client.messages("error").size(), "told once");
    }
  }

  @Test
  void rateLimitedRepeatsTheIdOfAShortRequest() throws IOException {
    try (RawSocket socket = RawSocket.connect()) {
      for (int i = 0; i < 150; i++) {
        socket.send(frame(FIN | TEXT, "{\"op\":\"ping\",\"id\":" + (9_000 + i) + "}"));
      }
      String refused = socket.readTextWith("rate_limited").text();
      assertTrue(refused.contains("\"id\":90") || refused.contains("\"id\":91"), refused);
    }
  }
}
