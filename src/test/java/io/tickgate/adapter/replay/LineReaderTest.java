package io.tickgate.adapter.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void splitsLinesAcrossBlocks() {
    long seed = 42;
    Random random = new Random(seed);
    StringBuilder content = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 2_000; i++) {
      String line = "x".repeat(random.nextInt(70));
      expected.add(i + line);
      content.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
    }
    assertEquals(expected, lines(content.toString(), 16, 1_000), "seed " + seed);
  }

  @Test
  void skipsLinesThatAreTooLong() {
    String longest = "y".repeat(99);
    assertEquals(
        List.of("1a", "2LONG", "3" + longest, "4LONG", "5b", "6LONG"),
        lines(
            "a\n"
                + "x".repeat(10_000)
                + "\n"
                + longest
                + "\n"
                + longest
                + "z\nb\n"
                + "x".repeat(100),
            16,
            100));
  }

  @Test
  void skipsAGigabyteWithoutLinesInLittleMemory() {
    InputStream endless =
        new InputStream() {
          private long left = 1L << 30;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            int count = (int) Math.min(left, length);
            left -= count;
            return count == 0 ? -1 : count;
          }
        };
    try (LineReader reader = new LineReader(endless, 1024, 64 * 1024)) {
      assertEquals(LineReader.Next.LONG, reader.next());
      assertEquals(LineReader.Next.END, reader.next());
      assertEquals(64 * 1024, reader.bytes().length);
    }
  }

  @Test
  void givesAnUnterminatedLastLine() {
    LineReader reader = reader("a\nb", 16, 100);
    assertEquals(LineReader.Next.LINE, reader.next());
    assertEquals(true, reader.terminated());
    assertEquals(LineReader.Next.LINE, reader.next());
    assertEquals(false, reader.terminated());
    assertEquals(LineReader.Next.END, reader.next());
    assertEquals(LineReader.Next.END, reader.next());
  }

  private static List<String> lines(String content, int block, int maxLine) {
    List<String> lines = new ArrayList<>();
    try (LineReader reader = reader(content, block, maxLine)) {
      for (LineReader.Next next; (next = reader.next()) != LineReader.Next.END; ) {
        String text =
            new String(reader.bytes(), reader.from(), reader.to() - reader.from(), ISO_8859_1);
        lines.add(reader.number() + (next == LineReader.Next.LONG ? "LONG" : text));
      }
    }
    return lines;
  }

  private static LineReader reader(String content, int block, int maxLine) {
    byte[] bytes = content.getBytes(ISO_8859_1);
    return new LineReader(new ByteArrayInputStream(bytes), block, maxLine);
  }
}
