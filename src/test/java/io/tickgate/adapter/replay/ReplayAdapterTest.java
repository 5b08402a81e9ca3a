package io.tickgate.adapter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReplayAdapterTest {
  private static final String KRAKEN = "wss://ws.kraken.com <-> 100.0\n";

  @TempDir Path folder;

  /** All that was heard, by whom, in order. */
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

  private int decoders;
  private int restarts;
  private int stopAfterRestarts = Integer.MAX_VALUE;
  private @Nullable ReplayAdapter adapter;

  @AfterEach
  void stopAdapter() {
    if (adapter != null) {
      adapter.stop();
    }
  }

  private final TickListener ticks =
      new TickListener() {
        @Override
        public boolean onTick(Tick tick) {
          throw new AssertionError("decoders here give no ticks");
        }

        @Override
        public void onTime(long now) {
          heard.add("time " + now);
        }
      };

  private final FeedListener feed =
      new FeedListener() {
        @Override
        public void onState(FeedState state, String reason) {
          heard.add(state + " " + reason);
        }

        @Override
        public void onRestart() {
          heard.add("restart");
          if (++restarts == stopAfterRestarts && adapter != null) {
            adapter.stop();
          }
        }
      };

  @Test
  void playsOneFile() throws Exception {
    write("a", KRAKEN + "wss://ws.kraken.com <- 100.01: {\"s\":1}\n100.02: {\"n\":1}\n");
    assertEquals(
        List.of(
            "REPLAY ",
            "time 100000000",
            "0kraken open 100000000 wss://ws.kraken.com",
            "0kraken out 100010000 {\"s\":1}",
            "0kraken in 100020000 {\"n\":1}",
            "ENDED "),
        play("a", null, "max"));
  }

  @Test
  void mergesByReceiveTime() throws Exception {
    write("a", "wss://ws.kraken.com <-> 1.01\n1.03: {\"a\":1}\n1.03: {\"a\":2}\n1.05: {\"a\":3}\n");
    write("b", "wss://ws.okx.com/ws <-> 1.02\n1.03: {\"b\":1}\n1.04: {\"b\":2}\n1.06: {\"b\":3}\n");
    assertEquals(
        List.of(
            "REPLAY ",
            "0kraken open 1010000 wss://ws.kraken.com",
            "1okx open 1020000 wss://ws.okx.com/ws",
            "0kraken in 1030000 {\"a\":1}",
            "0kraken in 1030000 {\"a\":2}",
            "1okx in 1030000 {\"b\":1}",
            "1okx in 1040000 {\"b\":2}",
            "0kraken in 1050000 {\"a\":3}",
            "1okx in 1060000 {\"b\":3}",
            "ENDED "),
        play("*", null, "1"));
  }

  @Test
  void keepsTheOrderOfAFileWhoseTimeGoesBack() throws Exception {
    write("a", "1.01: {\"a\":1}\n0.5: {\"a\":2}\n1.04: {\"a\":3}\n");
    write("b", "1.02: {\"b\":1}\n");
    assertEquals(
        List.of(
            "REPLAY ",
            "0okx in 1010000 {\"a\":1}",
            "0okx in 500000 {\"a\":2}",
            "1okx in 1020000 {\"b\":1}",
            "0okx in 1040000 {\"a\":3}",
            "ENDED "),
        play("*", "okx", "1"));
  }

  @Test
  void playsFilesWithoutTimesLastAndAtOnce() throws Exception {
    write("a", "{\"a\":1}\n{\"a\":2}\n");
    write("b", "1.01: {\"b\":1}\n");
    write("c", "[1]\n");
    assertEquals(
        List.of(
            "REPLAY ",
            "1okx in 1010000 {\"b\":1}",
            "0okx in 1700000000000000 {\"a\":1}",
            "0okx in 1700000000000000 {\"a\":2}",
            "2okx in 1700000000000000 [1]",
            "ENDED "),
        play("*", "okx", "1"));
  }

  /** A decoder that isn't told would keep a book without what is missing. */
  @Test
  void startsOverWhereTheRecorderLostSomething() throws Exception {
    write(
        "a",
        """
        {"format":"tickgate-recording","version":1,"venue":"okx","session":"s","part":0}
        {"rx":1,"open":"wss://x"}
        {"rx":2,"in":"[1]"}
        {"rx":3,"dropped":7}
        {"rx":4,"in":"[2]"}
        {"rx":5,"close":true}
        {"rx":6,"dropped":1}
        {"rx":7,"open":"wss://y"}
        """);
    assertEquals(
        List.of(
            "REPLAY ",
            "0okx open 1 wss://x",
            "0okx in 2 [1]",
            "0okx close 3",
            "0okx open 3 wss://x",
            "0okx in 4 [2]",
            "0okx close 5",
            "0okx open 7 wss://y",
            "ENDED "),
        play("a", null, "max"));
  }

  @Test
  void handsAnswersToAllConnectionsOfTheirVenue() throws Exception {
    write("a", "wss://ws.kraken.com <-> 1.02\n");
    write("b", "wss://ws.bitstamp.net/ <-> 1.03\n");
    write("c", "wss://ws.bitstamp.net/ <-> 1.04\n1.07: {}\n");
    write("d", "https://www.bitstamp.net/x -> 1.06: {\"bids\":[]}\n");
    write("e", "https://www.okx.com/x -> 1.06: {\"stray\":1}\n");
    List<String> all = play("*", null, "max");
    assertEquals(
        List.of(
            "REPLAY ",
            "0kraken open 1020000 wss://ws.kraken.com",
            "1bitstamp open 1030000 wss://ws.bitstamp.net/",
            "2bitstamp open 1040000 wss://ws.bitstamp.net/",
            "1bitstamp rest 1060000 https://www.bitstamp.net/x {\"bids\":[]}",
            "2bitstamp rest 1060000 https://www.bitstamp.net/x {\"bids\":[]}",
            "2bitstamp in 1070000 {}",
            "ENDED "),
        all);
    assertEquals(1, counters().strayAnswers.sum());
  }

  @Test
  void handsAnswersWithinAConnectionToItAlone() throws Exception {
    write("a", "https://www.bitstamp.net/x -> 1.01: {}\nwss://ws.bitstamp.net/ <-> 1.02\n");
    write("b", "wss://ws.bitstamp.net/ <-> 1.03\n");
    assertEquals(
        List.of(
            "REPLAY ",
            "0bitstamp rest 1010000 https://www.bitstamp.net/x {}",
            "0bitstamp open 1020000 wss://ws.bitstamp.net/",
            "1bitstamp open 1030000 wss://ws.bitstamp.net/",
            "ENDED "),
        play("*", null, "max"));
  }

  @Test
  void playsPartsOfOneSessionToOneDecoder() throws Exception {
    String header = "{\"format\":\"tickgate-recording\",\"version\":1,\"venue\":\"okx\"";
    write("a", header + ",\"session\":\"s\",\"part\":1}\n{\"rx\":2,\"in\":\"2\"}\n");
    write("b", header + ",\"session\":\"s\",\"part\":0}\n{\"rx\":1,\"in\":\"1\"}\n");
    write("c", header + ",\"session\":\"t\",\"part\":0}\n{\"rx\":3,\"in\":\"3\"}\n");
    write("d", header + "}\n{\"rx\":4,\"in\":\"4\"}\n");
    write("e", "");
    assertEquals(
        List.of("REPLAY ", "0okx in 1 1", "0okx in 2 2", "1okx in 3 3", "2okx in 4 4", "ENDED "),
        play("*", null, "max"));
  }

  @Test
  void ticksEveryTenthOfASecondOfRecordedTime() throws Exception {
    write("a", "1.05: {\"n\":1}\n1.3: {\"n\":2}\n1.31: {\"n\":3}\n");
    assertEquals(
        List.of(
            "REPLAY ",
            "0okx in 1050000 {\"n\":1}",
            "time 1100000",
            "time 1200000",
            "time 1300000",
            "0okx in 1300000 {\"n\":2}",
            "0okx in 1310000 {\"n\":3}",
            "ENDED "),
        play("a", "okx", "max"));
  }

  @Test
  void boundsTheTicksOfAGap() throws Exception {
    write("a", "1: {}\n1000000000: {}\n");
    List<String> all = play("a", "okx", "max");
    assertTrue(all.size() > 30_000 && all.size() < 40_000, "ticks " + all.size());
    assertEquals("0okx in 1000000000000000 {}", all.get(all.size() - 2));
  }

  @Test
  void playsTheSameAtAnySpeed() throws Exception {
    StringBuilder content = new StringBuilder(KRAKEN);
    for (int i = 0; i < 500; i++) {
      content
          .append(100 + i * i % 97)
          .append('.')
          .append(i)
          .append(": {\"n\":")
          .append(i)
          .append("}\n");
    }
    write("a", content.toString());
    write("b", content.toString());
    List<String> once = List.copyOf(play("*", null, "max"));
    assertTrue(once.size() > 1_900, "events " + once.size());
    HandClock clock = new HandClock();
    long start = clock.nanos();
    assertEquals(once, play("*", null, "1", clock));
    assertEquals(96_750_000_000L, clock.nanos() - start);
    HandClock fast = new HandClock();
    assertEquals(once, play("*", null, "50", fast));
    assertEquals(96_750_000_000L / 50, fast.nanos() - start);
  }

  @Test
  void startsOverWithNewDecoders() throws Exception {
    write("a", KRAKEN);
    stopAfterRestarts = 3;
    start("a", null, "max", true, new HandClock());
    awaitEnd();
    assertEquals(
        List.of(
            "REPLAY ",
            "time 100000000",
            "0kraken open 100000000 wss://ws.kraken.com",
            "restart",
            "time 100000000",
            "1kraken open 100000000 wss://ws.kraken.com",
            "restart",
            "time 100000000",
            "2kraken open 100000000 wss://ws.kraken.com",
            "restart"),
        heard);
  }

  @Test
  void stopsWhileItWaits() throws Exception {
    write("a", KRAKEN + "1000000.0: {}\n");
    CountDownLatch waiting = new CountDownLatch(1);
    ReplayClock real =
        new ReplayClock() {
          @Override
          public long nanos() {
            return SYSTEM.nanos();
          }

          @Override
          public long micros() {
            return SYSTEM.micros();
          }

          @Override
          public void park(long nanos) {
            waiting.countDown();
            SYSTEM.park(nanos);
          }
        };
    start("a", null, "1", false, real);
    assertTrue(waiting.await(30, TimeUnit.SECONDS));
    long start = System.nanoTime();
    stop();
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < 1_000, "took " + millis + " ms");
    assertFalse(heard.contains("ENDED "), heard.toString());
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(t -> t.getName().equals("feed-demo")));
  }

  @Test
  void goesDownWhenAFileIsGone() throws Exception {
    write("a", KRAKEN);
    create("a", null, "max", false, new HandClock());
    Files.delete(folder.resolve("a"));
    adapter().start();
    awaitEnd();
    String file = folder.resolve("a").toString();
    assertEquals(
        List.of(
            "REPLAY ",
            "DOWN " + file + ": cannot be opened: java.nio.file.NoSuchFileException: " + file),
        heard);
  }

  @Test
  void goesDownWhenAListenerFails() throws Exception {
    write("a", KRAKEN);
    adapter =
        new ReplayAdapter(
            settings("a", null, "max", false),
            venue -> {
              throw new IllegalStateException("no decoder");
            },
            ticks,
            feed,
            new HandClock());
    adapter.start();
    awaitEnd();
    assertEquals(
        List.of("REPLAY ", "DOWN internal error: java.lang.IllegalStateException: no decoder"),
        heard);
  }

  @Test
  void namesTheKeyOfABadConfiguration() throws Exception {
    write("hb", "1723161256172210999 {}\n");
    write("empty", "");
    write("prose", "prose\nprose\n");
    write(
        "own",
        "{\"format\":\"tickgate-recording\",\"version\":1,\"venue\":\"mtgox\"}\n{\"rx\":1,\"in\":\"\"}");
    String at = "tickgate.feeds.demo.";
    String names =
        "; set one of binance, binance-coinm, binance-usdm, bitstamp, coinbase, coinbase-at,"
            + " kraken, okx";
    assertEquals(at + "path: no file matches " + folder + "/none*", fault("none*"));
    assertEquals(at + "venue: " + folder + "/hb doesn't tell its venue" + names, fault("hb"));
    assertEquals(at + "venue: unknown venue mtgox" + names, fault("own"));
    assertEquals(at + "path: nothing is recorded in " + folder + "/empty", fault("empty"));
    assertEquals(
        at + "path: " + folder + "/prose: not a recording of a known format", fault("prose"));
  }

  private String fault(String path) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> create(path, null, "max", false, new HandClock()))
            .getMessage());
  }

  private void write(String name, String content) throws IOException {
    Files.write(folder.resolve(name), Tapes.gzip(Tapes.bytes(content)));
  }

  private List<String> play(String path, @Nullable String venue, String speed)
      throws InterruptedException {
    return play(path, venue, speed, new HandClock());
  }

  private List<String> play(String path, @Nullable String venue, String speed, ReplayClock clock)
      throws InterruptedException {
    heard.clear();
    decoders = 0;
    start(path, venue, speed, false, clock);
    awaitEnd();
    return heard;
  }

  private void start(
      String path, @Nullable String venue, String speed, boolean loop, ReplayClock clock) {
    create(path, venue, speed, loop, clock);
    adapter().start();
  }

  private void create(
      String path, @Nullable String venue, String speed, boolean loop, ReplayClock clock) {
    stopAdapter();
    adapter =
        new ReplayAdapter(settings(path, venue, speed, loop), this::decoder, ticks, feed, clock);
  }

  private ReplaySettings settings(String path, @Nullable String venue, String speed, boolean loop) {
    return new ReplaySettings("demo", folder + "/" + path, venue, speed, loop);
  }

  private FrameListener decoder(String venue) {
    return new Heard(decoders++ + venue, heard);
  }

  private ReplayAdapter adapter() {
    return java.util.Objects.requireNonNull(adapter);
  }

  private ReplayCounters counters() {
    return adapter().counters();
  }

  private void stop() {
    adapter().stop();
  }

  /** Waits for the feed's thread, which ends by itself. */
  private void awaitEnd() throws InterruptedException {
    assertTrue(adapter().awaitEnd(30_000), "did not end");
  }
}
