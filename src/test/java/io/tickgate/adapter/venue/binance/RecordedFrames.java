package io.tickgate.adapter.venue.binance;

import io.tickgate.adapter.FrameListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Reads the shared recordings for tests, in the two grammars that FORMATS.md describes. */
public final class RecordedFrames {
  private static final Path ROOT = Path.of("../shared/feeds-real");

  /** What happened on a connection; {@code url} is empty for a message. */
  public record Event(Kind kind, String url, String text, long rx) {}

  /** Kinds of event. */
  public enum Kind {
    OPEN,
    SENT,
    FRAME,
    ANSWER
  }

  private RecordedFrames() {}

  /** A file of the shared folder; skips the test when there is no such folder. */
  public static Path path(String name) {
    Assumptions.assumeTrue(Files.isDirectory(ROOT), "no shared recordings at " + ROOT);
    return ROOT.resolve(name);
  }

  /** The events of these recordings, merged by time. */
  public static List<Event> read(String... names) throws IOException {
    List<Event> events = new ArrayList<>();
    for (String name : names) {
      for (String line : lines(path("raw/" + name))) {
        Event event = name.contains(".hb.") ? hftbacktest(line) : cryptofeed(line);
        if (event != null) {
          events.add(event);
        }
      }
    }
    events.sort(Comparator.comparingLong(Event::rx)); // stable
    return events;
  }

  /** Hands events to a listener. */
  public static void play(List<Event> events, FrameListener listener) {
    for (Event event : events) {
      byte[] bytes = event.text().getBytes(StandardCharsets.UTF_8);
      switch (event.kind()) {
        case OPEN -> listener.onOpen(event.url(), event.rx());
        case SENT -> listener.onSent(bytes, 0, bytes.length, event.rx());
        case FRAME -> listener.onFrame(bytes, 0, bytes.length, event.rx());
        case ANSWER -> listener.onAnswer(event.url(), bytes, 0, bytes.length, event.rx());
      }
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file), 1 << 16),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank()).toList();
    }
  }

  private static Event hftbacktest(String line) {
    int space = line.indexOf(' ');
    long rx = Long.parseLong(line, 0, space, 10) / 1000;
    return new Event(Kind.FRAME, "", line.substring(space + 1), rx);
  }

  private static @Nullable Event cryptofeed(String line) {
    if (line.startsWith("configuration:")) {
      return null;
    }
    String[] words = line.split(" ", 3);
    return switch (words[1]) {
      case "<->" -> new Event(Kind.OPEN, words[0], "", micros(words[2]));
      case "<-" -> body(Kind.SENT, words[0], words[2]);
      case "->" -> body(Kind.ANSWER, words[0], words[2]);
      default -> body(Kind.FRAME, "", line);
    };
  }

  private static Event body(Kind kind, String url, String timed) {
    int colon = timed.indexOf(": ");
    return new Event(kind, url, timed.substring(colon + 2), micros(timed.substring(0, colon)));
  }

  private static long micros(String epochSeconds) {
    return new java.math.BigDecimal(epochSeconds).movePointRight(6).longValue();
  }
}
