package io.tickgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.adapter.replay.RecordingReader;
import io.tickgate.adapter.replay.ReplaySettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  private String read(boolean watched, long nanosAnEvent) throws Exception {
    Path file = folder.resolve("a");
    Files.writeString(file, ("1.0: {\"n\":" + " ".repeat(487) + "}\n").repeat(2_048)); // 1 MB
    Console console = new Console(new PrintWriter(err), new PrintWriter(err), watched);
    AtomicLong nanos = new AtomicLong();
    try (RecordingReader reader =
            new RecordingReader(
                new ReplaySettings("a", file.toString(), "okx", "max", false), (f, l, r) -> {});
        Progress progress = new Progress(console, reader, nanos::get)) {
      while (progress.next() != null) {
        nanos.addAndGet(nanosAnEvent);
      }
    }
    return err.toString();
  }

  @Test
  void showsHowFarItIsAndGoes() throws Exception {
    String half = "[###############...............]  51 %  2s left";
    String done = "[##############################] 100 %  0s left";
    assertEquals(
        "\r" + half + "\r" + done + "\r" + " ".repeat(done.length()) + "\r", read(true, 2_000_000));
  }

  @Test
  void showsNothingWhereNobodyWatchesOrNeedsTo() throws Exception {
    assertEquals("", read(false, 2_000_000));
    assertEquals("", read(true, 400_000));
  }

  @Test
  void linesThatStayAreAboveIt() {
    Console console = new Console(new PrintWriter(err), new PrintWriter(err), true);
    console.show("half");
    console.tell("x:1: broken");
    console.show("done");
    assertEquals("\rhalf\r    \rx:1: broken\n\rdone", err.toString());
  }
}
