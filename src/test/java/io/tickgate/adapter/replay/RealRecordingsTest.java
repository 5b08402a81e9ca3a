package io.tickgate.adapter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RealRecordingsTest {
  /** The same words for a recording read and the one expected. */
  private record Contents(
      String files, long in, long out, long answers, long first, long last, long faults) {}

  @Test
  void areReadToTheirEnds() throws IOException {
    Path real = Tapes.real();
    JsonNode expected = new ObjectMapper().readTree(real.resolve("expected.json").toFile());
    List<Contents> wanted = new ArrayList<>();
    List<Contents> found = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> all = expected.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> one = all.next();
      if (one.getKey().startsWith("raw/")) {
        wanted.add(wanted(one.getKey(), one.getValue()));
        found.add(found(real, one.getKey()));
      }
    }
    assertEquals(wanted, found);
    assertEquals(19, found.size());
  }

  private static Contents wanted(String files, JsonNode value) {
    return new Contents(
        files,
        value.get("frames_in").asLong(),
        value.get("frames_out").asLong(),
        value.get("http_responses").asLong(),
        micros(value.get("first_recv")),
        micros(value.get("last_recv")),
        0);
  }

  private static long micros(JsonNode time) {
    return time.isNull()
        ? TapeEvent.NO_TIME
        : ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time.asText()));
  }

  private static Contents found(Path real, String files) throws IOException {
    // some of them are of venues that aren't decoded: any will do to read them
    String path =
        Stream.of(files.split(" \\+ "))
            .map(file -> real.resolve(file.startsWith("raw/") ? file : "raw/" + file))
            .map(Path::toString)
            .collect(Collectors.joining(","));
    Playlist playlist = Playlist.of(new ReplaySettings("test", path, "okx", "max", false));
    ReplayCounters counters = new ReplayCounters();
    long[] counts = new long[TapeEvent.Kind.values().length];
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (Tape tape = new MergedTape(playlist, new TapeFaults("test", counters, () -> 0))) {
      for (TapeEvent event; (event = tape.next()) != null; ) {
        counts[event.kind().ordinal()]++;
        if (event.kind() == TapeEvent.Kind.FRAME) {
          first = Math.min(first, event.rx());
          last = Math.max(last, event.rx());
        }
      }
    }
    return new Contents(
        files,
        counts[TapeEvent.Kind.FRAME.ordinal()],
        counts[TapeEvent.Kind.SENT.ordinal()],
        counts[TapeEvent.Kind.ANSWER.ordinal()],
        first,
        last,
        counters.brokenLines.sum() + counters.cutTails.sum() + counters.longLines.sum());
  }

  @Test
  void tellTheirVenueWhereTheyCan() throws IOException {
    Path raw = Tapes.real().resolve("raw");
    List<String> venues = new ArrayList<>();
    for (RecordingFile file : RecordingPath.find(raw + "/*.cf.txt.gz")) {
      RecordingProfile profile = RecordingProfile.of(file);
      venues.add(
          new File(file.name()).getName().replaceFirst("_.*?((_http)?)\\.cf.*", "$1")
              + " "
              + profile.venue()
              + " "
              + profile.connection());
    }
    assertEquals(
        List.of(
            "binance-spot_http binance false",
            "binance-spot binance true",
            "binance-usdm_http binance-usdm false",
            "binance-usdm binance-usdm true",
            "bitfinex null true",
            "bitmex null true",
            "bitstamp_http bitstamp false",
            "bitstamp bitstamp true",
            "coinbase-exchange coinbase true",
            "deribit null true",
            "gemini null true",
            "kraken-v1 kraken true",
            "kraken-v1 kraken true",
            "kraken-v1 kraken true",
            "kucoin_http null false",
            "kucoin null true",
            "okx okx true"),
        venues);
  }
}
