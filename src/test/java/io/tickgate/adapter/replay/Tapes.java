package io.tickgate.adapter.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;

/** Recordings for tests, and what is on them. */
public final class Tapes {
  private static final Path REAL = Path.of("../shared/feeds-real");

  private Tapes() {}

  /** The folder of real recordings; the test is skipped where it isn't there. */
  public static Path real() {
    Assumptions.assumeTrue(
        REAL.toFile().isDirectory(), "skipped: no real recordings at " + REAL.toAbsolutePath());
    return REAL;
  }

  static RecordingFile file(String name, byte[] bytes) {
    return new RecordingFile(name, bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static byte[] zstd(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** All events of a file, a line each. */
  public static List<String> read(byte[] content, ReplayCounters counters) throws IOException {
    TapeFaults faults = TapeFaults.unheard(counters);
    try (RecordingTape tape = new RecordingTape(file("test", content), faults)) {
      return read(tape);
    }
  }

  static List<String> read(Tape tape) throws IOException {
    List<String> events = new ArrayList<>();
    for (TapeEvent event; (event = tape.next()) != null; ) {
      events.add(line(event));
    }
    return events;
  }

  private static String line(TapeEvent event) {
    String text = new String(event.bytes(), event.offset(), event.length(), ISO_8859_1);
    return switch (event.kind()) {
      case OPEN -> "open " + event.rx() + " " + event.url();
      case SENT -> "out " + event.rx() + " " + text;
      case FRAME -> "in " + event.rx() + " " + text;
      case ANSWER -> "rest " + event.rx() + " " + event.url() + " " + text;
      case CLOSE -> "close " + event.rx();
      case DROPPED -> "dropped " + event.rx() + " " + event.dropped();
      case TICK -> "tick " + event.rx() + " " + event.tick();
    };
  }
}
