package io.tickgate.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.Heard;
import io.tickgate.adapter.replay.RecordingFormat;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplayCounters;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.replay.Tapes;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import io.tickgate.record.RecorderSettings.Rotation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

  /** Each member is a whole gzip file of whole lines: a reader may start at any of them. */
  @Test
  void writesMembersThatCanBeReadAlone() throws IOException {
    Recorder recorder = recorder(1 << 16);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 35; i++) {
      frame(recorder, "f" + i, i);
      expected.add("in " + i + " f" + i);
      recorder.drain();
      now = now.plusSeconds(1);
    }
    recorder.finish();
    assertEquals(expected, read());
    byte[] file = Files.readAllBytes(files().get(0));
    int members = 0;
    for (int at = 0; at < file.length; at++) {
      if (file[at] == 0x1f && file[at + 1] == (byte) 0x8b && file[at + 2] == 8) {
        members++;
        List<String> rest =
            Tapes.read(Arrays.copyOfRange(file, at, file.length), new ReplayCounters());
        assertEquals(expected.subList(expected.size() - rest.size(), expected.size()), rest);
        assertTrue(at == 0 || rest.size() % 10 == 4, "rest of " + rest.size());
      }
    }
    assertEquals(4, members);
  }

  @Test
  void deletesTheOldestBeyondTheBudget() throws IOException {
    Files.createDirectories(folder());
    List<String> kept = new ArrayList<>();
    for (String name :
        List.of("notes.txt", "cb.tickgate.ndjson.gz", "cb-20261121T075900.000000Z.ndjson.gz")) {
      Files.write(folder().resolve(name), new byte[60_000]);
      kept.add(name);
    }
    Path old = folder().resolve("other-20261121T075900.000000Z.tickgate.ndjson.gz");
    Files.write(old, new byte[10_000]);
    Files.write(RecordingFormat.index(old), new byte[10]);
    for (String name : List.of(old.getFileName().toString(), "notes.txt")) {
      Files.setLastModifiedTime(folder().resolve(name), FileTime.fromMillis(0));
    }
    Recordings all =
        new Recordings(
            new RecorderSettings(
                folder(), new Rotation(20_000, Duration.ofDays(1)), 1 << 20, Fsync.ROTATE, 60_000),
            () -> now);
    Recorder recorder = new Recorder(all, "coinbase", "cb", new Heard("x", heard));
    Random random = new Random(4);
    byte[] noise = new byte[1_000];
    for (int i = 0; i < 200; i++) {
      random.nextBytes(noise);
      recorder.onFrame(noise, 0, noise.length, i);
      recorder.drain();
      now = now.plusSeconds(1);
    }
    recorder.finish();
    List<String> names = new ArrayList<>(names());
    assertTrue(names.containsAll(kept), names.toString());
    names.removeAll(kept);
    long total = 0;
    for (String name : names) {
      total += Files.size(folder().resolve(name));
    }
    // what is written between two looks is ten seconds' worth: 10,000 bytes
    assertTrue(total > 30_000 && total <= 70_000, total + " bytes in " + names);
    assertFalse(Files.exists(old));
    assertFalse(Files.exists(RecordingFormat.index(old)));
    assertEquals(11, recorder.counters().files.sum());
    assertEquals(11 - names.size() + 1, recorder.counters().deleted.sum());
    List<String> events = Tapes.read(Files.readAllBytes(last()), new ReplayCounters());
    assertTrue(events.get(events.size() - 1).startsWith("in 199 "));
  }

  private Path last() throws IOException {
    return files().stream().filter(file -> file.toString().contains("/cb-2026")).toList().stream()
        .max(Comparator.comparing(Path::toString))
        .orElseThrow();
  }

  @Test
  void neverDeletesAFileThatIsBeingWritten() throws IOException {
    Recordings all =
        new Recordings(
            new RecorderSettings(
                folder(), new Rotation(1_000, Duration.ofDays(1)), 1 << 20, Fsync.INTERVAL, 2_000),
            () -> now);
    Recorder one = new Recorder(all, "coinbase", "one", new Heard("x", heard));
    Recorder two = new Recorder(all, "coinbase", "two", new Heard("x", heard));
    byte[] noise = new byte[3_000];
    new Random(5).nextBytes(noise);
    one.onFrame(noise, 0, noise.length, 1);
    one.onFrame(noise, 0, noise.length, 2);
    one.drain();
    now = now.plusSeconds(1);
    frame(two, "2", 2);
    two.drain();
    assertEquals(2, names().size(), "both are open, however large");
    now = now.plusSeconds(10);
    one.finish();
    two.finish();
    assertTrue(names().size() >= 1, "the newer stays or both do");
  }

  @Test
  void startsAndStopsInTheMiddleOfAConnection() throws IOException {
    Recordings all = new Recordings(settings(1 << 30, Duration.ofDays(1), 1 << 16), () -> now);
    FeedRecording recording = all.feed("cb");
    FrameListener connection = recording.connection("coinbase", new Heard("x", heard));
    connection.onOpen("wss://h", 1);
    connection.onFrame(bytes("a"), 0, 1, 2);
    recording.start();
    connection.onFrame(bytes("b"), 0, 1, 3);
    connection.onFrame(bytes("c"), 0, 1, 4);
    recording.stop();
    while (recording.counters().recorded.sum() < 3) {
      Thread.onSpinWait(); // its writer names the file by the clock
    }
    connection.onFrame(bytes("d"), 0, 1, 5);
    connection.onClose(6);
    recording.start();
    now = now.plusSeconds(1);
    connection.onOpen("wss://i", 7);
    connection.onFrame(bytes("e"), 0, 1, 8);
    connection.onEnd();
    all.close();
    assertEquals(List.of("open 3 wss://h", "in 3 b", "in 4 c", "open 7 wss://i", "in 8 e"), read());
    assertEquals(
        List.of(
            "x open 1 wss://h",
            "x in 2 a",
            "x in 3 b",
            "x in 4 c",
            "x in 5 d",
            "x close 6",
            "x open 7 wss://i",
            "x in 8 e"),
        heard);
    assertEquals(2, names().size());
    assertFalse(recording.on());
  }

  @Test
  void beginsANewFileAfterATime() throws IOException {
    Recorder recorder = recorder(settings(1 << 30, Duration.ofHours(1), 1 << 16));
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
    Recorder recorder = recorder(settings(20_000, Duration.ofDays(1), 1 << 20));
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

  /** An interrupt closes a file's channel, as good a reason as a disk that is full. */
  @Test
  void marksWhatAFailedFlushMayHaveLost() throws IOException {
    Recorder recorder = recorder(1 << 16);
    frame(recorder, "1", 1);
    recorder.drain();
    now = now.plusSeconds(1);
    recorder.drain();
    assertEquals(1, recorder.counters().recorded.sum());
    frame(recorder, "2", 2);
    frame(recorder, "3", 3);
    recorder.drain();
    now = now.plusSeconds(1);
    Thread.currentThread().interrupt();
    recorder.drain();
    assertTrue(Thread.interrupted());
    now = now.plusSeconds(10);
    frame(recorder, "4", 4);
    recorder.finish();
    assertEquals(List.of("in 1 1", "dropped 2 2", "in 4 4"), read());
    assertEquals(4, recorder.counters().recorded.sum());
    assertEquals(1, recorder.counters().failures.sum());
    assertEquals(2, recorder.counters().unwritten.sum());
  }

  @Test
  void recordsOnAThreadOfItsOwn() throws IOException {
    RecorderSettings settings = settings(1 << 30, Duration.ofDays(1), 1 << 16);
    List<String> expected = new ArrayList<>();
    long lost = 0;
    try (Recorder recorder =
        new Recorder(
            new Recordings(settings, Instant::now),
            "coinbase",
            "cb",
            new Heard("x", new ArrayList<>()))) {
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
        "tickgate.record.buffer: 100 is not from 4096 to 1073741824",
        assertThrows(IllegalArgumentException.class, () -> recorder(100)).getMessage());
    assertEquals(
        "tickgate.record.rotate-every: PT0S is not positive",
        assertThrows(IllegalArgumentException.class, () -> settings(1, Duration.ZERO, 4096))
            .getMessage());
    assertEquals(
        "tickgate.record.buffer: 4294967296 is not from 4096 to 1073741824",
        assertThrows(
                IllegalArgumentException.class, () -> settings(1, Duration.ofDays(1), 1L << 32))
            .getMessage());
    assertEquals(
        "tickgate.record.disk-budget: 19 is not 0, or twice tickgate.record.rotate-size (10) and"
            + " more",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new RecorderSettings(
                        folder(), new Rotation(10, Duration.ofDays(1)), 4096, Fsync.NEVER, 19))
            .getMessage());
    RecorderSettings settings = settings(1, Duration.ofDays(1), 4096);
    FrameListener next = new Heard("x", heard);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Recorder(new Recordings(settings, Instant::now), "coinbase", "../cb", next));
  }

  private RecorderSettings settings(long rotateBytes, Duration rotateEvery, long bufferBytes) {
    return new RecorderSettings(
        folder(), new Rotation(rotateBytes, rotateEvery), bufferBytes, Fsync.NEVER, 0);
  }

  private Recorder recorder(int bufferBytes) {
    return recorder(settings(1 << 30, Duration.ofDays(1), bufferBytes));
  }

  private Recorder recorder(RecorderSettings settings) {
    return new Recorder(
        new Recordings(settings, () -> now), "coinbase", "cb", new Heard("x", heard));
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
