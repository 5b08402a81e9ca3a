package io.tickgate.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.Heard;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplayCounters;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.replay.Tapes;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecorderTest {
  private static final Instant START = Instant.parse("2026-11-21T08:00:00.000001Z");
  private static final String FIRST = "cb-20261121T080000.000001Z";

  @TempDir Path temp;

  private final List<String> heard = new ArrayList<>();
  private Instant now = START;

  @Test
  void writesWhatItHearsAndPassesItOn() throws IOException {
    Recorder recorder = recorder(1 << 16);
    recorder.onOpen("wss://h/\"x\"", 1);
    recorder.onSent(bytes("_{}_"), 1, 2, 2);
    recorder.onFrame(bytes("{\"a\":\"b\\\"\"}"), 0, 11, 3);
    recorder.onAnswer("https://h/?a=b", bytes("[1]"), 0, 3, 4);
    recorder.onAnswer("https://h", bytes("\u00ff"), 0, 1, 4);
    recorder.onClose(5);
    recorder.finish();
    assertEquals(
        List.of(
            "x open 1 wss://h/\"x\"",
            "x out 2 {}",
            "x in 3 {\"a\":\"b\\\"\"}",
            "x rest 4 https://h/?a=b [1]",
            "x rest 4 https://h \u00ff",
            "x close 5"),
        heard);
    assertEquals(
        """
        {"format":"tickgate-recording","version":1,"venue":"coinbase","feed":"cb",\
        "started":1795248000000001,"session":"%s","part":0}
        {"rx":1,"open":"wss://h/\\"x\\""}
        {"rx":2,"out":"{}"}
        {"rx":3,"in":"{\\"a\\":\\"b\\\\\\"\\"}"}
        {"rx":4,"rest":"https://h/?a=b","body":"[1]"}
        {"rx":4,"rest":"https://h","body64":"/w=="}
        {"rx":5,"close":true}
        """
            .formatted(FIRST),
        text(files().get(0)));
    assertEquals(List.of(FIRST + ".tickgate.ndjson.gz"), names());
    assertEquals(6, recorder.counters().recorded.sum());
  }

  @Test
  void recordsARealFeedAsItWas() throws Exception {
    Path real = Tapes.real().resolve("raw/okx_2022-05-13_ws.cf.txt.gz");
    Recorder recorder = recorder(1 << 20);
    CountDownLatch ended = new CountDownLatch(1);
    ReplayAdapter replay =
        new ReplayAdapter(
            new ReplaySettings("real", real.toString(), null, "max", false),
            venue -> recorder,
            new NoTicks(),
            new EndListener(ended),
            ReplayClock.SYSTEM);
    replay.start();
    assertTrue(ended.await(30, TimeUnit.SECONDS));
    recorder.finish();
    List<String> expected = Tapes.read(Files.readAllBytes(real), new ReplayCounters());
    assertEquals(414, expected.size());
    assertEquals(expected, read());
  }

  private record EndListener(CountDownLatch ended) implements FeedListener {
    @Override
    public void onState(FeedState state, String reason) {
      if (state == FeedState.ENDED) {
        ended.countDown();
      }
    }

    @Override
    public void onRestart() {}
  }

  private static final class NoTicks implements TickListener {
    @Override
    public boolean onTick(Tick tick) {
      return true;
    }

    @Override
    public void onTime(long time) {}
  }

  @Test
  void keepsEveryByte() throws IOException {
    List<byte[]> frames = new ArrayList<>();
    frames.add(new byte[0]);
    for (int b = 0; b < 256; b++) {
      frames.add(new byte[] {(byte) b});
      frames.add(new byte[] {'"', (byte) b, '\\', 'u'});
    }
    for (String text :
        List.of("é\u2028😀\u007f", "\0\n\r\t\b\f\"\\/", "\u0800\uffff\u0080\u07ff")) {
      frames.add(text.getBytes(UTF_8));
    }
    // overlong, a surrogate, beyond the last character, cut off
    for (String bad :
        List.of("\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080", "\u00e2\u0082")) {
      frames.add(bytes(bad));
    }
    long seed = 7;
    Random random = new Random(seed);
    byte[] large = new byte[5_000_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) random.nextInt(128);
    }
    frames.add(large);
    byte[] largeInvalid = new byte[5_000_000];
    random.nextBytes(largeInvalid);
    frames.add(largeInvalid);
    Recorder recorder = recorder(1 << 25);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      recorder.onFrame(frames.get(i), 0, frames.get(i).length, i);
      expected.add("in " + i + " " + new String(frames.get(i), ISO_8859_1));
    }
    recorder.finish();
    assertTrue(expected.equals(read()), "differs, seed " + seed);
    assertEquals(0, recorder.counters().dropped.sum());
  }

  @Test
  void canBeReadWhereverItIsCut() throws IOException {
    Recorder recorder = recorder(1 << 16);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      byte[] frame = bytes("{\"n\":" + i * 7919 % 1000 + ",\"s\":\"\n\"}");
      recorder.onFrame(frame, 0, frame.length, i);
      expected.add("in " + i + " " + new String(frame, ISO_8859_1));
      recorder.drain();
      now = now.plusMillis(150);
    }
    recorder.finish();
    byte[] whole = Files.readAllBytes(files().get(0));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      ReplayCounters counters = new ReplayCounters();
      List<String> events = Tapes.read(cut, counters);
      assertEquals(expected.subList(0, completeEvents(cut)), events, "cut at " + length);
      assertEquals(length > 0 ? 1 : 0, counters.cutTails.sum(), "cut at " + length);
      assertEquals(0, counters.brokenLines.sum(), "cut at " + length);
    }
    assertEquals(expected, Tapes.read(whole, new ReplayCounters()));
  }

  /** Lines that are in there but for their line end, less the header, told another way. */
  private static int completeEvents(byte[] cut) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(cut))) {
      for (int b; (b = in.read()) >= 0; ) {
        text.write(b);
      }
    } catch (EOFException e) {
      // as was to be expected
    }
    String[] lines = text.toString(UTF_8).split("\n");
    long complete =
        Stream.of(lines).filter(line -> line.endsWith("}\"}") && line.contains("\"in\":")).count();
    return (int) complete;
  }

  @Test
  void bringsLinesToTheFileOnceASecond() throws IOException {
    Recorder recorder = recorder(1 << 16);
    frame(recorder, "1", 1);
    recorder.drain();
    assertEquals(List.of(), read());
    now = now.plusMillis(999);
    recorder.drain();
    assertEquals(List.of(), read());
    now = now.plusMillis(1);
    recorder.drain();
    assertEquals(List.of("in 1 1"), read());
    long size = Files.size(files().get(0));
    now = now.plusSeconds(100);
    recorder.drain();
    assertEquals(size, Files.size(files().get(0)));
    recorder.finish();
  }

  @Test
  void beginsANewFileAfterATime() throws IOException {
    Recorder recorder =
        recorder(new RecorderSettings(folder(), 1 << 30, Duration.ofHours(1), 1 << 16));
    frame(recorder, "1", 1);
    recorder.drain();
    now = now.plus(Duration.ofMinutes(59));
    frame(recorder, "2", 2);
    recorder.drain();
    now = now.plus(Duration.ofMinutes(1));
    frame(recorder, "3", 3);
    recorder.drain();
    now = now.plus(Duration.ofHours(5));
    recorder.drain();
    assertEquals(
        List.of(FIRST + ".tickgate.ndjson.gz", "cb-20261121T090000.000001Z.tickgate.ndjson.gz"),
        names());
    assertEquals(List.of("in 1 1", "in 2 2", "in 3 3"), read());
    assertTrue(text(files().get(1)).contains("\"session\":\"" + FIRST + "\",\"part\":1}\n"));
    recorder.finish();
    assertEquals(2, names().size());
  }

  @Test
  void beginsANewFileAtASize() throws IOException {
    Recorder recorder =
        recorder(new RecorderSettings(folder(), 20_000, Duration.ofDays(1), 1 << 20));
    Random random = new Random(3);
    byte[] noise = new byte[1_000];
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      random.nextBytes(noise);
      recorder.onFrame(noise, 0, noise.length, i);
      expected.add("in " + i + " " + new String(noise, ISO_8859_1));
      recorder.drain();
      now = now.plusSeconds(1);
    }
    recorder.finish();
    assertEquals(expected, read());
    List<Path> files = files();
    assertEquals(11, files.size());
    for (Path file : files.subList(0, files.size() - 1)) {
      long size = Files.size(file);
      assertTrue(size >= 20_000 && size < 24_000, "size " + size);
    }
  }

  @Test
  void neverWritesToAFileThatWasThere() throws IOException {
    Files.createDirectories(folder());
    Path there = folder().resolve(FIRST + ".tickgate.ndjson.gz");
    Files.writeString(there, "mine");
    Recorder one = recorder(1 << 16);
    Recorder two = recorder(1 << 16);
    frame(one, "1", 1);
    frame(two, "2", 2);
    one.finish();
    two.finish();
    assertEquals("mine", Files.readString(there));
    assertTrue(
        text(folder().resolve(FIRST + "-1.tickgate.ndjson.gz"))
            .contains("session\":\"" + FIRST + "-1\""));
    assertTrue(
        text(folder().resolve(FIRST + "-2.tickgate.ndjson.gz"))
            .contains("session\":\"" + FIRST + "-2\""));
  }

  @Test
  void dropsAndMarksWhatFindsNoRoom() throws IOException {
    Recorder recorder = recorder(4 * 1024);
    String thousand = "x".repeat(1_000 - 21);
    for (int i = 1; i <= 10; i++) {
      frame(recorder, thousand, i);
    }
    assertEquals(10, heard.size());
    assertEquals(6, recorder.counters().dropped.sum());
    recorder.drain();
    frame(recorder, "after", 11);
    frame(recorder, "y".repeat(5_000), 12);
    frame(recorder, "z".repeat(5_000), 13);
    recorder.finish();
    String x = " " + thousand;
    assertEquals(
        List.of(
            "in 1" + x,
            "in 2" + x,
            "in 3" + x,
            "in 4" + x,
            "dropped 5 6",
            "in 11 after",
            "dropped 12 2"),
        read());
    assertEquals(8, recorder.counters().dropped.sum());
    assertEquals(5, recorder.counters().recorded.sum());
  }

  @Test
  void marksTheDropsWhenTheRingIsFullAtTheEnd() throws IOException {
    Recorder recorder = recorder(4 * 1024);
    frame(recorder, "x".repeat(4 * 1024 - 21), 1);
    frame(recorder, "lost", 2);
    recorder.finish();
    assertEquals("dropped 2 1", read().get(1));
  }

  @Test
  void goesOnInANewFileAfterAFailure() throws IOException {
    Files.writeString(folder(), "no folder");
    Recorder recorder = recorder(1 << 16);
    frame(recorder, "1", 1);
    frame(recorder, "2", 2);
    recorder.drain();
    Files.delete(folder());
    now = now.plusSeconds(9);
    frame(recorder, "3", 3);
    recorder.drain();
    now = now.plusSeconds(1);
    frame(recorder, "4", 4);
    recorder.finish();
    assertEquals(List.of("dropped 1 3", "in 4 4"), read());
    assertEquals(4, heard.size());
    assertEquals(1, recorder.counters().failures.sum());
    assertEquals(3, recorder.counters().unwritten.sum());
  }

  @Test
  void recordsOnAThreadOfItsOwn() throws IOException {
    RecorderSettings settings =
        new RecorderSettings(folder(), 1 << 30, Duration.ofDays(1), 1 << 16);
    List<String> expected = new ArrayList<>();
    long lost = 0;
    try (Recorder recorder =
        new Recorder(settings, "coinbase", "cb", new Heard("x", new ArrayList<>()), Instant::now)) {
      recorder.start();
      for (int i = 0; i < 100_000; i++) {
        long dropped = recorder.counters().dropped.sum();
        frame(recorder, "frame " + i, i);
        if (recorder.counters().dropped.sum() == dropped) {
          expected.add("in " + i + " frame " + i);
        }
      }
      recorder.close();
      lost = recorder.counters().dropped.sum();
      assertEquals(expected.size(), recorder.counters().recorded.sum());
    }
    List<String> events = read();
    long marked = 0;
    for (String event : events) {
      marked += event.startsWith("dropped") ? Long.parseLong(event.split(" ")[2]) : 0;
    }
    assertEquals(expected, events.stream().filter(e -> e.startsWith("in")).toList());
    assertEquals(lost, marked);
    assertEquals(100_000, expected.size() + lost);
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(t -> t.getName().equals("record-cb")));
  }

  @Test
  void refusesBadSettings() {
    assertEquals(
        "bufferBytes: 100 is not from 4096 to 1073741824",
        assertThrows(IllegalArgumentException.class, () -> recorder(100)).getMessage());
    assertEquals(
        "rotateEvery: PT0S is not positive",
        assertThrows(
                IllegalArgumentException.class,
                () -> new RecorderSettings(folder(), 1, Duration.ZERO, 4096))
            .getMessage());
    RecorderSettings settings = new RecorderSettings(folder(), 1, Duration.ofDays(1), 4096);
    FrameListener next = new Heard("x", heard);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Recorder(settings, "coinbase", "../cb", next, Instant::now));
  }

  private Recorder recorder(int bufferBytes) {
    return recorder(new RecorderSettings(folder(), 1 << 30, Duration.ofDays(1), bufferBytes));
  }

  private Recorder recorder(RecorderSettings settings) {
    return new Recorder(settings, "coinbase", "cb", new Heard("x", heard), () -> now);
  }

  private static void frame(Recorder recorder, String text, long rx) {
    recorder.onFrame(bytes(text), 0, text.length(), rx);
  }

  private Path folder() {
    return temp.resolve("recordings");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.sorted().toList();
    }
  }

  private List<String> names() throws IOException {
    return files().stream().map(file -> String.valueOf(file.getFileName())).toList();
  }

  private List<String> read() throws IOException {
    List<String> events = new ArrayList<>();
    for (Path file : files()) {
      events.addAll(Tapes.read(Files.readAllBytes(file), new ReplayCounters()));
    }
    return events;
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
