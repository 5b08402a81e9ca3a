package io.tickgate.venueserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.replay.Deck;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.venue.kraken.KrakenDecoder;
import io.tickgate.adapter.venue.recorded.DecoderProbe;
import io.tickgate.adapter.venue.recorded.Recording;
import io.tickgate.book.BookVersion;
import io.tickgate.book.PlayedBooks;
import io.tickgate.market.PriceLevel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's life and its limits. */
@Timeout(60)
class VenueServerTest {
  private static final String NAME = "raw/kraken-v2_btc-usd_2026-08-24_book10.jsonl";

  private final HttpClient http = HttpClient.newHttpClient();

  // another test's gateway may serve a venue in this JVM
  private final Set<Thread> before = threads();

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.isAlive() && each.getName().startsWith("venue-server"))
        .collect(Collectors.toSet());
  }

  @Test
  void stopsWithNothingLeftRunning() throws Exception {
    VenueServer server = Servers.simulator("kraken", 100, Servers.NO_FAULTS);
    int port = server.port();
    try (VenueClient client = new VenueClient(http, port, "/v2")) {
      client.next();
      assertEquals(before.size() + 2, threads().size(), "a loop and a source");
      server.stop();
      assertEquals("closed 1001", client.next());
    }
    assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", port).close());
    assertEquals(before, threads());
  }

  @Test
  void makesNothingUntilItIsStarted() {
    VenueServer server =
        VenueServer.ofRecording(
            Servers.settings(true, true),
            "kraken",
            new ReplaySettings("venue", Recording.path(NAME).toString(), "kraken", "max", false),
            Servers.NO_FAULTS);
    assertEquals(before, threads());
    server.stop();
  }

  /** Who is there is sent away, and who comes then finds the market as it was at that moment. */
  @Test
  void goesToAnotherMomentOfItsRecording() throws Exception {
    String path = "classpath:feeds/sim-kraken.tickgate.ndjson.gz";
    long moment = 1_767_364_230_000_000L; // half way
    VenueServer server =
        Servers.started(
            VenueServer.ofRecording(
                Servers.settings(true, false),
                "kraken",
                new ReplaySettings("venue", path, "kraken", "1", false),
                Servers.NO_FAULTS));
    String subscribe =
        "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"BTC/USD\"],"
            + "\"depth\":10}}";
    try (VenueClient before = new VenueClient(http, server.port(), "/v2")) {
      before.say(subscribe);
      before.next(text -> text.contains("\"type\":\"update\",\"data\":[{\"symbol\""));
      Deck deck = Objects.requireNonNull(server.deck());
      deck.pause();
      deck.seek(moment);
      assertEquals("closed 1012", before.next(text -> text.startsWith(VenueClient.CLOSED)));
      while (deck.display().state() != Deck.State.PAUSED
          || deck.display().position() != moment) { // the class has a timeout
        LockSupport.parkNanos(1_000_000);
      }
      try (VenueClient after = new VenueClient(http, server.port(), "/v2")) {
        DecoderProbe probe = new DecoderProbe(KrakenDecoder::new);
        after.say(subscribe);
        after.next(3, text -> true).forEach(probe::receive); // status, answer, snapshot
        ReplaySettings.Span part = new ReplaySettings.Span(1_767_364_200_000_000L, moment - 1);
        BookVersion then =
            PlayedBooks.play(new ReplaySettings("x", path, "kraken", "max", false, part))
                .books()
                .find("kraken:BTC/USD")
                .book();
        assertEquals(text(then.bids(10)), probe.book("BTC/USD", true));
        assertEquals(text(then.asks(10)), probe.book("BTC/USD", false));
        assertEquals(List.of(), probe.resyncs, "its checksum");
        deck.play();
        after.next(text -> text.contains("\"type\":\"update\",\"data\":[{\"symbol\""));
      }
    } finally {
      server.stop();
    }
  }

  private static List<String> text(List<PriceLevel> levels) {
    return levels.stream().map(level -> level.price() + " " + level.size()).toList();
  }

  @Test
  void refusesWhatItCannotServe() {
    ReplaySettings recording = new ReplaySettings("venue", "x", null, "max", false);
    IllegalArgumentException fault =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                VenueServer.ofRecording(
                    Servers.settings(true, true), "okx", recording, Servers.NO_FAULTS));
    assertTrue(
        String.valueOf(fault.getMessage()).startsWith("tickgate.venue-server.dialect: 'okx'"));
  }

  @Test
  void takesNoMoreClientsThanItMay() throws Exception {
    VenueServer server = Servers.simulator("kraken", 100, Servers.NO_FAULTS);
    VenueClient[] clients = new VenueClient[Servers.settings(false, false).maxClients()];
    try {
      for (int i = 0; i < clients.length; i++) {
        clients[i] = new VenueClient(http, server.port(), "/v2");
        clients[i].next();
      }
      assertThrows(
          CompletionException.class, () -> new VenueClient(http, server.port(), "/v2").close());
      assertEquals(1, server.counters().refused.sum());
    } finally {
      server.stop();
      for (VenueClient client : clients) {
        client.close();
      }
    }
  }

  /** It subscribes to everything and never reads; another one on the same symbols goes on. */
  @Test
  void slowClientIsCutAndOthersAreNot() throws Exception {
    VenueServer server = Servers.simulator("coinbase", 20_000, Servers.NO_FAULTS);
    String subscribe =
        "{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\",\"ETH-USD\"],"
            + "\"channels\":[\"level2\",\"level2_batch\",\"ticker\",\"ticker_batch\",\"matches\"]}";
    try (Socket slow = new Socket();
        VenueClient fast = new VenueClient(http, server.port(), "/")) {
      slow.setReceiveBufferSize(4_096);
      slow.connect(new InetSocketAddress("127.0.0.1", server.port()));
      handshake(slow);
      masked(slow, subscribe);
      fast.say(subscribe);

      awaitCut(slow);
      assertEquals(1, server.counters().slow.sum());
      assertEquals(0, server.counters().talkative.sum());

      fast.heard.clear();
      fast.next(1_000, text -> !text.startsWith(VenueClient.CLOSED));
    } finally {
      server.stop();
    }
  }

  private static void handshake(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET / HTTP/1.1\r\nHost: venue\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    assertTrue(head.toString().startsWith("HTTP/1.1 101"), head.toString());
  }

  private static void masked(Socket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    byte[] head = {
      (byte) 0x81, (byte) 0xFE, (byte) (bytes.length >> 8), (byte) bytes.length, 0, 0, 0, 0
    };
    socket.getOutputStream().write(head);
    socket.getOutputStream().write(bytes); // a mask of zeros
  }

  /** A write fails some time after the other end has closed with unread bytes on their way. */
  private static void awaitCut(Socket socket) {
    long since = System.nanoTime();
    assertThrows(
        IOException.class,
        () -> {
          while (System.nanoTime() - since < Duration.ofSeconds(20).toNanos()) {
            masked(socket, "{\"type\":\"subscribe\"}".repeat(10));
            LockSupport.parkNanos(20_000_000);
          }
        });
  }

  @Test
  void unknownPathsAreNoWebSockets() throws Exception {
    VenueServer server = Servers.simulator("kraken", 100, Servers.NO_FAULTS);
    try {
      URI address = URI.create("ws://127.0.0.1:" + server.port() + "/v1");
      assertThrows(
          CompletionException.class,
          () -> http.newWebSocketBuilder().buildAsync(address, new WebSocket.Listener() {}).join());
    } finally {
      server.stop();
    }
  }

  /** Each refused, none of them any harm to the next message. */
  @Test
  void hostileRequestsAreAnswered() throws Exception {
    List<String> hostile =
        List.of(
            "",
            "null",
            "[]",
            "{}",
            "1e999999999",
            "[".repeat(5_000),
            "{\"method\":{}}",
            "{\"method\":\"subscribe\",\"params\":[]}",
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":\"BTC/USD\"}}",
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[1,null]}}",
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"\\u0000\"]}}",
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"BTC/USD\"],\"depth\":-1}}",
            "{\"method\":\"ping\",\"req_id\":\"x\"} trailing");
    VenueServer server = Servers.simulator("kraken", 100, Servers.NO_FAULTS);
    try (VenueClient client = new VenueClient(http, server.port(), "/v2")) {
      for (String text : hostile) {
        client.say(text);
        String answer = client.next(heard -> heard.contains("\"error\""));
        assertTrue(answer.contains("\"success\":false"), text + " " + answer);
      }
      client.say("{\"method\":\"ping\",\"req_id\":9}");
      assertTrue(client.next().startsWith("{\"method\":\"pong\""));
    } finally {
      server.stop();
    }
  }
}
