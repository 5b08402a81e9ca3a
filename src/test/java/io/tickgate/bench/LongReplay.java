package io.tickgate.bench;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Plays one recording as fast as it goes in a process of its own, and says what that took: {@code
 * LongReplay <file> tape|books}, without and with decoders and books behind it.
 */
public final class LongReplay {
  private final Books books = new Books(BookLimits.defaults(), InstantSource.system());
  private final Feed feed = books.addFeed("long");
  private final FeedCounters counters = new FeedCounters();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final boolean decoded;
  private long frames;
  private long cpuNanos;
  private String end = "";

  private LongReplay(boolean decoded) {
    this.decoded = decoded;
  }

  public static void main(String[] args) throws Exception {
    new LongReplay(args[1].equals("books")).play(args[0]);
  }

  private void play(String file) throws InterruptedException, IOException {
    Entrance entrance = new Entrance();
    ReplayAdapter adapter =
        new ReplayAdapter(
            new ReplaySettings("long", file, null, "max", false),
            venue ->
                decoded
                    ? Decoders.create(venue, entrance, counters, (symbol, reason) -> {})
                    : new Counting(),
            entrance,
            entrance,
            ReplayClock.SYSTEM);
    long start = System.nanoTime();
    adapter.start();
    ended.await();
    long wall = System.nanoTime() - start;
    adapter.stop();
    long played = decoded ? counters.frames.sum() : frames;
    System.out.printf(
        Locale.ROOT,
        "end=%s frames=%d ticks=%d broken=%d frames/s=%d frames/s-of-a-core=%d rss-peak-kb=%s%n",
        end,
        played,
        feed.ticks(),
        counters.broken.sum(),
        played * 1_000_000_000L / wall,
        played * 1_000_000_000L / cpuNanos,
        peak());
  }

  /** The most memory that the process has had, in kB; empty where the system doesn't tell. */
  private static String peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.replaceAll("\\D", ""))
        .findFirst()
        .orElse("");
  }

  private final class Entrance implements TickListener, FeedListener {
    @Override
    public boolean onTick(Tick tick) {
      return feed.apply(tick);
    }

    @Override
    public void onTime(long now) {
      feed.onTime(now);
    }

    @Override
    public void onState(FeedState state, String reason) {
      if (state != FeedState.REPLAY) {
        end = state.text();
        cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        ended.countDown();
      }
    }

    @Override
    public void onRestart() {}
  }

  private final class Counting implements FrameListener {
    @Override
    public void onOpen(String url, long rx) {}

    @Override
    public void onSent(byte[] bytes, int offset, int length, long rx) {}

    @Override
    public void onFrame(byte[] bytes, int offset, int length, long rx) {
      frames++;
    }

    @Override
    public void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {}

    @Override
    public void onClose(long rx) {}
  }
}
