package io.tickgate.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedAdapter;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.simulator.Pacer;
import io.tickgate.adapter.simulator.SimulatorAdapter;
import io.tickgate.adapter.simulator.SimulatorSettings;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.adapter.venue.recorded.Recording;
import io.tickgate.market.FeedState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The delayed books are, at any time, what the books of now were the delay ago. */
class DelayLogPropertyTest {
  private static final Duration DELAY = Duration.ofMillis(1_700);
  private static final long PLENTY = 256 << 20;

  @ParameterizedTest
  @CsvSource({
    "kraken-v2_btc-usd_2026-08-24_book10.jsonl, kraken, 1",
    "okx_2022-05-13_ws.cf.txt.gz, okx, 60",
    "bitstamp_2022-01-05_*.cf.txt.gz, bitstamp, 60",
    "coinbase-at_btc-usd_2026-08-24_l2.jsonl, coinbase-at, 1",
    "binance-usdm_btcusdt_2024-08-08.hb.txt.gz, binance-usdm, 100",
  })
  void recordingIsTheSameLater(String name, String venue, int atLeast) throws Exception {
    Recording.path("raw"); // skips where they aren't
    Twin twin = new Twin(DELAY, PLENTY, "*");
    Twin.TwinFeed feed = twin.feed("rec");
    CompletableFuture<String> done = new CompletableFuture<>();
    Watch watch = new Watch(twin, feed, done, name);
    ReplaySettings settings =
        new ReplaySettings(
            "rec", Recording.path("raw").resolve(name).toString(), venue, "1", false);
    play(
        new ReplayAdapter(
            settings,
            each -> Decoders.create(each, feed, new FeedCounters(), (symbol, reason) -> {}),
            feed,
            watch,
            watch),
        done);
    assertEquals("ENDED", done.get());
    twin.drain(name);
    assertTrue(twin.compared() >= atLeast, "compared " + twin.compared());
    assertFalse(twin.now().symbols().isEmpty());
    assertEquals(twin.now().symbols().size(), twin.delayed().symbols().size());
  }

  private static void play(FeedAdapter adapter, CompletableFuture<String> done) throws Exception {
    adapter.start();
    try {
      done.get(60, TimeUnit.SECONDS);
    } finally {
      adapter.stop();
    }
  }

  /** Compares whenever the replay waits, on a clock that moves only then. */
  private record Watch(Twin twin, Twin.TwinFeed feed, CompletableFuture<String> done, String name)
      implements ReplayClock, FeedListener {
    @Override
    public long nanos() {
      return twin.nanos();
    }

    @Override
    public long micros() {
      return twin.wallMicros();
    }

    @Override
    public void park(long wait) {
      twin.pass(wait);
      if (twin.nanos() / 1_000 % 997 == 0 || twin.compared() < 60) { // often, not each time
        guard(() -> twin.compare(name + " at " + twin.nanos()));
      }
    }

    private void guard(Runnable check) {
      try {
        check.run();
      } catch (AssertionError e) {
        done.completeExceptionally(e);
      }
    }

    @Override
    public void onState(FeedState state, String reason) {
      feed.onState(state, reason);
      if (state == FeedState.ENDED || state == FeedState.DOWN) {
        done.complete(state + reason);
      }
    }

    @Override
    public void onRestart() {
      feed.onRestart();
    }
  }

  @ParameterizedTest
  @CsvSource({"11, 20, 5000", "12, 1, 50", "13, 200, 8000"})
  void simulatedMarketIsTheSameLater(long seed, int symbols, int rate) throws Exception {
    Twin twin = new Twin(DELAY, PLENTY, "sim:*");
    Twin.TwinFeed feed = twin.feed("sim");
    SimulatorSettings settings =
        SimulatorSettings.of(
            "sim", Map.of("symbols", "" + symbols, "rate", "" + rate, "seed", "" + seed));
    CompletableFuture<String> done = new CompletableFuture<>();
    SimulatedTime time = new SimulatedTime(twin, done, seed);
    play(new SimulatorAdapter(settings, feed, feed, new FeedCounters(), time), done);
    done.get();
    twin.drain("seed " + seed);
    assertTrue(twin.compared() > 20, "compared " + twin.compared());
  }

  private record SimulatedTime(Twin twin, CompletableFuture<String> done, long seed)
      implements Pacer {
    private static final long END = 6_000_000_000L;

    @Override
    public long micros() {
      return twin.wallMicros();
    }

    @Override
    public long nanos() {
      return twin.nanos();
    }

    @Override
    public void pause(long nanos) throws InterruptedException {
      twin.pass(Math.max(nanos, 1));
      if (twin.nanos() % 30_000_000 < 2_000_000) {
        try {
          twin.compare("seed " + seed + " at " + twin.nanos());
        } catch (AssertionError e) {
          done.completeExceptionally(e);
          throw new InterruptedException();
        }
      }
      if (twin.nanos() > END) {
        done.complete("over");
        throw new InterruptedException();
      }
    }
  }

  @Test
  void twoFeedsOfOneSymbolAreTheSameLater() {
    Twin twin = new Twin(DELAY, PLENTY, "sim:*");
    Twin.TwinFeed one = twin.feed("one");
    Twin.TwinFeed two = twin.feed("two");
    Market market = new Market(21);
    for (int i = 0; i < 20_000; i++) {
      twin.pass(market.random().nextInt(1_000_000));
      (market.random().nextBoolean() ? one : two).onTick(market.tick(twin.wallMicros()));
      if (i % 100 == 0) {
        twin.compare("tick " + i);
      }
    }
    twin.drain("end");
  }
}
