package io.tickgate.adapter.simulator.dialect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleFeedTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<SampleFeed> all() {
    return SampleFeed.ALL.stream();
  }

  private static byte[] make(SampleFeed sample) throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    sample.writeTo(target);
    return target.toByteArray();
  }

  private static List<String> lines(byte[] gzip) throws IOException {
    try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void makesTheSameBytesAgain(SampleFeed sample) throws IOException {
    assertArrayEquals(make(sample), make(sample));
  }

  /** Text, not bytes: another zlib may pack the same text otherwise. */
  @ParameterizedTest
  @MethodSource("all")
  void shippedFilesAreWhatItMakes(SampleFeed sample) throws IOException {
    byte[] shipped = Files.readAllBytes(Path.of("feeds", sample.fileName()));
    assertEquals(lines(shipped), lines(make(sample)), "run ./mvnw -q compile exec:java@feeds");
    assertTrue(shipped.length <= 250_000, sample.fileName() + " " + shipped.length);
  }

  @ParameterizedTest
  @MethodSource("all")
  void lastsAMinuteFromItsStart(SampleFeed sample) throws IOException {
    List<String> lines = lines(make(sample));
    long started = JSON.readTree(lines.get(0)).get("started").asLong();
    assertEquals(1_767_364_200_000_000L, started);
    assertEquals(started, JSON.readTree(lines.get(1)).get("rx").asLong());
    assertTrue(JSON.readTree(lines.get(1)).get("open").asText().startsWith("wss://"));
    long last = JSON.readTree(lines.get(lines.size() - 1)).get("rx").asLong() - started;
    assertTrue(last > 59_000_000 && last < 60_010_000, "last at " + last);
  }

  @Test
  void saysWhoseFramesTheyAre() throws IOException {
    assertEquals(
        "{\"format\":\"tickgate-recording\",\"version\":1,\"venue\":\"binance-usdm\","
            + "\"feed\":\"sim-binance-usdm\",\"started\":1767364200000000}",
        lines(make(SampleFeed.ALL.get(2))).get(0));
  }

  @Test
  void keepsEveryFrameReadable() throws IOException {
    for (SampleFeed sample : SampleFeed.ALL) {
      for (String line : lines(make(sample))) {
        JsonNode json = JSON.readTree(line);
        for (String key : List.of("in", "out", "body")) {
          if (json.has(key)) {
            assertTrue(JSON.readTree(json.get(key).asText()).isObject(), line);
          }
        }
      }
    }
  }

  @Test
  void escapesWhatJsonDoesNotAllow() throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    byte[] frame = "a\"b\\c\n\u0001é".getBytes(StandardCharsets.UTF_8);
    try (FrameFile file = new FrameFile(target)) {
      file.onFrame(frame, 0, frame.length, 7);
    }
    assertEquals(
        List.of("{\"rx\":7,\"in\":\"a\\\"b\\\\c\\u000a\\u0001é\"}"), lines(target.toByteArray()));
  }
}
