package io.tickgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of the packaged application: what only a process of its own can show. */
class PackagedCommandIT {
  @TempDir Path folder;

  @Test
  void inspectsAShippedRecording() throws Exception {
    String file = "classpath:feeds/sim-kraken.tickgate.ndjson.gz";
    try (PackagedCommand inspect = PackagedCommand.start(folder, "inspect", file)) {
      assertEquals(0, inspect.end());
      assertEquals("", inspect.err());
      String out = inspect.out();
      assertTrue(out.startsWith("file      " + file + ", messages of kraken\n"), out);
      assertTrue(out.contains("\nsymbols   4\n"), out);
    }
  }

  @Test
  void exitsWithTheCodeOfAFault() throws Exception {
    try (PackagedCommand missing = PackagedCommand.start(folder, "inspect", "/nowhere/x.gz")) {
      assertEquals(1, missing.end());
      assertEquals("tickgate inspect: no file matches /nowhere/x.gz\n", missing.err());
    }
    try (PackagedCommand misused = PackagedCommand.start(folder, "replay")) {
      assertEquals(2, misused.end());
    }
    try (PackagedCommand version = PackagedCommand.start(folder, "--version")) {
      assertEquals(0, version.end());
      assertTrue(version.out().matches("tickgate [0-9].*\n"), version.out());
    }
  }

  @Test
  void endsAReplayWithAWholeLine() throws Exception {
    String file = "classpath:feeds/sim-kraken.tickgate.ndjson.gz";
    try (PackagedCommand replay =
        PackagedCommand.start(folder, "replay", "--loop", "--speed=50", file)) {
      replay.await("a hundred lines", () -> replay.out().lines().count() > 100);
      replay.terminate();
      assertEquals(0, replay.end());
      assertEquals("", replay.err());
      assertTrue(replay.out().endsWith("\n"));
    }
  }

  @Test
  void leavesNothingOfAConversionThatIsTerminated() throws Exception {
    Path csv = folder.resolve("t.csv");
    try (Writer rows = Files.newBufferedWriter(csv)) {
      rows.write("exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n");
      for (int i = 0; i < 2_000_000; i++) { // some seconds' work
        rows.write("x,A," + i + "," + i + "," + i + ",buy,1.50,2\n");
      }
    }
    Path to = folder.resolve("c.gz");
    try (PackagedCommand convert =
        PackagedCommand.start(folder, "convert", "-o", to.toString(), csv.toString())) {
      Path part = folder.resolve("c.gz.part");
      convert.await("its file", () -> Files.exists(part));
      convert.terminate();
      assertEquals(1, convert.end());
      assertEquals("tickgate convert: interrupted\n", convert.err());
      assertTrue(Files.notExists(part) && Files.notExists(to), "something is left");
    }
  }
}
