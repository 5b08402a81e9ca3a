package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import jakarta.inject.Inject;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The default: §7 of the protocol over a real socket. */
@QuarkusTest
@TestProfile(ComposedProfile.class)
class SharedCompressionTest extends CompressionContract {
  @Inject Sessions sessions;

  @Override
  String mode() {
    return "shared";
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 12, 15})
  void framesOfManySymbolsAreDeflatedWithinTheWindow(int bits) throws IOException {
    List<Symbol> symbols = IntStream.range(0, 50).mapToObj(i -> Ticks.fresh("MANY")).toList();
    symbols.forEach(symbol -> market.tick(Ticks.quote(symbol, 1)));
    try (DeflateSocket client = new DeflateSocket(PMD + "; server_max_window_bits=" + bits)) {
      subscribe(client, "quote", symbols, "'intervalMs':100");
      DeflateSocket.Message update = beat(100, symbols, () -> {}, client).get(0);
      // 50 quotes of 150 bytes: more than a window of 4 kB
      assertEquals(50, update.json().path("data").size());
      assertEquals(bits == 15, update.compressed());
      if (update.compressed()) {
        assertTrue(update.wireBytes() < update.text().length() / 3, update.wireBytes() + " bytes");
      }
    }
  }

  @Test
  void clientsWithTheSameListShareTheDeflatedBytes() throws IOException {
    List<Symbol> symbols = IntStream.range(0, 10).mapToObj(i -> Ticks.fresh("LIST")).toList();
    symbols.forEach(symbol -> market.tick(Ticks.quote(symbol, 1)));
    DeflateSocket[] clients = new DeflateSocket[20];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = new DeflateSocket(PMD);
      subscribe(clients[i], "quote", symbols, "'intervalMs':500");
    }
    SessionStats stats = sessions.stats();
    long[] before = new long[2];
    List<DeflateSocket.Message> updates =
        beat(
            500,
            symbols,
            () -> {
              before[0] = stats.deflations.sum();
              before[1] = stats.deflatedFrames.sum();
            },
            clients);
    for (int i = 0; i < clients.length; i++) {
      assertTrue(updates.get(i).compressed());
      clients[i].close();
    }
    assertEquals(20, stats.deflatedFrames.sum() - before[1]);
    long ran = stats.deflations.sum() - before[0];
    int loops = 2 * Runtime.getRuntime().availableProcessors();
    assertTrue(ran <= loops, ran + " runs on at most " + loops + " loops");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "; client_no_context_takeover", "; client_max_window_bits=9"})
  void compressedRequestsAreAnswered(String parameters) throws IOException {
    try (DeflateSocket client = new DeflateSocket(PMD + parameters)) {
      for (int i = 0; i < 20; i++) {
        client.sendDeflated("{'op':'ping','id':" + i + "}");
        assertEquals(i, client.read("pong").json().path("id").asInt());
        client.send("{'op':'ping','id':" + (100 + i) + "}");
        assertEquals(100 + i, client.read("pong").json().path("id").asInt());
      }
    }
  }

  @Test
  void requestThatIsTooBigInflatedIsAnsweredAsAnyOther() throws IOException {
    try (DeflateSocket client = new DeflateSocket(PMD)) {
      client.sendDeflated("{'op':'ping','pad':'" + "x".repeat(100_000) + "'}");
      assertEquals("message_too_big", client.read("error").json().path("code").asText());
    }
  }

  @Test
  void bombEndsTheConnectionWith1009() throws IOException {
    long refused = sessions.stats().inflateRefused.sum();
    try (DeflateSocket client = new DeflateSocket(PMD)) {
      client.read("welcome");
      byte[] bomb = client.deflate("x".repeat(50_000_000));
      assertTrue(bomb.length < 60_000, bomb.length + " bytes");
      client.sendCompressed(bomb);
      EOFException end = assertThrows(EOFException.class, () -> client.read("pong"));
      assertEquals("closed with 1009", end.getMessage());
    }
    assertEquals(1, sessions.stats().inflateRefused.sum() - refused);
  }

  @Test
  void compressedRequestThatWasNotAgreedEndsTheConnectionWith1002() throws IOException {
    try (DeflateSocket client = new DeflateSocket()) {
      client.sendCompressed(client.deflate("{\"op\":\"ping\"}"));
      EOFException end = assertThrows(EOFException.class, () -> client.read("pong"));
      assertEquals("closed with 1002", end.getMessage());
    }
  }

  @Test
  void noWindowIsHeld() throws IOException {
    try (DeflateSocket client = new DeflateSocket(PMD)) {
      assertFalse(client.read("welcome").compressed());
      assertEquals(0, sessions.stats().windows.get());
    }
  }

  /**
   * Ticks all symbols once and returns what each client got of it, in one message. Where the beat
   * falls between the ticks it comes in two: then it starts over.
   */
  private List<DeflateSocket.Message> beat(
      long intervalMillis, List<Symbol> symbols, Runnable atStart, DeflateSocket... clients)
      throws IOException {
    for (int round = 2; round < 30; round++) {
      int number = round;
      awaitBeat(intervalMillis);
      atStart.run();
      market.tick(symbols.stream().map(s -> Ticks.quote(s, number)).toArray(Tick[]::new));
      List<DeflateSocket.Message> firsts = new ArrayList<>();
      boolean whole = true;
      for (DeflateSocket client : clients) {
        DeflateSocket.Message first = client.read("update");
        firsts.add(first);
        int got = first.json().path("data").size();
        whole &= got == symbols.size();
        while (got < symbols.size()) {
          got += client.read("update").json().path("data").size();
        }
      }
      if (whole) {
        return firsts;
      }
    }
    throw new AssertionError("no beat in which all ticks fell together");
  }

  /** Waits for the first quarter of an interval, when the next beat is as far away as can be. */
  private static void awaitBeat(long intervalMillis) {
    while (System.nanoTime() / 1_000_000 % intervalMillis > intervalMillis / 4) {
      LockSupport.parkNanos(500_000);
    }
  }
}
