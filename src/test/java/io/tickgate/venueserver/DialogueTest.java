package io.tickgate.venueserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.adapter.venue.VenueDecoder;
import io.tickgate.adapter.venue.recorded.MarketModel;
import io.tickgate.adapter.venue.recorded.Recording;
import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients say and are answered, in the words of each venue. */
class DialogueTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private VenueServer server;

  @AfterEach
  void stop() {
    server.stop();
  }

  private VenueClient connect(String venue, String path) throws Exception {
    server = Servers.simulator(venue, 400, Servers.NO_FAULTS);
    return new VenueClient(http, server.port(), path);
  }

  private static String untimed(String answer) {
    return answer.replaceAll("\"(time\\w*)\":\"[^\"]+\"", "\"$1\":…");
  }

  @Test
  void coinbaseRestatesEverythingAndServesOnlyThat() throws Exception {
    try (VenueClient client = connect("coinbase", "/")) {
      client.say(
          "{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\"],\"channels\":[\"level2\"]}");
      assertEquals(
          "{\"type\":\"subscriptions\",\"channels\":["
              + "{\"name\":\"level2\",\"product_ids\":[\"BTC-USD\"]}]}",
          client.next());
      assertTrue(
          client
              .next()
              .startsWith("{\"type\":\"snapshot\",\"product_id\":\"BTC-USD\",\"asks\":[["));
      client.say(
          "{\"type\":\"subscribe\",\"channels\":[{\"name\":\"matches\",\"product_ids\":[\"ETH-USD\"]}]}");
      assertEquals(
          "{\"type\":\"subscriptions\",\"channels\":["
              + "{\"name\":\"level2\",\"product_ids\":[\"BTC-USD\"]},"
              + "{\"name\":\"matches\",\"product_ids\":[\"ETH-USD\"]}]}",
          client.next(text -> text.contains("subscriptions")));

      for (String text : client.next(100, text -> true)) {
        boolean book = text.contains("\"l2update\"") && text.contains("\"BTC-USD\"");
        boolean match = text.contains("match\"") && text.contains("\"ETH-USD\"");
        assertTrue(book || match, text);
      }

      client.say("{\"type\":\"unsubscribe\",\"channels\":[\"level2\",\"matches\"]}");
      assertEquals(
          "{\"type\":\"subscriptions\",\"channels\":[]}",
          client.next(text -> text.contains("subscriptions")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          no json                                                    | Malformed JSON         |
          {"type":"subscribe","channels":["full"],"product_ids":["BTC-USD"]} | Failed to subscribe | full is not a valid channel
          {"type":"subscribe","channels":["level2"],"product_ids":["X-Y"]}   | Failed to subscribe | X-Y is not a valid product
          {"type":"subscribe","channels":["heartbeat"]}              | Failed to subscribe    | You need to specify at least one product ID for channel heartbeat
          {"type":"subscribe"}                                       | Failed to subscribe    | You need to specify at least one channel
          """)
  void coinbaseRefuses(String request, String message, String reason) throws Exception {
    try (VenueClient client = connect("coinbase", "/")) {
      client.say(request);
      JsonNode answer = JSON.readTree(client.next());
      assertEquals("error", answer.get("type").asText());
      assertEquals(message, answer.get("message").asText());
      assertEquals(reason, answer.path("reason").asText(null));
    }
  }

  @Test
  void coinbaseBeatsForThoseWhoSubscribedToIt() throws Exception {
    try (VenueClient client = connect("coinbase", "/")) {
      client.say(
          "{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\"],\"channels\":[\"heartbeat\"]}");
      client.next();
      JsonNode beat = JSON.readTree(client.next());
      assertEquals("heartbeat", beat.get("type").asText());
      assertEquals("BTC-USD", beat.get("product_id").asText());
    }
  }

  @Test
  void krakenAnswersASymbolAtATimeWithItsSnapshot() throws Exception {
    try (VenueClient client = connect("kraken", "/v2")) {
      assertTrue(client.next().startsWith("{\"channel\":\"status\",\"type\":\"update\",\"data\":"));
      client.say(
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"BTC/USD\",\"FOO/USD\"],"
              + "\"depth\":10,\"snapshot\":true},\"req_id\":7}");
      assertEquals(
          "{\"method\":\"subscribe\",\"result\":{\"channel\":\"book\",\"depth\":10,\"snapshot\":true,"
              + "\"symbol\":\"BTC/USD\"},\"success\":true,\"time_in\":…,\"time_out\":…,\"req_id\":7}",
          untimed(client.next()));
      assertTrue(client.next().startsWith("{\"channel\":\"book\",\"type\":\"snapshot\""));
      assertEquals(
          "{\"error\":\"Currency pair not supported FOO/USD\",\"method\":\"subscribe\","
              + "\"success\":false,\"symbol\":\"FOO/USD\",\"time_in\":…,\"time_out\":…,\"req_id\":7}",
          untimed(client.next(text -> text.contains("method"))));
      client.say("{\"method\":\"ping\",\"req_id\":101}");
      assertEquals(
          "{\"method\":\"pong\",\"time_in\":…,\"time_out\":…,\"req_id\":101}",
          untimed(client.next(text -> text.contains("method"))));
      client.say(
          "{\"method\":\"unsubscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"BTC/USD\"],\"depth\":10}}");
      assertEquals(
          "{\"method\":\"unsubscribe\",\"result\":{\"channel\":\"book\",\"depth\":10,"
              + "\"symbol\":\"BTC/USD\"},\"success\":true,\"time_in\":…,\"time_out\":…}",
          untimed(client.next(text -> text.contains("method"))));
    }
  }

  @Test
  void krakenBeatsAfterASecondOfSilence() throws Exception {
    server = Servers.recording("kraken", recorded(), Servers.NO_FAULTS);
    try (VenueClient client = new VenueClient(http, server.port(), "/v2")) {
      client.say(
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"BTC/USD\"]}}");
      assertEquals(
          "{\"channel\":\"heartbeat\"}", client.next(text -> text.contains("\"heartbeat\"")));
    }
  }

  private static String recorded() {
    return Recording.path("raw/kraken-v2_btc-usd_2026-08-24_book10.jsonl").toString();
  }

  /** At any depth and any time, each checksum holds. */
  @ParameterizedTest
  @CsvSource({"10", "25", "100"})
  void krakenSnapshotInTheMiddleContinues(int depth) throws Exception {
    String name = "raw/kraken-v2-shaped_2021-04-17_book100.jsonl.gz";
    server = Servers.recording("kraken", Recording.path(name).toString(), Servers.NO_FAULTS);
    try (VenueClient first = new VenueClient(http, server.port(), "/v2");
        VenueClient second = new VenueClient(http, server.port(), "/v2")) {
      String request =
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"XMR/USD\"],\"depth\":";
      first.say(request + depth + "}}");
      List<String> frames = first.next(200, text -> text.contains("\"book\""));
      second.say(request + depth + "}}");
      List<String> late = second.next(2, text -> text.contains("\"book\""));

      assertTrue(late.get(1).contains("\"type\":\"snapshot\""), late.get(1));
      for (List<String> heard : List.of(frames, late)) {
        MarketModel market = new MarketModel();
        FeedCounters counters = new FeedCounters();
        VenueDecoder decoder = Decoders.create("kraken", market, counters, (symbol, why) -> {});
        heard.forEach(frame -> Recording.receive(decoder, frame, 1));
        assertEquals(0, counters.resyncs.sum(), "checksums");
        assertEquals(0, counters.broken.sum(), "broken");
      }
    }
  }

  @Test
  void binanceAnswersByItsDocumentation() throws Exception {
    try (VenueClient client = connect("binance-usdm", "/ws/ethusdt@bookTicker")) {
      client.say("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":3}");
      assertEquals("{\"result\":[\"ethusdt@bookTicker\"],\"id\":3}", answer(client));
      client.say("{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@depth\"],\"id\":\"a\"}");
      assertEquals("{\"result\":null,\"id\":\"a\"}", answer(client));
      client.say("{\"method\":\"UNSUBSCRIBE\",\"params\":[\"ethusdt@bookTicker\"],\"id\":2}");
      assertEquals("{\"result\":null,\"id\":2}", answer(client));
      assertTrue(client.next().startsWith("{\"e\":\"depthUpdate\""));
      client.say("{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",true],\"id\":5}");
      assertEquals("{\"result\":null,\"id\":5}", answer(client));
      assertTrue(
          client
              .next()
              .startsWith("{\"stream\":\"btcusdt@depth\",\"data\":{\"e\":\"depthUpdate\""));
      client.say("{\"method\":\"GET_PROPERTY\",\"params\":[\"combined\"],\"id\":6}");
      assertEquals("{\"result\":true,\"id\":6}", answer(client));
      client.say("{\"method\":\"GET_PROPERTY\",\"params\":[\"other\"],\"id\":5}");
      assertEquals("{\"code\":0,\"msg\":\"Unknown property\",\"id\":5}", answer(client));
      client.say("{");
      assertEquals(
          "{\"code\":3,\"msg\":\"Invalid JSON: expected value at line 1 column 1\"}",
          answer(client));
    }
  }

  private static String answer(VenueClient client) throws InterruptedException {
    return client.next(text -> text.startsWith("{\"result\"") || text.startsWith("{\"code\""));
  }

  @Test
  void binanceBookByRestContinuesItsStream() throws Exception {
    try (VenueClient client = connect("binance-usdm", "/stream?streams=btcusdt@depth@100ms")) {
      List<String> frames = client.next(5, text -> true);
      client.ask("/fapi/v1/depth?symbol=BTCUSDT&limit=1000");
      frames.add(client.next(text -> frames.add(text) && text.startsWith("answer")));
      frames.addAll(client.next(5, text -> true));

      MarketModel market = new MarketModel();
      FeedCounters counters = new FeedCounters();
      VenueDecoder decoder = Decoders.create("binance-usdm", market, counters, (s, why) -> {});
      decoder.onOpen("wss://fstream.binance.com/stream?streams=btcusdt@depth@100ms", 1);
      PlayedRecordingTest.play(decoder, frames);
      assertEquals(0, counters.resyncs.sum(), "gaps");
      assertTrue(counters.ticks.sum() > 5, "ticks");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/fapi/v1/depth?symbol=NOPE,400,-1121",
    "/fapi/v1/depth,400,-1102",
    "/fapi/v1/depth?symbol=BTCUSDT&limit=7,400,-4021"
  })
  void binanceRefusesByRest(String path, int status, int code) throws Exception {
    try (VenueClient client = connect("binance-usdm", "/ws")) {
      var answer = client.get(path);
      assertEquals(status, answer.statusCode());
      assertEquals(code, JSON.readTree(answer.body()).get("code").asInt());
      assertEquals(404, client.get("/api/v3/nothing").statusCode());
    }
  }

  @Test
  void tooManyRequestsCostTheConnection() throws Exception {
    try (VenueClient client = connect("binance-usdm", "/ws")) {
      for (int i = 0; i < 11; i++) {
        client.say("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":1}");
      }
      assertEquals("closed 1008", client.next(text -> text.startsWith(VenueClient.CLOSED)));
    }
  }
}
