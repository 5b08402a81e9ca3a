package io.tickgate.adapter.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Candle;
import io.tickgate.market.Decimal;
import io.tickgate.market.Listed;
import io.tickgate.market.Lost;
import io.tickgate.market.Missed;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Status;
import io.tickgate.market.Summary;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TickWriterTest {
  private static final Symbol EURUSD = Symbol.of("desk:EUR/USD");
  private static final long RX = 1_763_690_000_000_000L;

  private static Decimal d(String text) {
    return Decimal.parse(text);
  }

  private static Stream<Arguments> published() {
    List<PriceLevel> level = List.of(new PriceLevel(d("1.08510"), d("0")));
    return Stream.of(
        Arguments.of(
            new Quote(EURUSD, 5, RX, d("1.10"), d("2"), d("1.20"), null),
            "{'type':'quote','symbol':'desk:EUR/USD','ts':5,'bid':'1.10','bidSize':'2',"
                + "'ask':'1.20'}"),
        Arguments.of(
            new Quote(EURUSD, 5, RX, null, null, null, null),
            "{'type':'quote','symbol':'desk:EUR/USD','ts':5,'bid':null}"),
        Arguments.of(
            new Trade(EURUSD, 6, RX, d("-1.5"), d("250000"), Side.SELL, "a\"\\é\u2028"),
            "{'type':'trade','symbol':'desk:EUR/USD','ts':6,'price':'-1.5','size':'250000',"
                + "'side':'sell','id':'a\\\"\\\\é\u2028'}"),
        Arguments.of(
            new Trade(EURUSD, 6, RX, d("0.000051000"), d("0.0"), null, null),
            "{'type':'trade','symbol':'desk:EUR/USD','ts':6,'price':'0.000051000','size':'0.0'}"),
        Arguments.of(
            new BookChange(EURUSD, 7, RX, true, level, List.of(), 0, null),
            "{'type':'book','symbol':'desk:EUR/USD','ts':7,'snapshot':true,"
                + "'bids':[['1.08510','0']],'asks':[]}"),
        Arguments.of(
            new BookChange(EURUSD, 7, RX, false, List.of(), level, 0, null),
            "{'type':'book','symbol':'desk:EUR/USD','ts':7,'snapshot':false,'bids':[],"
                + "'asks':[['1.08510','0']]}"),
        Arguments.of(
            new Status(EURUSD, 8, RX, Status.State.HALTED),
            "{'type':'status','symbol':'desk:EUR/USD','ts':8,'state':'halted'}"));
  }

  @ParameterizedTest
  @MethodSource("published")
  void writesWhatTheReaderReads(Tick tick, String json) {
    TickWriter writer = new TickWriter();
    byte[] bytes = writer.write(tick);
    assertEquals(json.replace('\'', '"'), new String(bytes, UTF_8));
    List<Tick> read = new ArrayList<>();
    FeedCounters counters = new FeedCounters();
    new PublishedDecoder(listener(read), counters).onFrame(bytes, 0, bytes.length, RX);
    assertEquals(List.of(tick), read);
    assertEquals(0, counters.broken.sum());
    assertTrue(TickWriter.isPublished(tick));
  }

  private static TickListener listener(List<Tick> read) {
    return new TickListener() {
      @Override
      public boolean onTick(Tick tick) {
        return read.add(tick);
      }

      @Override
      public void onTime(long now) {}
    };
  }

  private static Stream<Arguments> others() {
    Bar bar = new Bar(BarInterval.M1, 0, d("1"), d("4"), d("0.5"), d("2"), d("9.0"), 7, true);
    return Stream.of(
        Arguments.of(
            new Summary(EURUSD, 5, RX, null, null, d("3"), d("4"), d("1.0"), null),
            "{'type':'summary','symbol':'desk:EUR/USD','ts':5,'ask':'3','askSize':'4',"
                + "'last':'1.0'}"),
        Arguments.of(
            new Candle(EURUSD, 5, RX, bar),
            "{'type':'bar','symbol':'desk:EUR/USD','ts':5,'interval':'1m','start':0,'open':'1',"
                + "'high':'4','low':'0.5','close':'2','volume':'9.0','trades':7}"),
        Arguments.of(
            new BookReset(EURUSD, 5, RX, "gap"),
            "{'type':'reset','symbol':'desk:EUR/USD','ts':5,'reason':'gap'}"),
        Arguments.of(
            new Lost(EURUSD, 5, RX, "gone"),
            "{'type':'lost','symbol':'desk:EUR/USD','ts':5,'reason':'gone'}"),
        Arguments.of(
            new Missed(EURUSD, 5, RX, 7),
            "{'type':'missed','symbol':'desk:EUR/USD','ts':5,'trades':7}"),
        Arguments.of(
            new Listed(EURUSD, 5, RX), "{'type':'listed','symbol':'desk:EUR/USD','ts':5}"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void writesTheOthersToBeLookedAt(Tick tick, String json) {
    assertEquals(json.replace('\'', '"'), new String(new TickWriter().write(tick), UTF_8));
    assertFalse(TickWriter.isPublished(tick));
  }

  @Test
  void aBrokenMessageIsCountedAndTheNextOneRead() {
    List<Tick> read = new ArrayList<>();
    FeedCounters counters = new FeedCounters();
    PublishedDecoder decoder = new PublishedDecoder(listener(read), counters);
    String trade = "{\"type\":\"trade\",\"symbol\":\"a:B\",\"price\":\"1\",\"size\":\"2\"}";
    for (String message : List.of("{\"type\":\"bar\"}", "nonsense", "[" + trade + ",1]", trade)) {
      byte[] bytes = message.getBytes(UTF_8);
      decoder.onFrame(bytes, 0, bytes.length, RX);
    }
    assertEquals(2, read.size());
    assertEquals(RX, read.get(0).ts());
    assertEquals(3, counters.broken.sum());
    assertEquals(4, counters.frames.sum());
    assertEquals(2, counters.ticks.sum());
  }
}
