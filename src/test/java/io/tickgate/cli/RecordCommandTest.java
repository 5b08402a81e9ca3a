package io.tickgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.live.TestVenue;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordCommandTest {
  private static final String ACK =
      "{\"method\":\"subscribe\",\"result\":{\"channel\":\"trade\",\"symbol\":\"BTC/USD\"},\"success\":true}";
  private static final String TRADE =
      "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"sell\","
          + "\"price\":10.50,\"qty\":2.0,\"ord_type\":\"limit\",\"trade_id\":7,"
          + "\"timestamp\":\"2025-11-21T01:53:20.000000Z\"}]}";

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private CompletableFuture<Shell> record(String url, String length) {
    return CompletableFuture.supplyAsync(
        () ->
            Shell.run(
                "record",
                "--venue=kraken",
                "--channels=trade",
                "--folder=" + folder,
                "--for=" + length,
                "--url=" + url,
                "BTC/USD"));
  }

  @Test
  void writesWhatAVenueSends() throws Exception {
    try (TestVenue venue = new TestVenue(vertx)) {
      CompletableFuture<Shell> record = record(venue.url(), "2s");
      TestVenue.Peer peer = venue.accept();
      String request = peer.next();
      while (!request.contains("\"symbol\":[\"BTC/USD\"]")) {
        request = peer.next();
      }
      peer.say(ACK);
      peer.say(TRADE);
      Shell shell = record.get(30, TimeUnit.SECONDS);
      assertEquals(0, shell.code(), shell.err());
      assertEquals("", shell.out());
      assertTrue(shell.err().contains("kraken live\n"), shell.err());
      assertTrue(shell.err().contains(folder + ": 2 messages, "), shell.err());
      assertTrue(
          shell.err().endsWith(" gaps, 0 errors of the venue, 1 files, 0 events lost\n"),
          shell.err());
    }
    List<Path> files = Files.list(folder).toList();
    assertEquals(1, files.size());
    Shell replay = Shell.run("replay", "--speed=max", files.get(0));
    assertEquals(1, replay.out().lines().count(), replay.out() + replay.err());
    assertTrue(
        replay.out().endsWith("Z  kraken:BTC/USD  trade    sell 10.50 x 2.0  #7\n"), replay.out());
  }

  @Test
  void depthIsOneOfTheVenues() {
    Shell shell = Shell.run("record", "--venue=kraken", "--depth=7", "BTC/USD");
    assertEquals(2, shell.code());
    assertTrue(shell.err().contains("--depth: 7 is none of 10, 25, 100, 500, 1000\n"), shell.err());
  }

  @Test
  void failsWhenNothingCame() throws Exception {
    String url;
    try (TestVenue venue = new TestVenue(vertx)) {
      url = venue.url();
    }
    Shell shell = record(url, "1s").get(30, TimeUnit.SECONDS);
    assertEquals(1, shell.code());
    assertTrue(shell.err().startsWith("kraken down"), shell.err());
    assertEquals(0, Files.list(folder).count());
  }
}
