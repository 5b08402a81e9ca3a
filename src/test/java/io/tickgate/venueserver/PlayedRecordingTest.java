package io.tickgate.venueserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.adapter.venue.VenueDecoder;
import io.tickgate.adapter.venue.binance.ExpectedResults;
import io.tickgate.adapter.venue.binance.RecordedFrames;
import io.tickgate.adapter.venue.recorded.ExpectedMarket;
import io.tickgate.adapter.venue.recorded.MarketModel;
import io.tickgate.adapter.venue.recorded.Recording;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recording goes through a socket and comes out as it was: to the byte, and to its numbers. */
class PlayedRecordingTest {
  private static final Pattern SYMBOL = Pattern.compile("\"symbol\":\"([^\"]+)\"");
  private static final Pattern STREAM = Pattern.compile("^\\{\"stream\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void coinbaseComesAsRecorded() throws Exception {
    String name = "raw/coinbase-exchange_2021-04-17_a.cf.txt.gz";
    Recording recording = Recording.of(name);
    Predicate<String> data = text -> !text.startsWith("{\"type\":\"subscriptions\"");
    List<String> recorded = recording.frames().stream().filter(data).toList();
    VenueServer server =
        Servers.recording("coinbase", Recording.path(name).toString(), Servers.NO_FAULTS);
    try (VenueClient client = new VenueClient(http, server.port(), "/")) {
      for (String line : recording.lines()) {
        if (line.contains(" <- ")) {
          client.say(line.substring(line.indexOf('{')));
        }
      }

      List<String> played = client.next(recorded.size(), data);

      assertEquals(recorded, played);
      assertExpected(name, "coinbase", played);
    } finally {
      server.stop();
    }
  }

  @Test
  void krakenComesAsRecorded() throws Exception {
    String name = "raw/kraken-v2-shaped_2021-04-17_book100.jsonl.gz";
    Recording recording = Recording.of(name);
    Predicate<String> data = text -> text.contains("\"data\":[{\"symbol\"");
    List<String> recorded = recording.frames().stream().filter(data).toList();
    Set<String> symbols = new LinkedHashSet<>();
    for (String frame : recording.frames()) {
      Matcher symbol = SYMBOL.matcher(frame);
      if (symbol.find()) {
        symbols.add('"' + symbol.group(1) + '"');
      }
    }
    VenueServer server =
        Servers.recording("kraken", Recording.path(name).toString(), Servers.NO_FAULTS);
    try (VenueClient client = new VenueClient(http, server.port(), "/v2")) {
      for (String params : List.of("\"book\",\"depth\":100", "\"trade\"")) {
        client.say(
            "{\"method\":\"subscribe\",\"params\":{\"channel\":"
                + params
                + ",\"symbol\":"
                + symbols
                + "}}");
      }
      List<String> acks = client.next(2 * symbols.size(), text -> text.contains("\"method\""));

      List<String> played = client.next(recorded.size(), data);

      assertEquals(recorded, played);
      assertEquals(
          recording.frame("\"method\"").replaceAll("\"time_.*", ""),
          acks.get(0).replaceAll("\"time_.*", ""));
      acks.addAll(played);
      assertExpected(name, "kraken", acks);
    } finally {
      server.stop();
    }
  }

  private static void assertExpected(String name, String venue, List<String> frames)
      throws Exception {
    MarketModel market = new MarketModel();
    FeedCounters counters = decode(venue, "", frames, market);
    assertTrue(ExpectedMarket.of(name).compare(market) > 10);
    assertEquals(0, counters.broken.sum(), "broken");
    assertEquals(0, counters.errors.sum(), "errors");
  }

  @ParameterizedTest
  @CsvSource({
    "binance,binance-spot_2021-10-12_ws.cf.txt.gz,binance-spot_2021-10-12_http.cf.txt.gz,/api/v3",
    "binance-usdm,binance-usdm_2021-07-22_ws.cf.txt.gz,binance-usdm_2021-07-22_http.cf.txt.gz,/fapi/v1",
    "binance,binance-spot_btcusdt_2024-08-08.hb.txt.gz,,/api/v3"
  })
  void binanceComesAsRecorded(String venue, String ws, String http1, String rest) throws Exception {
    String[] files = http1 == null ? new String[] {ws} : new String[] {ws, http1};
    List<String> recorded = new ArrayList<>();
    Set<String> streams = new LinkedHashSet<>();
    for (RecordedFrames.Event event : RecordedFrames.read(files)) {
      Matcher stream = STREAM.matcher(event.text());
      if (stream.find()) {
        recorded.add(event.text());
        streams.add(stream.group(1));
      }
    }
    String query = "/stream?streams=" + String.join("/", streams);
    VenueServer server = Servers.started(server(venue, files));
    try (VenueClient client = new VenueClient(http, server.port(), query)) {
      Set<String> symbols = new LinkedHashSet<>();
      streams.stream().filter(s -> s.contains("@depth")).forEach(s -> symbols.add(symbol(s)));
      symbols.forEach(s -> client.ask(rest + "/depth?symbol=" + s + "&limit=1000"));

      List<String> heard = client.next(recorded.size() + symbols.size(), text -> true);

      assertEquals(
          recorded, heard.stream().filter(text -> text.startsWith("{\"stream\"")).toList());
      var model = new io.tickgate.adapter.venue.binance.MarketModel();
      FeedCounters counters = decode(venue, "wss://venue.test" + query, heard, model);
      assertEquals(0, counters.resyncs.sum(), "resyncs");
      ExpectedResults.check(
          ExpectedResults.of("raw/" + ws + (http1 == null ? "" : " + " + http1)), model);
    } finally {
      server.stop();
    }
  }

  private static VenueServer server(String venue, String... files) {
    List<String> paths = new ArrayList<>();
    for (String file : files) {
      paths.add(Recording.path("raw/" + file).toString());
    }
    return VenueServer.ofRecording(
        Servers.settings(true, true),
        venue,
        new io.tickgate.adapter.replay.ReplaySettings(
            "venue", String.join(",", paths), venue, "max", false),
        Servers.NO_FAULTS);
  }

  private static String symbol(String stream) {
    return stream.substring(0, stream.indexOf('@')).toUpperCase(java.util.Locale.ROOT);
  }

  private static FeedCounters decode(
      String venue, String url, List<String> heard, TickListener ticks) {
    FeedCounters counters = new FeedCounters();
    VenueDecoder decoder = Decoders.create(venue, ticks, counters, (symbol, reason) -> {});
    decoder.onOpen(url, 1);
    play(decoder, heard);
    return counters;
  }

  /** Hands over what a client heard, messages and answers. */
  static void play(VenueDecoder decoder, List<String> heard) {
    long rx = 1_600_000_000_000_000L;
    for (String text : heard) {
      if (text.startsWith("answer ")) {
        String[] parts = text.split(" ", 3);
        byte[] body = parts[2].getBytes(StandardCharsets.UTF_8);
        decoder.onAnswer("https://venue.test" + parts[1], body, 0, body.length, ++rx);
      } else {
        Recording.receive(decoder, text, ++rx);
      }
    }
  }
}
