package io.tickgate.adapter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTapeTest {
  private static final int ROWS = 10_000;

  @TempDir Path folder;
  private final HandClock clock = new HandClock();
  private final List<String> log = new ArrayList<>();
  private final Logger logger = Logger.getLogger(ProgressTape.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          log.add(((ExtLogRecord) record).getFormattedMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(handler);
  }

  private void play(boolean hurried, long nanosAnEvent) throws IOException {
    Path file = folder.resolve("a");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      String line = (1_000_000_000 + i) + ".0: {\"n\":" + i;
      text.append(line).append(" ".repeat(98 - line.length())).append("}\n");
    }
    Files.writeString(file, text);
    Playlist playlist =
        Playlist.of(new ReplaySettings("demo", file.toString(), "okx", "max", false));
    MergedTape merged = new MergedTape(playlist, TapeFaults.unheard(new ReplayCounters()));
    assertEquals(text.length(), merged.size());
    try (Tape tape = new ProgressTape("demo", merged, () -> hurried, clock)) {
      while (tape.next() != null) {
        clock.spend(nanosAnEvent);
      }
    }
    assertEquals(text.length(), merged.consumed());
  }

  @Test
  void tellsHowFarItIsEveryTenSeconds() throws IOException {
    play(true, 2_500_000); // 4,096 events in 10.24 s
    assertEquals(
        List.of(
            "replay progress feed=demo percent=52 at=2001-09-09T02:54:55Z",
            "replay progress feed=demo percent=100 at=2001-09-09T04:03:11Z"),
        log);
  }

  @Test
  void saysNothingOfAShortOne() throws IOException {
    play(true, 900_000);
    assertEquals(List.of(), log);
  }

  @Test
  void saysNothingAtAPace() throws IOException {
    play(false, 2_500_000);
    assertEquals(List.of(), log);
  }
}
