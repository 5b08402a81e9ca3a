package io.tickgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many messages a second a replay brings at full speed from a file in our own format: the tape
 * alone (unpacking, lines, escapes), and with decoder and books behind it. A process each.
 */
public final class ReplayBench {
  private static final int ROUNDS = 3;

  private ReplayBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    long bytes = Long.getLong("bench.bytes", 1L << 30);
    Path file = Files.createTempFile("replay", ".tickgate.ndjson.gz");
    try {
      long frames = LongRecording.write(file, bytes);
      System.out.printf(
          "jdk=%s bytes=%d packed=%d frames=%d%n",
          Runtime.version(), bytes, Files.size(file), frames);
      for (int round = 1; round <= ROUNDS; round++) {
        for (String what : new String[] {"tape", "books"}) {
          System.out.print("round " + round + " " + what + ": ");
          System.out.flush();
          play(file, what);
        }
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void play(Path file, String what) throws IOException, InterruptedException {
    new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            LongReplay.class.getName(),
            file.toString(),
            what)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
