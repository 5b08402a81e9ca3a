package io.tickgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However long a recording is, a replay takes the same memory: 10 GB with {@code -Pheavy}. */
class LongReplayTest {
  private static final long BYTES = Long.getLong("tickgate.test.replayBytes", 32L << 20);

  /** A heap of 128 MB, half of it for the trades that books keep, and what the JVM itself takes. */
  private static final long MOST_KB = 340_000;

  @TempDir Path folder;

  @Test
  void takesConstantMemory() throws Exception {
    Path file = folder.resolve("long.tickgate.ndjson.gz");
    long frames = LongRecording.write(file, BYTES);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LongReplay.class.getName(),
                file.toString(),
                "books")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), UTF_8);
    System.out.println("bytes=" + BYTES + " " + said.strip());
    assertEquals(0, child.waitFor());
    Matcher of = Pattern.compile("end=ended frames=(\\d+) .*rss-peak-kb=(\\d*)\\s*").matcher(said);
    assertTrue(of.find(), said);
    assertEquals(frames, Long.parseLong(of.group(1)));
    if (!of.group(2).isEmpty()) {
      assertTrue(Long.parseLong(of.group(2)) < MOST_KB, said);
    }
  }
}
