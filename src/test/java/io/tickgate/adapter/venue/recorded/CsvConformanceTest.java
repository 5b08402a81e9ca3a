package io.tickgate.adapter.venue.recorded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.market.FeedState;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of ticks in, the numbers of expected.json out, by the way that a replay feed takes. */
class CsvConformanceTest {
  private final MarketModel market = new MarketModel();

  private long play(String path) throws InterruptedException {
    BlockingQueue<FeedState> ends = new LinkedBlockingQueue<>();
    FeedListener feed =
        new FeedListener() {
          @Override
          public void onState(FeedState state, String reason) {
            if (state != FeedState.REPLAY) {
              ends.add(state);
            }
          }

          @Override
          public void onRestart() {}
        };
    ReplayAdapter adapter =
        new ReplayAdapter(
            new ReplaySettings("csv", path, null, "max", false),
            venue -> {
              throw new AssertionError("rows need no decoder of " + venue);
            },
            market,
            feed,
            ReplayClock.SYSTEM);
    adapter.start();
    try {
      assertEquals(FeedState.ENDED, ends.poll(60, TimeUnit.SECONDS));
    } finally {
      adapter.stop();
    }
    assertEquals(0, adapter.counters().brokenLines.sum(), "broken");
    assertEquals(0, adapter.counters().cutTails.sum(), "cut");
    return adapter.counters().lines.sum();
  }

  @ParameterizedTest
  @CsvSource({
    "binance_spot_BTCUSDT_klines_1m_2024-08-08.csv.gz, 7",
    "binance_spot_BTCUSDT_trades_2024-08-08.csv.gz, 9757",
    "binance_usdm_BTCUSDT_bookTicker_2024-08-08.csv.gz, 20001",
    "binance_usdm_BTCUSDT_klines_1m_2024-08-08.csv.gz, 7",
    "binance_usdm_BTCUSDT_trades_2024-08-08.csv.gz, 21314",
    "binance_usdm_SUSHIUSDT_aggTrades_2021-07-22.csv.gz, 41",
    "tardis_bitmex_book_snapshot_5_2021-07-22.csv.gz, 1066",
    "tardis_bitmex_incremental_book_L2_2021-07-22.csv.gz, 14334",
    "tardis_bitmex_quotes_2021-07-22.csv.gz, 437",
    "tardis_bitmex_trades_2021-07-22.csv.gz, 18",
    "tardis_coinbase_incremental_book_L2_2021-04-17.csv.gz, 11804",
    "tardis_coinbase_trades_2021-04-17.csv.gz, 77",
    "tardis_deribit_derivative_ticker_2021-07-22.csv.gz, 90",
  })
  void yieldsExpectedNumbers(String file, long lines) throws Exception {
    ExpectedMarket expected = ExpectedMarket.of("csv/" + file);
    assertEquals(lines, play(Recording.path("csv/" + file).toString()));
    assertTrue(expected.compare(market) >= 4);
  }
}
