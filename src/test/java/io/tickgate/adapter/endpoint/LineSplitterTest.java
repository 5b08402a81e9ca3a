package io.tickgate.adapter.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private static final int LIMIT = 20;

  private final List<String> lines = new ArrayList<>();
  private final LineSplitter.Sink sink =
      new LineSplitter.Sink() {
        @Override
        public void onLine(byte[] bytes, int offset, int length) {
          lines.add(new String(bytes, offset, length, UTF_8));
        }

        @Override
        public void onLongLine() {
          lines.add("long");
        }
      };

  private List<String> split(String... chunks) {
    LineSplitter splitter = new LineSplitter(LIMIT);
    lines.clear();
    for (String chunk : chunks) {
      splitter.accept(chunk.getBytes(UTF_8), sink);
    }
    splitter.end(sink);
    return List.copyOf(lines);
  }

  @Test
  void joinsALineThatIsSplitAcrossChunks() {
    assertEquals(List.of("one", "two", "three"), split("on", "", "e\ntw", "o", "\n", "three"));
  }

  @Test
  void takesALastLineWithoutItsEnd() {
    assertEquals(List.of("a", "b"), split("a\nb"));
    assertEquals(List.of("a", "b"), split("a\nb\n"));
    assertEquals(List.of(), split(""));
  }

  @Test
  void givesEmptyLinesAndTakesCarriageReturnsAway() {
    assertEquals(List.of("a", "", "", "b"), split("a\r\n\r", "\n\nb\r\n"));
  }

  @Test
  void aLineBeyondTheLimitHarmsNoOther() {
    String most = "x".repeat(LIMIT);
    assertEquals(List.of("a", most, "b"), split("a\n" + most + "\nb\n"));
    assertEquals(List.of("a", "long", "b"), split("a\nx" + most + "\nb\n"));
    assertEquals(List.of("a", "long", "b"), split("a\nx", most, most, "\nb\n"));
    assertEquals(List.of("a", "long"), split("a\n", "x" + most));
  }

  @Test
  void whereChunksEndMakesNoDifference() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(random.nextInt(6) == 0 ? "\n" : "ab".substring(random.nextInt(2)));
      }
      List<String> expected = new ArrayList<>();
      String[] parts = text.toString().split("\n", -1);
      for (int i = 0; i < parts.length - (parts[parts.length - 1].isEmpty() ? 1 : 0); i++) {
        expected.add(parts[i].length() > LIMIT ? "long" : parts[i]);
      }
      List<String> chunks = new ArrayList<>();
      for (int at = 0; at < text.length(); ) {
        int end = Math.min(text.length(), at + random.nextInt(9));
        chunks.add(text.substring(at, end));
        at = end;
      }
      int shown = seed;
      assertEquals(
          expected,
          split(chunks.toArray(String[]::new)),
          () -> "seed " + shown + " " + Arrays.toString(parts));
    }
  }
}
