package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A window for each connection while the memory lasts. */
@QuarkusTest
@TestProfile(ConnectionCompressionTest.Profile.class)
class ConnectionCompressionTest extends CompressionContract {
  /** Memory for two windows. */
  public static class Profile extends ProtocolProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tickgate.deliver.compression",
          "connection",
          "tickgate.deliver.compression-memory",
          String.valueOf(2 * FrameDeflater.MEMORY));
    }
  }

  @Inject Sessions sessions;

  @Override
  String mode() {
    return "connection";
  }

  /** Connections of the test before give their windows back when their end is seen. */
  @BeforeEach
  void awaitFreeWindows() {
    awaitWindows(0);
  }

  private void awaitWindows(int count) {
    long end = System.nanoTime() + Inbox.PATIENCE.toNanos();
    while (sessions.stats().windows.get() != count) {
      assertTrue(System.nanoTime() < end, sessions.stats().windows.get() + " windows held");
      Thread.onSpinWait();
    }
  }

  @Test
  void windowLastsOverAThousandMessages() throws IOException {
    Symbol symbol = Ticks.fresh("LONG");
    market.tick(Ticks.trade(symbol, 0));
    try (DeflateSocket client = new DeflateSocket(PMD)) {
      assertEquals(List.of(PMD), client.answers());
      subscribe(client, "trade", List.of(symbol), "'intervalMs':0");
      int wire = 0;
      int plain = 0;
      for (int n = 1; n <= 1_000; n++) {
        market.tick(Ticks.trade(symbol, n));
        DeflateSocket.Message update = client.read("update");
        assertTrue(update.compressed());
        assertEquals("t" + n, update.json().at("/data/0/id").asText());
        wire += update.wireBytes();
        plain += update.text().length();
        if (n % 100 == 0) {
          client.sendDeflated("{'op':'ping','id':" + n + "}");
          assertEquals(n, client.read("pong").json().path("id").asInt());
        }
      }
      assertTrue(wire < plain / 2, wire + " of " + plain);
      Traffic.View told = sessions.views().join().get(0).traffic();
      assertEquals((double) wire / plain, told.ratio(), 0.1, "of elements, framing in it");
    }
  }

  @Test
  void whenTheMemoryIsUsedUpItIsSharedAndTold() throws IOException {
    try (DeflateSocket first = new DeflateSocket(PMD);
        DeflateSocket second = new DeflateSocket(PMD + "; client_no_context_takeover");
        DeflateSocket third = new DeflateSocket(PMD)) {
      assertTold(first, "connection", PMD);
      assertTold(second, "connection", PMD + "; client_no_context_takeover");
      assertTold(third, "shared", PMD + "; server_no_context_takeover");
      first.close();
      awaitWindows(1);
      try (DeflateSocket fourth = new DeflateSocket(PMD)) {
        assertTold(fourth, "connection", PMD);
      }
    }
  }

  @Test
  void clientThatWantsNoWindowGetsNone() throws IOException {
    for (String offer : List.of("; server_no_context_takeover", "; server_max_window_bits=14")) {
      try (DeflateSocket client = new DeflateSocket(PMD + offer)) {
        assertEquals(
            "shared", client.read("welcome").json().at("/compression/mode").asText(), offer);
        assertTrue(client.answers().get(0).contains("server_no_context_takeover"));
        assertEquals(0, sessions.stats().windows.get());
      }
    }
  }

  private static void assertTold(DeflateSocket client, String mode, String answer)
      throws IOException {
    JsonNode told = client.read("welcome").json().path("compression");
    assertEquals(mode, told.path("mode").asText());
    assertEquals(answer, told.path("parameters").asText());
    assertEquals(List.of(answer), client.answers());
  }
}
