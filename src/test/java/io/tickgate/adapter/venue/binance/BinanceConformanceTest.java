package io.tickgate.adapter.venue.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.adapter.FeedCounters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinanceConformanceTest {
  @ParameterizedTest
  @CsvSource({
    "SPOT,binance-spot_btcusdt_2024-08-08.hb.txt.gz,",
    "USDM,binance-usdm_btcusdt_2024-08-08.hb.txt.gz,",
    "COINM,binance-coinm_ethusd_perp_2024-08-08.hb.txt.gz,",
    "SPOT,binance-spot_2021-10-12_ws.cf.txt.gz,binance-spot_2021-10-12_http.cf.txt.gz",
    "USDM,binance-usdm_2021-07-22_ws.cf.txt.gz,binance-usdm_2021-07-22_http.cf.txt.gz"
  })
  void decodesRecordingAsExpected(Market market, String ws, String http) throws IOException {
    FeedCounters counters = new FeedCounters();
    MarketModel model = new MarketModel();
    List<String> asked = new ArrayList<>();
    var decoder =
        new BinanceDecoder(
            market.venue(), market, model, counters, (symbol, reason) -> asked.add(reason));
    String[] files = http == null ? new String[] {ws} : new String[] {ws, http};
    RecordedFrames.play(RecordedFrames.read(files), decoder);

    JsonNode expected = ExpectedResults.of(key(ws, http));
    int stale = ExpectedResults.check(expected, model);
    int klines = expected.at("/messages_by_type/kline").asInt(0);
    assertEquals(stale + klines, counters.ignored.sum(), "ignored");
    assertEquals(0, counters.broken.sum(), "broken");
    assertEquals(0, counters.resyncs.sum(), "resyncs");
    assertEquals(0, counters.errors.sum(), "errors");
    assertEquals(0, counters.dropped.sum(), "dropped");
    assertEquals(
        expected.get("frames_in").asLong() + expected.get("http_responses").asLong(),
        counters.frames.sum());
    assertEquals(model.ticks.size(), counters.ticks.sum());
    assertEquals(model.instruments.size(), asked.size(), "one snapshot asked for each symbol");
  }

  private static String key(String ws, String http) {
    return "raw/" + ws + (http == null ? "" : " + " + http);
  }
}
