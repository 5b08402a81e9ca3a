package io.tickgate.adapter.venue.recorded;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tickgate.adapter.FrameListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A recording of FORMATS.md, bare frames or cryptofeed's grammar. */
public final class Recording {
  private static final Path ROOT = Path.of("../shared/feeds-real");
  private static final Pattern RECEIVED = Pattern.compile("(\\d+(?:\\.\\d+)?): (.*)");
  private static final Pattern SENT = Pattern.compile("(\\S+) <- (\\d+(?:\\.\\d+)?): (.*)");
  private static final Pattern OPENED = Pattern.compile("(\\S+) <-> (\\d+(?:\\.\\d+)?)");

  private final List<String> lines;
  private final boolean bare;

  private Recording(List<String> lines, boolean bare) {
    this.lines = lines;
    this.bare = bare;
  }

  /** Path of a file among the recordings; skips the test where they aren't. */
  public static Path path(String name) {
    assumeTrue(Files.isDirectory(ROOT), "no recordings at " + ROOT.toAbsolutePath().normalize());
    return ROOT.resolve(name);
  }

  public static Recording of(String name) throws IOException {
    Path path = path(name);
    try (InputStream in = Files.newInputStream(path);
        InputStream text = name.endsWith(".gz") ? new GZIPInputStream(in) : in;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      return new Recording(reader.lines().toList(), name.contains(".jsonl"));
    }
  }

  /** All lines as they are. */
  public List<String> lines() {
    return lines;
  }

  /** The frames of a file of JKorf's grammar: answers after a {@code <}, then what was pushed. */
  public List<String> pushed() {
    List<String> frames = new ArrayList<>();
    StringBuilder frame = new StringBuilder();
    for (String line : lines) {
      String text = line.replace("|1|", "1");
      if (text.startsWith("< ")) {
        frames.add(text.substring(2));
      } else if (!text.startsWith("> ")) {
        frame.append(text.startsWith("=") ? text.substring(1) : text);
      }
    }
    frames.add(frame.toString().strip());
    return frames;
  }

  /** The frames received. */
  public List<String> frames() {
    List<String> frames = new ArrayList<>();
    for (String line : lines) {
      Matcher received = RECEIVED.matcher(line);
      if (bare) {
        frames.add(line);
      } else if (received.matches()) {
        frames.add(received.group(2));
      }
    }
    return frames;
  }

  /** The first frame that holds all those texts. */
  public String frame(String... texts) {
    for (String frame : frames()) {
      if (List.of(texts).stream().allMatch(frame::contains)) {
        return frame;
      }
    }
    throw new AssertionError("no frame with " + List.of(texts));
  }

  /** Plays all lines; a bare frame is received a microsecond after the one before. */
  public void play(FrameListener listener, UnaryOperator<String> change) {
    long rx = 1_600_000_000_000_000L;
    for (String line : lines) {
      Matcher received = RECEIVED.matcher(line);
      Matcher sent = SENT.matcher(line);
      Matcher opened = OPENED.matcher(line);
      if (bare) {
        receive(listener, change.apply(line), ++rx);
      } else if (received.matches()) {
        receive(listener, change.apply(received.group(2)), micros(received.group(1)));
      } else if (sent.matches()) {
        byte[] bytes = sent.group(3).getBytes(StandardCharsets.UTF_8);
        listener.onSent(bytes, 0, bytes.length, micros(sent.group(2)));
      } else if (opened.matches()) {
        listener.onOpen(opened.group(1), micros(opened.group(2)));
      } else if (!line.isEmpty()) { // files end with empty lines
        throw new AssertionError("unknown line " + line);
      }
    }
  }

  /** Hands one frame over, within a larger array as a network buffer would. */
  public static void receive(FrameListener listener, String frame, long rx) {
    receive(listener, frame.getBytes(StandardCharsets.UTF_8), rx);
  }

  public static void receive(FrameListener listener, byte[] frame, long rx) {
    byte[] buffer = new byte[frame.length + 10];
    java.util.Arrays.fill(buffer, (byte) '}');
    System.arraycopy(frame, 0, buffer, 7, frame.length);
    listener.onFrame(buffer, 7, frame.length, rx);
  }

  private static long micros(String epochSeconds) {
    return new BigDecimal(epochSeconds).movePointRight(6).longValue();
  }
}
