package io.tickgate.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A recording in hftbacktest's grammar, nanoseconds and a message a line, held in memory. */
record Recording(List<byte[]> frames, long[] rxMicros) {
  static Recording read(Path file) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        int space = line.indexOf(' ');
        times.add(Long.parseLong(line, 0, space, 10) / 1_000);
        frames.add(line.substring(space + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return new Recording(frames, times.stream().mapToLong(Long::longValue).toArray());
  }
}
