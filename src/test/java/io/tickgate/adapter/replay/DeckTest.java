package io.tickgate.adapter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.ReplaySettings.Span;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys are pressed on the feed's own thread, at a moment that the recording says: no races. */
@Timeout(60)
class DeckTest {
  private static final Span ALL = Span.ALL;

  @TempDir Path folder;
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final HandClock clock = new HandClock();
  private @Nullable ReplayAdapter adapter;
  private Consumer<String> onFrame = text -> {};

  @BeforeEach
  void record() throws IOException {
    StringBuilder lines = new StringBuilder("wss://ws.kraken.com <-> 1.0\n");
    for (int i = 1; i <= 5; i++) {
      lines.append("1.0").append(i).append(": ").append('[').append(i).append("]\n");
    }
    Files.writeString(folder.resolve("a"), lines);
  }

  @AfterEach
  void stop() {
    adapter().stop();
  }

  @Test
  void playsAPartOnly() throws Exception {
    start("max", false, new Span(1_020_000, 1_040_000));
    assertEquals(
        List.of("REPLAY", "rewind", "[1]", "restart", "[2]", "[3]", "[4]", "ENDED"), toEnd());
  }

  @Test
  void loopsAPart() throws Exception {
    start("max", true, new Span(1_030_000, 1_030_000));
    List<String> turn = List.of("rewind", "[1]", "[2]", "restart", "[3]");
    assertEquals("REPLAY", next());
    assertEquals(turn, take(5));
    assertEquals(turn, take(5));
    deck().loop(false);
  }

  @Test
  void seeksForwardsAndBackwards() throws Exception {
    onFrame = once("[1]", () -> deck().seek(1_040_000));
    start("max", false, ALL);
    assertEquals(
        List.of("REPLAY", "[1]", "rewind", "[1]", "[2]", "[3]", "restart", "[4]", "[5]", "ENDED"),
        toEnd());
    deck().seek(1_050_000);
    assertEquals(
        List.of("REPLAY", "rewind", "[1]", "[2]", "[3]", "[4]", "restart", "[5]", "ENDED"),
        toEnd());
    deck().play();
    assertEquals(
        List.of("REPLAY", "rewind", "restart", "[1]", "[2]", "[3]", "[4]", "[5]", "ENDED"),
        toEnd());
  }

  @Test
  void seeksBehindTheEnd() throws Exception {
    start("max", false, ALL);
    toEnd();
    deck().seek(9_000_000);
    assertEquals(
        List.of("REPLAY", "rewind", "[1]", "[2]", "[3]", "[4]", "[5]", "restart", "ENDED"),
        toEnd());
  }

  @Test
  void seekUnderWayGivesWayToALaterOne() throws Exception {
    start("max", false, ALL);
    toEnd();
    onFrame = once("[2]", () -> deck().seek(1_020_000));
    deck().seek(1_050_000);
    assertEquals(
        List.of(
            "REPLAY", "rewind", "[1]", "[2]", "rewind", "[1]", "restart", "[2]", "[3]", "[4]",
            "[5]", "ENDED"),
        toEnd());
  }

  @Test
  void pausesWhereItIs() throws Exception {
    onFrame = once("[2]", () -> deck().pause());
    start("1", false, ALL);
    assertEquals(List.of("REPLAY", "[1]", "[2]"), take(3));
    assertEquals(null, heard.poll(50, TimeUnit.MILLISECONDS));
    Deck.Display display = deck().display();
    assertEquals(Deck.State.PAUSED, display.state());
    assertEquals(1_020_000, display.position());
    deck().seek(1_040_000);
    assertEquals(List.of("rewind", "[1]", "[2]", "[3]", "restart"), take(5));
    assertEquals(null, heard.poll(50, TimeUnit.MILLISECONDS));
    assertEquals(1_040_000, deck().display().position());
    deck().play();
    assertEquals(List.of("[4]", "[5]", "ENDED"), toEnd());
  }

  @Test
  void changesItsSpeedFromWhereItIs() throws Exception {
    List<Long> at = new ArrayList<>();
    onFrame =
        text -> {
          at.add(clock.nanos());
          if (text.equals("[2]")) {
            deck().speed("10");
          } else if (text.equals("[4]")) {
            deck().speed("max");
          }
        };
    start("1", false, ALL);
    toEnd();
    List<Long> steps = new ArrayList<>();
    for (int i = 1; i < at.size(); i++) {
      steps.add(at.get(i) - at.get(i - 1));
    }
    assertEquals(List.of(10_000_000L, 1_000_000L, 1_000_000L, 0L), steps);
    assertEquals("max", deck().display().speed());
  }

  @Test
  void refusesOtherSpeeds() throws Exception {
    start("max", false, ALL);
    for (String speed : List.of("0", "0.09", "1001", "-1", "fast", "", "NaN")) {
      assertThrows(IllegalArgumentException.class, () -> deck().speed(speed), speed);
    }
    deck().speed("0.1");
    deck().speed("1000");
    toEnd();
  }

  @Test
  void showsWhatItPlays() throws Exception {
    start("max", false, new Span(1_020_000, 1_040_000));
    toEnd();
    assertEquals(
        new Deck.Display(
            "demo",
            Deck.State.ENDED,
            1_040_000,
            1_020_000,
            1_040_000,
            TapeEvent.NO_TIME,
            "max",
            false),
        deck().display());
    assertTrue(deck().works());
    adapter().stop();
    assertFalse(deck().works());
  }

  private Consumer<String> once(String text, Runnable action) {
    boolean[] done = new boolean[1];
    return each -> {
      if (each.equals(text) && !done[0]) {
        done[0] = true;
        action.run();
      }
    };
  }

  private void start(String speed, boolean loop, Span span) {
    String path = folder.resolve("a").toString();
    ReplaySettings settings = new ReplaySettings("demo", path, null, speed, loop, span);
    TickListener ticks =
        new TickListener() {
          @Override
          public boolean onTick(Tick tick) {
            return true;
          }

          @Override
          public void onTime(long now) {}
        };
    adapter = new ReplayAdapter(settings, venue -> new Frames(), ticks, new States(), clock);
    adapter.start();
  }

  /** Writes down frames alone. */
  private final class Frames extends Heard {
    Frames() {
      super("", new ArrayList<>());
    }

    @Override
    public void onFrame(byte[] bytes, int offset, int length, long rx) {
      String text = new String(bytes, offset, length, java.nio.charset.StandardCharsets.UTF_8);
      heard.add(text);
      onFrame.accept(text);
    }
  }

  private final class States implements FeedListener {
    @Override
    public void onState(FeedState state, String reason) {
      heard.add(state.name());
    }

    @Override
    public void onRewind() {
      heard.add("rewind");
    }

    @Override
    public void onRestart() {
      heard.add("restart");
    }
  }

  private ReplayAdapter adapter() {
    return Objects.requireNonNull(adapter);
  }

  private Deck deck() {
    return adapter().deck();
  }

  private String next() throws InterruptedException {
    return Objects.requireNonNull(heard.poll(30, TimeUnit.SECONDS), "nothing more came");
  }

  private List<String> take(int count) throws InterruptedException {
    List<String> taken = new ArrayList<>();
    while (taken.size() < count) {
      taken.add(next());
    }
    return taken;
  }

  /** All up to the end, at which the deck shows that it is there. */
  private List<String> toEnd() throws InterruptedException {
    List<String> taken = new ArrayList<>();
    do {
      taken.add(next());
    } while (!taken.get(taken.size() - 1).equals("ENDED"));
    while (deck().display().state() != Deck.State.ENDED) {
      Thread.onSpinWait();
    }
    return taken;
  }
}
