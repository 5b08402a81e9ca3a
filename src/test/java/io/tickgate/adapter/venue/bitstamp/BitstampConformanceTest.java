package io.tickgate.adapter.venue.bitstamp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.venue.binance.ExpectedResults;
import io.tickgate.adapter.venue.binance.MarketModel;
import io.tickgate.adapter.venue.binance.RecordedFrames;
import io.tickgate.market.Listed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BitstampConformanceTest {
  private static final String WS = "bitstamp_2022-01-05_ws.cf.txt.gz";
  private static final String HTTP = "bitstamp_2022-01-05_http.cf.txt.gz";

  @Test
  void decodesRecordingAsExpected() throws IOException {
    FeedCounters counters = new FeedCounters();
    MarketModel model = new MarketModel();
    List<String> asked = new ArrayList<>();
    var decoder = new BitstampDecoder("bitstamp", model, counters, (symbol, why) -> asked.add(why));
    RecordedFrames.play(RecordedFrames.read(WS, HTTP), decoder);

    JsonNode expected = ExpectedResults.of("raw/" + WS + " + " + HTTP);
    int stale = ExpectedResults.check(expected, model);
    assertEquals(stale, counters.ignored.sum(), "ignored");
    assertEquals(0, counters.broken.sum(), "broken");
    assertEquals(0, counters.resyncs.sum(), "resyncs");
    assertEquals(0, counters.errors.sum(), "errors");
    assertEquals(757, counters.frames.sum(), "frames");
    // this recorder read its snapshots first: nothing is left to be listed or asked for
    assertEquals(0, model.ticks.stream().filter(t -> t instanceof Listed).count(), "listed");
    assertEquals(List.of(), asked);
  }
}
