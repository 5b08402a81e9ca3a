package io.tickgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A recording in our own format of any length: the shipped one again and again, a minute each. */
public final class LongRecording {
  private static final String SHIPPED = "feeds/sim-coinbase.tickgate.ndjson.gz";
  private static final String RX = "{\"rx\":";
  private static final long TURN_MICROS = 60_000_000;

  private LongRecording() {}

  /**
   * Writes it.
   *
   * @param bytes how long it is at least when unpacked
   * @return how many messages it holds
   */
  public static long write(Path file, long bytes) throws IOException {
    List<String> lines = shipped();
    long written = 0;
    long messages = 0;
    try (OutputStream out = packed(file)) {
      out.write((lines.get(0) + "\n").getBytes(UTF_8));
      for (long turn = 0; written < bytes; turn++) {
        for (String line : lines.subList(1, lines.size())) {
          int comma = line.indexOf(',');
          long rx = Long.parseLong(line, RX.length(), comma, 10) + turn * TURN_MICROS;
          byte[] moved = (RX + rx + line.substring(comma) + "\n").getBytes(UTF_8);
          out.write(moved);
          written += moved.length;
          messages += line.startsWith(",\"in\":", comma) ? 1 : 0;
        }
      }
    }
    return messages;
  }

  private static List<String> shipped() throws IOException {
    ClassLoader loader = Objects.requireNonNull(LongRecording.class.getClassLoader());
    try (InputStream in = new GZIPInputStream(loader.getResourceAsStream(SHIPPED))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  private static OutputStream packed(Path file) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    GZIPOutputStream gzip =
        new GZIPOutputStream(out, 1 << 16) {
          {
            def.setLevel(Deflater.BEST_SPEED); // ten gigabytes in minutes
          }
        };
    return new BufferedOutputStream(gzip, 1 << 16);
  }
}
