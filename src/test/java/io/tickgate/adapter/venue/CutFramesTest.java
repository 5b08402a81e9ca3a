package io.tickgate.adapter.venue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Recorded frames cut off anywhere: each cut is counted as broken, nothing comes of it, and the
 * whole frame behind it works. In a usual run of one frame in 97, with {@code -Pheavy} of all of
 * them.
 */
class CutFramesTest {
  private static final Path RECORDINGS = Path.of("../shared/feeds-real/raw");

  private static final int STRIDE = Integer.getInteger("tickgate.test.stride", 97);

  /** Of longer frames (snapshots of megabytes) so many cuts are taken at random. */
  private static final int MOST_CUTS = 2_000;

  private static final class Nothing implements TickListener {
    long ticks;

    @Override
    public boolean onTick(Tick tick) {
      ticks++;
      return true;
    }

    @Override
    public void onTime(long now) {}
  }

  /** Plays each chosen frame to a decoder, in pieces first and then whole. */
  private static final class Cutter implements FrameListener {
    final Nothing ticks = new Nothing();
    final FeedCounters counters = new FeedCounters();
    final VenueDecoder decoder;
    final Random random = new Random(4711);
    int frames;
    long cuts;
    String failure = "";

    Cutter(String venue) {
      decoder = Decoders.create(venue, ticks, counters, (symbol, reason) -> {});
    }

    @Override
    public void onOpen(String url, long rx) {
      decoder.onOpen(url, rx);
    }

    @Override
    public void onSent(byte[] bytes, int offset, int length, long rx) {
      decoder.onSent(bytes, offset, length, rx);
    }

    @Override
    public void onFrame(byte[] bytes, int offset, int length, long rx) {
      if (frames++ % STRIDE == 0) {
        int count = Math.min(length - 1, MOST_CUTS);
        for (int i = 1; i <= count; i++) {
          cut(bytes, offset, count == length - 1 ? i : 1 + random.nextInt(length - 1), rx);
        }
      }
      long broken = counters.broken.sum();
      decoder.onFrame(bytes, offset, length, rx);
      if (counters.broken.sum() != broken && failure.isEmpty()) {
        failure = "frame " + frames + " doesn't work any more";
      }
    }

    private void cut(byte[] bytes, int offset, int length, long rx) {
      cuts++;
      long broken = counters.broken.sum();
      long before = ticks.ticks;
      decoder.onFrame(bytes, offset, length, rx);
      boolean counted = counters.broken.sum() == broken + 1;
      if ((!counted || ticks.ticks != before) && failure.isEmpty()) {
        failure = "frame " + frames + " cut at " + length + ": counted " + counted;
      }
    }

    @Override
    public void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {
      decoder.onAnswer(url, bytes, offset, length, rx);
    }

    @Override
    public void onClose(long rx) {
      decoder.onClose(rx);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "binance-coinm, binance-coinm_ethusd_perp_2024-08-08.hb.txt.gz",
    "binance, binance-spot_2021-10-12_*.gz",
    "binance, binance-spot_btcusdt_2024-08-08.hb.txt.gz",
    "binance-usdm, binance-usdm_2021-07-22_*.gz",
    "binance-usdm, binance-usdm_btcusdt_2024-08-08.hb.txt.gz",
    "bitstamp, bitstamp_2022-01-05_*.gz",
    "coinbase-at, coinbase-at_btc-usd_2026-08-24_l2.jsonl",
    "coinbase, coinbase-exchange_2021-04-17_a.cf.txt.gz",
    "kraken, kraken-v1_2021-04-17_book.cf.txt.gz",
    "kraken, kraken-v1_2021-04-17_ticker.cf.txt.gz",
    "kraken, kraken-v1_2021-04-17_trade.cf.txt.gz",
    "kraken, kraken-v2-shaped_2021-04-17_book100.jsonl.gz",
    "kraken, kraken-v2_btc-usd_2026-08-24_book10.jsonl",
    "okx, okx_2022-05-13_ws.cf.txt.gz",
  })
  void cutFrameIsCountedAndTheNextOneWorks(String venue, String files) throws Exception {
    assumeTrue(Files.isDirectory(RECORDINGS), "skipped: ../shared/feeds-real isn't there");
    AtomicReference<Cutter> cutter = new AtomicReference<>();
    Ending ending = new Ending();
    ReplayAdapter adapter =
        new ReplayAdapter(
            new ReplaySettings("cut", RECORDINGS.resolve(files).toString(), venue, "max", false),
            name -> {
              cutter.compareAndSet(null, new Cutter(name));
              return cutter.get();
            },
            new Nothing(),
            ending,
            ReplayClock.SYSTEM);
    adapter.start();
    assertTrue(ending.done.await(30, TimeUnit.MINUTES), "the replay didn't end");
    adapter.stop();
    assertEquals("ENDED", ending.last);
    assertEquals("", cutter.get().failure);
    assertTrue(cutter.get().cuts > 50, "cuts " + cutter.get().cuts);
    assertEquals(cutter.get().cuts, cutter.get().counters.broken.sum());
  }

  private static final class Ending implements FeedListener {
    final CountDownLatch done = new CountDownLatch(1);
    volatile String last = "";

    @Override
    public void onState(FeedState state, String reason) {
      if (state != FeedState.REPLAY) {
        last = state.name() + reason;
        done.countDown();
      }
    }

    @Override
    public void onRestart() {}
  }
}
