package io.tickgate.deliver;

import static io.tickgate.deliver.RawSocket.CLOSE;
import static io.tickgate.deliver.RawSocket.FIN;
import static io.tickgate.deliver.RawSocket.TEXT;
import static io.tickgate.deliver.RawSocket.frame;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.deliver.edge.EdgeStats;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import jakarta.inject.Inject;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that mean no good. During each attack a healthy client is served, afterwards as fast as
 * before, and the process holds about what it held. Bigger with {@code -Pheavy}.
 */
@QuarkusTest
@TestProfile(EdgeProfile.class)
class AbuseTest {
  private static final String PING = "{\"op\":\"ping\",\"id\":41}";

  /** Of the first attack; what is made once is made then. */
  private static @Nullable Footprint start;

  @Inject TestMarket market;
  @Inject Sessions sessions;
  @Inject EdgeStats edge;

  private HealthyClient healthy;

  @BeforeEach
  void somebodyIsServed() throws IOException {
    if (start == null) {
      churn(100, Ticks.fresh("WARM"), 0);
      everybodyIsGone();
      start = Footprint.now();
    }
    healthy = new HealthyClient(market);
  }

  @AfterEach
  void allIsAsBefore() {
    healthy.assertAsUsual();
    healthy.close();
    everybodyIsGone();
    start.awaitAgain();
  }

  private void everybodyIsGone() {
    Scale.await("sessions ended", () -> sessions.stats().open.get() == 0);
    Scale.await("places given back", () -> edge.places.get() == 0);
    assertEquals(0, sessions.stats().cursors.get());
    assertEquals(0, sessions.stats().outstanding.get());
  }

  @Test
  void connectionsBeyondTheLimitOfAnAddressAreRefusedAndTheOthersWork() throws IOException {
    int attempts = Scale.of(400, 2_000);
    List<RawSocket> all = new ArrayList<>();
    try {
      byte[] request = (RawSocket.handshake("/v1/stream") + "\r\n").getBytes(US_ASCII);
      for (int i = 0; i < attempts; i++) {
        RawSocket socket = RawSocket.open();
        all.add(socket);
        socket.send(request);
      }
      List<RawSocket> in = new ArrayList<>();
      for (RawSocket each : all) {
        RawSocket.Answer answer = each.readAnswer();
        if (answer.status() == 101) {
          in.add(each);
        } else {
          assertEquals(429, answer.status());
          assertEquals("5", answer.header("Retry-After"));
          assertTrue(each.isAtEnd());
        }
      }
      assertEquals(EdgeProfile.PER_ADDRESS - 1, in.size(), "and the healthy one");
      healthy.assertServed();
      for (RawSocket each : in) {
        each.send(frame(FIN | TEXT, PING));
        each.readTextWith("pong");
      }
      assertEquals(429, sse().status(), "the same limit for server-sent events");
    } finally {
      closeAll(all);
    }
  }

  private static void closeAll(List<RawSocket> sockets) throws IOException {
    for (RawSocket each : sockets) {
      each.close();
    }
  }

  private static RawSocket.Answer sse() throws IOException {
    try (RawSocket socket = RawSocket.open()) {
      socket.send(
          "GET /v1/sse?channel=quote&symbols=test:* HTTP/1.1\r\nHost: x\r\n\r\n"
              .getBytes(US_ASCII));
      return socket.readAnswer();
    }
  }

  @Test
  void handshakesThatDribbleInAreCutAndOthersComeIn() throws IOException {
    int attackers = Scale.of(100, 1_000);
    long before = edge.lateRequests.sum();
    byte[] head = RawSocket.handshake("/v1/stream").getBytes(US_ASCII);
    List<RawSocket> all = new ArrayList<>();
    try {
      for (int i = 0; i < attackers; i++) {
        all.add(RawSocket.open());
      }
      int[] turns = {0};
      Scale.await(
          "all cut",
          () -> {
            byte[] next = {head[turns[0]++ % head.length]};
            all.removeIf(each -> !takes(each, next));
            healthy.assertServed();
            return all.isEmpty();
          });
      try (StreamClient late = StreamClient.connect()) {
        late.settle();
      }
    } finally {
      closeAll(all);
    }
    assertEquals(attackers, edge.lateRequests.sum() - before);
  }

  @Test
  void commandFloodEndsWith4502() throws IOException {
    assertFloodEnds(frame(FIN | TEXT, PING));
  }

  @Test
  void pingFloodEndsWith4502() throws IOException {
    assertFloodEnds(frame(FIN | RawSocket.PING, "p"));
  }

  private void assertFloodEnds(byte[] frame) throws IOException {
    try (RawSocket flooding = RawSocket.connect()) {
      byte[][] many = new byte[1_000][];
      Arrays.fill(many, frame);
      try {
        flooding.send(many);
      } catch (SocketException e) {
        // it may be cut off before all is out
      }
      healthy.assertServed();
      assertEquals(4502, flooding.read(CLOSE).closeCode());
    }
  }

  @Test
  void flappingMeetsTheRateLimitAndLeavesOthersAlone() throws IOException {
    List<Symbol> symbols = IntStream.range(0, 600).mapToObj(i -> Ticks.fresh("FLAP")).toList();
    symbols.forEach(symbol -> market.tick(Ticks.quote(symbol, 1)));
    byte[] on =
        frame(
            FIN | TEXT,
            "{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[\"test:FLAP*\"]}");
    byte[] off = frame(FIN | TEXT, "{\"op\":\"unsubscribe\"}");
    try (RawSocket flapping = RawSocket.connect()) {
      for (int i = 0; i < 100; i++) {
        flapping.send(on, off);
        if (i % 10 == 0) {
          healthy.assertServed();
        }
      }
      flapping.readTextWith("rate_limited");
    }
  }

  @Test
  void jsonNestedVeryDeepIsABadMessage() {
    try (StreamClient client = StreamClient.connect()) {
      client.sendRaw("[".repeat(100_000));
      assertTrue(client.awaitError("bad_message").path("message").asText().contains("depth"));
      client.sendRaw("{\"op\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}");
      client.settle();
      assertEquals(2, client.messages("error").size());
    }
  }

  @Test
  void bombOfAHundredMegabytesIsCut() throws IOException {
    try (DeflateSocket client = new DeflateSocket("permessage-deflate")) {
      client.read("welcome");
      byte[] bomb = client.deflate("x".repeat(100_000_000));
      assertTrue(bomb.length > 90_000 && bomb.length < 110_000, bomb.length + " bytes");
      client.sendCompressed(bomb);
      EOFException end = assertThrows(EOFException.class, () -> client.read("pong"));
      assertEquals("closed with 1009", end.getMessage());
      healthy.assertServed();
    }
  }

  @Test
  void clientsThatNeverReadCostAFrameEach() throws IOException {
    Symbol[] symbols = new Symbol[600];
    Arrays.setAll(symbols, i -> Ticks.fresh("UNREAD"));
    byte[] subscribe =
        frame(
            FIN | TEXT,
            "{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[\"test:UNREAD*\"]}");
    List<RawSocket> all = new ArrayList<>();
    try {
      for (int i = 0; i < EdgeProfile.PER_ADDRESS - 1; i++) {
        RawSocket socket = RawSocket.connect();
        all.add(socket);
        socket.send(subscribe);
        socket.readTextWith("ack");
      }
      for (int round = 0; round < Scale.of(20, 200); round++) {
        int n = round;
        market.tick(Arrays.stream(symbols).map(s -> Ticks.quote(s, n)).toArray(Tick[]::new));
        healthy.assertServed();
        long outstanding = sessions.stats().outstanding.get();
        assertTrue(outstanding <= all.size() * (64L << 10), outstanding + " bytes outstanding");
      }
    } finally {
      closeAll(all);
    }
  }

  /** Small to send and, with a window too small for it, large to send back. */
  @Test
  void echoThatIsNeverReadEnds() throws IOException {
    String offer = "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9";
    byte[] message;
    try (DeflateSocket any = new DeflateSocket()) {
      message = any.deflate("x".repeat(200_000));
    }
    byte[] frame = frame(FIN | RawSocket.RSV1 | TEXT, message);
    try (RawSocket socket = RawSocket.connect("/v1/echo", new byte[0], offer)) {
      for (int i = 0; i < 60; i++) { // 12 MB to send back
        socket.send(frame);
      }
      Scale.await("hung up", () -> !takes(socket, frame)); // until then what comes is dropped
    }
  }

  private static boolean takes(RawSocket socket, byte[] frame) {
    try {
      socket.send(frame);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void churnLeavesNothingBehind() throws IOException {
    Symbol symbol = Ticks.fresh("CHURN");
    int seconds = Scale.of(2, 10);
    churn(200 * seconds, symbol, 5);
  }

  /**
   * Connects, subscribes, reads a little and goes away without a word, or with one; one client
   * every so many milliseconds, or as soon as the one before has gone.
   */
  private void churn(int times, Symbol symbol, int everyMillis) throws IOException {
    market.tick(Ticks.quote(symbol, 0));
    byte[] subscribe =
        frame(
            FIN | TEXT,
            "{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[\"" + symbol + "\"]}");
    long begin = System.nanoTime();
    for (int i = 0; i < times; i++) {
      LockSupport.parkNanos(begin + i * everyMillis * 1_000_000L - System.nanoTime());
      try (RawSocket socket = RawSocket.connect()) {
        socket.send(subscribe);
        if (i % 3 == 0) {
          socket.readTextWith("snapshot");
        } else if (i % 3 == 1) {
          socket.send(frame(FIN | CLOSE, new byte[] {3, (byte) 0xe8}));
          assertEquals(1000, socket.read(CLOSE).closeCode());
        }
      }
      if (everyMillis > 0 && i % 50 == 0) {
        healthy.assertServed();
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Scale.tell("churn: %d clients in %.1f s".formatted(times, seconds));
  }
}
