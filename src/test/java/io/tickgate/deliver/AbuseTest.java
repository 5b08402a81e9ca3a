package io.tickgate.deliver;

import static io.tickgate.deliver.RawSocket.CLOSE;
import static io.tickgate.deliver.RawSocket.FIN;
import static io.tickgate.deliver.RawSocket.TEXT;
import static io.tickgate.deliver.RawSocket.frame;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.deliver.edge.EdgeStats;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import jakarta.inject.Inject;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that mean no good, and that the others don't notice. Bigger with {@code -Pheavy}. */
@QuarkusTest
@TestProfile(EdgeProfile.class)
class AbuseTest {
  private static final String PING = "{\"op\":\"ping\",\"id\":41}";

  @Inject TestMarket market;
  @Inject Sessions sessions;
  @Inject EdgeStats edge;

  @AfterEach
  void everybodyIsGone() {
    Scale.await("places given back", () -> edge.places.get() == 0);
    Scale.await("sessions ended", () -> sessions.stats().open.get() == 0);
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
      assertEquals(EdgeProfile.PER_ADDRESS, in.size());
      for (RawSocket each : in) {
        each.send(frame(FIN | TEXT, PING));
        each.readTextWith("pong");
      }
      assertEquals(429, sse().status(), "the same limit for server-sent events");
    } finally {
      for (RawSocket each : all) {
        each.close();
      }
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
    java.util.concurrent.locks.LockSupport.parkNanos(millis * 1_000_000);
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
    try (DeflateSocket client = new DeflateSocket("permessage-deflate");
        StreamClient healthy = StreamClient.connect()) {
      client.read("welcome");
      byte[] bomb = client.deflate("x".repeat(100_000_000));
      assertTrue(bomb.length > 90_000 && bomb.length < 110_000, bomb.length + " bytes");
      client.sendCompressed(bomb);
      EOFException end = assertThrows(EOFException.class, () -> client.read("pong"));
      assertEquals("closed with 1009", end.getMessage());
      healthy.settle();
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
  void flappingMeetsTheRateLimitAndLeavesOthersAlone() throws IOException {
    List<Symbol> symbols = IntStream.range(0, 600).mapToObj(i -> Ticks.fresh("FLAP")).toList();
    symbols.forEach(symbol -> market.tick(Ticks.quote(symbol, 1)));
    byte[] on =
        frame(
            FIN | TEXT,
            "{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[\"test:FLAP*\"]}");
    byte[] off = frame(FIN | TEXT, "{\"op\":\"unsubscribe\"}");
    try (RawSocket flapping = RawSocket.connect();
        StreamClient healthy = StreamClient.connect()) {
      for (int i = 0; i < 100; i++) {
        flapping.send(on, off);
        if (i % 10 == 0) {
          assertPromptPong(healthy);
        }
      }
      flapping.readTextWith("rate_limited");
    }
  }

  private static void assertPromptPong(StreamClient client) {
    long start = System.nanoTime();
    client.settle();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(millis < 1_000, "a pong took " + millis + " ms");
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

  @Test
  void commandFloodEndsWith4502() throws IOException {
    try (RawSocket flooding = RawSocket.connect();
        StreamClient healthy = StreamClient.connect()) {
      byte[][] many = new byte[1_000][];
      Arrays.fill(many, frame(FIN | TEXT, PING));
      try {
        flooding.send(many);
      } catch (SocketException e) {
        // it may be cut off before all is out
      }
      assertEquals(4502, flooding.read(CLOSE).closeCode());
      assertPromptPong(healthy);
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
    market.tick(Ticks.quote(symbol, 0));
    churn(symbol, 100); // what is made once is made
    settle();
    long heap = heap();
    long direct = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    int files = files();
    int threads = Thread.activeCount();
    try (StreamClient healthy = StreamClient.connect()) {
      healthy.subscribe("quote", symbol);
      healthy.next("quote", symbol);
      churn(symbol, Scale.of(600, 2_000));
      market.tick(Ticks.quote(symbol, 7));
      long start = System.nanoTime();
      healthy.nextWith("quote", symbol, "bid", "7.10");
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertTrue(millis < 500, "an update took " + millis + " ms");
    }
    settle();
    assertTrue(heap() - heap < 20 << 20, (heap() - heap) / 1024 + " kB of heap more");
    long more = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - direct;
    assertTrue(more <= 16 << 20, more + " bytes of direct memory more"); // a chunk each of 4 MB
    Scale.await("files closed", () -> files() <= files + 10);
    assertTrue(Thread.activeCount() <= threads + 5, Thread.activeCount() + " threads");
  }

  /** Connects, subscribes, reads a little and goes away without a word, or with one. */
  private static void churn(Symbol symbol, int times) throws IOException {
    byte[] subscribe =
        frame(
            FIN | TEXT,
            "{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[\"" + symbol + "\"]}");
    for (int i = 0; i < times; i++) {
      try (RawSocket socket = RawSocket.connect()) {
        socket.send(subscribe);
        if (i % 3 == 0) {
          socket.readTextWith("snapshot");
        } else if (i % 3 == 1) {
          socket.send(frame(FIN | CLOSE, new byte[] {3, (byte) 0xe8}));
          assertEquals(1000, socket.read(CLOSE).closeCode());
        }
      }
    }
  }

  private void settle() {
    Scale.await("sessions ended", () -> sessions.stats().open.get() == 0);
    Scale.await("places given back", () -> edge.places.get() == 0);
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static int files() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }
}
