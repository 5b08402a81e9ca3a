package io.tickgate.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.replay.ReplayCounters;
import io.tickgate.adapter.replay.Tapes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingOutputTest {
  @TempDir Path folder;

  private List<String> read(Path file) throws IOException {
    ReplayCounters counters = new ReplayCounters();
    List<String> events = Tapes.read(Files.readAllBytes(file), counters);
    assertEquals(0, counters.brokenLines.sum());
    assertEquals(0, counters.cutTails.sum());
    return events;
  }

  @Test
  void writesWhatATapeReads() throws IOException {
    Path file = folder.resolve("a.tickgate.ndjson.gz");
    byte[] message = "..{\"a\":\"\n\"}..".getBytes(UTF_8);
    try (RecordingOutput out = new RecordingOutput(file, "okx", "convert", 10, false)) {
      out.open("wss://host", 10);
      out.sent(message, 2, message.length - 4, 11);
      out.frame(message, 2, message.length - 4, 12);
      out.frame(new byte[] {(byte) 0xff}, 0, 1, 12);
      out.answer("https://host/x", message, 2, 3, 13);
      out.dropped(7, 14);
      out.closed(15);
      assertFalse(Files.exists(file), "not before it is complete");
      out.complete();
    }
    assertEquals(
        List.of(
            "open 10 wss://host",
            "out 11 {\"a\":\"\n\"}",
            "in 12 {\"a\":\"\n\"}",
            "in 12 \u00ff",
            "rest 13 https://host/x {\"a",
            "dropped 14 7",
            "close 15"),
        read(file));
    assertEquals(List.of(file), Files.list(folder).toList());
  }

  @Test
  void beginsAMemberNowAndThen() throws IOException {
    Path file = folder.resolve("a");
    try (RecordingOutput out = new RecordingOutput(file, "okx", "convert", 0, false)) {
      for (int i = 0; i < 300; i++) {
        out.frame(new byte[1_000], 0, 1_000, i * 1_000_000L);
      }
      out.complete();
    }
    assertEquals(300, read(file).size());
    byte[] bytes = Files.readAllBytes(file);
    int members = 0;
    for (int i = 0; i + 3 < bytes.length; i++) {
      boolean magic = bytes[i] == 0x1f && bytes[i + 1] == (byte) 0x8b && bytes[i + 2] == 8;
      members += magic ? 1 : 0;
    }
    assertEquals(5, members, "one each 66 messages, which are 64 kB and more than 10 s");
  }

  @Test
  void leavesNothingOfWhatWasGivenUp() throws IOException {
    Path file = folder.resolve("a");
    try (RecordingOutput out = new RecordingOutput(file, "okx", "convert", 0, false)) {
      out.closed(1);
      assertThrows(
          FileAlreadyExistsException.class,
          () -> new RecordingOutput(file, "okx", "convert", 0, false),
          "two at once");
    }
    assertEquals(List.of(), Files.list(folder).toList());
  }

  @Test
  void neverWritesOverAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "mine");
    assertThrows(
        FileAlreadyExistsException.class,
        () -> new RecordingOutput(file, "okx", "convert", 0, false));
    assertEquals("mine", Files.readString(file));
    assertTrue(Files.list(folder).toList().equals(List.of(file)));
  }

  @Test
  void writesOverOneThatGivesWayWhenItIsComplete() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "mine");
    try (RecordingOutput out = new RecordingOutput(file, "okx", "convert", 0, true)) {
      out.closed(1);
      assertEquals("mine", Files.readString(file));
      out.complete();
    }
    assertEquals(List.of("close 1"), read(file));
  }

  @Test
  void whatAKilledProcessLeftIsWrittenOverAndWhatAnotherWritesIsNot(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("x.gz");
    Path part = folder.resolve("x.gz.part");
    Files.writeString(part, "left behind by one that was killed, and longer than what comes now");
    try (RecordingOutput out = new RecordingOutput(file, "kraken", "f", 1, false)) {
      assertThrows(
          FileAlreadyExistsException.class,
          () -> new RecordingOutput(file, "kraken", "f", 1, false));
      out.open("wss://a", 2);
      out.complete();
    }
    assertTrue(Files.notExists(part));
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      assertEquals(2, new String(in.readAllBytes(), UTF_8).lines().count());
    }
  }
}
