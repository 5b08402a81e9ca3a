package io.tickgate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording of some 20 seconds, at its speed, and what there is to be seen when it has ended: a
 * real one where it is at hand, else a shipped one.
 *
 * @param speed by which it is played
 */
record RecordedMarket(Path file, String venue, int speed) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path REAL = Path.of("../shared/feeds-real");
  private static final String REAL_NAME = "raw/binance-spot_btcusdt_2024-08-08.hb.txt.gz";
  private static final Path SHIPPED = Path.of("feeds/sim-binance-usdm.tickgate.ndjson.gz");

  static RecordedMarket atHand() {
    return Files.isDirectory(REAL)
        ? new RecordedMarket(REAL.resolve(REAL_NAME), "binance", 20)
        : new RecordedMarket(SHIPPED, "binance-usdm", 3);
  }

  String symbol() {
    return venue + ":BTCUSDT";
  }

  /** For a node to play it, as feed {@code rec}; that speed, or {@code max}. */
  List<String> options(String pace) {
    return List.of(
        "tickgate.feeds.demo.enabled=false",
        "tickgate.feeds.rec.type=replay",
        "tickgate.feeds.rec.venue=" + venue,
        "tickgate.feeds.rec.speed=" + pace,
        "tickgate.feeds.rec.path=" + file.toAbsolutePath());
  }

  /**
   * {@code trades}, {@code volume}, {@code last_price}, and of the {@code book} {@code top5_bid}
   * and {@code top5_ask}: what was computed independently of the real one; what a node on its own
   * makes of the shipped one, without a broker and without anybody who dies.
   */
  JsonNode expected(Path folder) throws IOException {
    if (!file.equals(SHIPPED)) {
      JsonNode all = JSON.readTree(REAL.resolve("expected.json").toFile());
      return all.path(REAL_NAME).path("symbols").path("BTCUSDT");
    }
    List<String> options = new ArrayList<>(options("max"));
    options.add("tickgate.feeds.sim.enabled=false");
    try (GatewayProcess alone = new GatewayProcess("alone", folder, options)) {
      alone.awaitReady();
      Nodes.await("it ends", () -> alone.get("/v1/symbols").contains("\"ended\""));
      String query = "/v1/snapshot?symbols=" + symbol();
      long trades = JSON.readTree(alone.get(query + "&channel=trade")).findValue("seq").asLong();
      try (Screen screen = new Screen("rec", symbol(), List.of(alone.stream()))) {
        Nodes.await(
            "its trades", () -> screen.lastTrade() == trades && screen.ticker().has("last"));
        assertEquals(List.of(), screen.faults());
        assertEquals(trades, screen.trades());
        return seen(screen, JSON.readTree(alone.get(query + "&channel=book&depth=5")));
      }
    }
  }

  private static JsonNode seen(Screen screen, JsonNode book) {
    ObjectNode seen = JSON.createObjectNode();
    seen.put("trades", screen.trades());
    seen.put("volume", screen.volume().toPlainString());
    seen.put("last_price", screen.ticker().path("last").asText());
    seen.putObject("book")
        .<ObjectNode>set("top5_bid", book.findValue("bids"))
        .set("top5_ask", book.findValue("asks"));
    return seen;
  }
}
