package io.tickgate.record;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.replay.Heard;
import io.tickgate.adapter.replay.ReplayCounters;
import io.tickgate.adapter.replay.Tapes;
import io.tickgate.record.RecorderSettings.Rotation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that records is killed as by {@code kill -9}. */
@Timeout(60)
class KilledRecorderTest {
  /** When the child is killed: after its second flush and before the third. */
  private static final long KILL_AFTER_MILLIS = 2_600;

  @TempDir Path folder;

  @Test
  void losesTheLastSecondAtMost() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long last = -1;
    try (BufferedReader out = child.inputReader(US_ASCII)) {
      long killAt = Long.MAX_VALUE;
      for (String line; (line = out.readLine()) != null; ) {
        last = Long.parseLong(line); // handed to the recorder before it was printed
        long now = System.nanoTime();
        if (killAt == Long.MAX_VALUE) {
          killAt = now + TimeUnit.MILLISECONDS.toNanos(KILL_AFTER_MILLIS);
        } else if (now >= killAt) {
          child.toHandle().destroyForcibly(); // leaves what it printed to be read
        }
      }
    } finally {
      child.destroyForcibly();
    }
    assertTrue(child.waitFor(10, TimeUnit.SECONDS));
    assertNotEquals(0, child.exitValue());
    List<String> events = events();
    for (int i = 0; i < events.size(); i++) {
      assertTrue(events.get(i).endsWith(" " + i), "event " + i + " is " + events.get(i));
    }
    long recorded = Long.parseLong(events.get(events.size() - 1).split(" ")[1]);
    long lostMicros = last - recorded;
    // a second between flushes; the rest is for a machine on which the writer has to wait its turn
    assertTrue(lostMicros < 1_500_000, "lost " + lostMicros + " µs");
  }

  private List<String> events() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size());
      ReplayCounters counters = new ReplayCounters();
      List<String> events = Tapes.read(Files.readAllBytes(all.get(0)), counters);
      assertEquals(1, counters.cutTails.sum());
      assertEquals(0, counters.brokenLines.sum());
      return events;
    }
  }

  /** Records a numbered message a millisecond and prints its time, until somebody ends it. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      RecorderSettings settings =
          new RecorderSettings(
              Path.of(args[0]),
              new Rotation(1 << 30, Duration.ofHours(1)),
              1 << 20,
              Fsync.NEVER,
              0);
      Recorder recorder =
          new Recorder(
              new Recordings(settings, InstantSource.system()),
              "okx",
              "x",
              new Heard("", nowhere()));
      recorder.start();
      for (int i = 0; ; i++) {
        byte[] frame = Integer.toString(i).getBytes(US_ASCII);
        long rx = System.currentTimeMillis() * 1_000;
        recorder.onFrame(frame, 0, frame.length, rx);
        System.out.println(rx);
        LockSupport.parkNanos(1_000_000);
      }
    }

    private static List<String> nowhere() {
      return new AbstractList<>() {
        @Override
        public boolean add(String line) {
          return true;
        }

        @Override
        public String get(int index) {
          throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int size() {
          return 0;
        }
      };
    }
  }
}
