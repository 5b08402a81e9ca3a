package io.tickgate.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.Tick;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;

/**
 * How many frames a second one core decodes and applies to real books, beside what Jackson's {@code
 * readTree} takes to do nothing but parse the same bytes.
 */
public final class DecodeBench {
  private static final Path FILE =
      Path.of("../shared/feeds-real/raw/binance-usdm_btcusdt_2024-08-08.hb.txt.gz");
  private static final int WARMUP = 10; // until rounds stop getting faster
  private static final int ROUNDS = 15;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private DecodeBench() {}

  /** What one pass over the recording took. */
  private record Pass(long cpuNanos, long wallNanos, long work) {}

  private interface Work {
    long run(Recording recording) throws IOException;
  }

  public static void main(String[] args) throws IOException {
    if (!Files.exists(FILE)) {
      System.out.println("skipped: no recording at " + FILE);
      return;
    }
    Recording recording = Recording.read(FILE);
    Pass[] trees = new Pass[ROUNDS];
    Pass[] books = new Pass[ROUNDS];
    double[] ratios = new double[ROUNDS];
    for (int round = -WARMUP; round < ROUNDS; round++) {
      Pass tree = measure(DecodeBench::readTree, recording);
      Pass book = measure(DecodeBench::decodeAndBook, recording);
      if (round >= 0) {
        trees[round] = tree;
        books[round] = book;
        ratios[round] = (double) tree.cpuNanos / book.cpuNanos;
      }
    }
    int frames = recording.frames().size();
    System.out.printf(
        "jdk=%s frames=%,d rounds=%d load=%.1f%n",
        Runtime.version(),
        frames,
        ROUNDS,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    print("readTree", frames, trees);
    print("decode + book", frames, books);
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "frames/s of decode + book over readTree: %.2f (%.2f to %.2f), medians within a round%n",
        ratios[ROUNDS / 2],
        ratios[0],
        ratios[ROUNDS - 1]);
  }

  private static Pass measure(Work work, Recording recording) throws IOException {
    System.gc(); // the garbage of one isn't the other's to clear
    long wall = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    long done = work.run(recording);
    return new Pass(
        THREADS.getCurrentThreadCpuTime() - cpu, System.nanoTime() - wall, Math.max(1, done));
  }

  private static long readTree(Recording recording) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    long fields = 0;
    for (byte[] frame : recording.frames()) {
      fields += mapper.readTree(frame).size();
    }
    return fields;
  }

  private static long decodeAndBook(Recording recording) {
    Books books = new Books(BookLimits.defaults(), InstantSource.system());
    FeedCounters counters = new FeedCounters();
    FrameListener decoder =
        Decoders.create(
            "binance-usdm", new Entrance(books.addFeed("bench")), counters, (symbol, why) -> {});
    int at = 0;
    for (byte[] frame : recording.frames()) {
      decoder.onFrame(frame, 0, frame.length, recording.rxMicros()[at++]);
    }
    if (counters.broken.sum() > 0 || books.find("binance-usdm:BTCUSDT").book() == null) {
      throw new IllegalStateException("broken frames " + counters.broken.sum());
    }
    return counters.ticks.sum();
  }

  /** As the gateway's own, without its filter of symbols. */
  private record Entrance(Feed feed) implements TickListener {
    @Override
    public boolean onTick(Tick tick) {
      return feed.apply(tick);
    }

    @Override
    public void onTime(long now) {
      feed.onTime(now);
    }
  }

  private static void print(String name, int frames, Pass[] passes) {
    long cpu = median(Arrays.stream(passes).mapToLong(Pass::cpuNanos).toArray());
    long wall = median(Arrays.stream(passes).mapToLong(Pass::wallNanos).toArray());
    System.out.printf(
        Locale.ROOT,
        "%-14s cpu %,9d frames/s (%.2f us)   wall %,9d frames/s%n",
        name,
        frames * 1_000_000_000L / cpu,
        cpu / 1_000.0 / frames,
        frames * 1_000_000_000L / wall);
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
