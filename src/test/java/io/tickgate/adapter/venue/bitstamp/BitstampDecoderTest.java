package io.tickgate.adapter.venue.bitstamp;

import static io.tickgate.adapter.venue.binance.Harness.kinds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.adapter.venue.binance.Harness;
import io.tickgate.adapter.venue.binance.Mutations;
import io.tickgate.adapter.venue.binance.RecordedFrames;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitstampDecoderTest {
  private static final String TRADE =
      "{'data':{'id':216000477,'timestamp':'1641343699','amount':0.0792,'amount_str':'0.07920000',"
          + "'price':3805.44,'price_str':'3805.44','type':0,'microtimestamp':'1641343699596000',"
          + "'buy_order_id':1,'sell_order_id':2},'channel':'live_trades_a','event':'trade'}";
  private static final String GOOD = TRADE.replace("_a'", "_good'");

  private final Harness harness = harness();

  private static Harness harness() {
    return new Harness((m, c, r) -> new BitstampDecoder("bitstamp", m, c, r));
  }

  private static String change(String pair, long time) {
    return ("{'data':{'timestamp':'1','microtimestamp':'%d','bids':[['%d','1']],'asks':[]},"
            + "'channel':'diff_order_book_%s','event':'data'}")
        .formatted(time, time, pair);
  }

  private static String snapshot(long time) {
    return "{'timestamp': '1', 'microtimestamp': '%d', 'bids': [['1', '1']], 'asks': []}"
        .formatted(time);
  }

  private static String subscribed(String channel) {
    return "{'event':'bts:subscription_succeeded','channel':'" + channel + "','data':{}}";
  }

  private static String url(String pair) {
    return "https://www.bitstamp.net/api/v2/order_book/" + pair;
  }

  private List<BigDecimal> bids() {
    return List.copyOf(harness.model.of("a").bids.keySet());
  }

  private static List<BigDecimal> prices(long... prices) {
    return java.util.Arrays.stream(prices).mapToObj(BigDecimal::valueOf).toList();
  }

  @Test
  void listsSymbolAndAsksForItsSnapshotWhenSubscribed() {
    assertEquals(List.of("Listed"), kinds(harness.frame(subscribed("diff_order_book_a"))));
    assertEquals(List.of(), harness.frame(subscribed("live_trades_a")));
    assertEquals(List.of("a"), harness.asked);
    assertEquals(0, harness.counters.resyncs.sum());
    assertEquals(List.of("Listed"), kinds(harness.frame(subscribed("live_trades_b"))));
    assertEquals(List.of("a"), harness.asked);
  }

  @Test
  void holdsChangesUntilTheSnapshot() {
    harness.frame(change("a", 10));
    harness.frame(change("a", 20));
    harness.frame(change("a", 30));
    var ticks = harness.answer(url("a") + "/?group=1", snapshot(20));
    assertEquals(List.of("BookChange", "BookChange"), kinds(ticks));
    assertEquals(prices(30, 1), bids());
    assertEquals(List.of(20L, 30L), ticks.stream().map(t -> t.ts()).toList());
    assertEquals(2, harness.counters.ignored.sum());
    assertEquals(List.of("a"), harness.asked);
  }

  @Test
  void dropsChangesOfTheSnapshotsPast() {
    harness.answer(url("a"), snapshot(20));
    assertEquals(0, harness.frame(change("a", 20)).size());
    assertEquals(1, harness.frame(change("a", 21)).size());
    assertEquals(1, harness.frame(change("a", 21)).size(), "two in one microsecond");
    assertEquals(1, harness.counters.ignored.sum());
  }

  @Test
  void asksAgainWhenTheSnapshotIsOlderThanTheFirstChange() {
    harness.frame(change("a", 10));
    assertEquals(0, harness.answer(url("a"), snapshot(9)).size());
    assertEquals(List.of("a", "a"), harness.asked);
    assertEquals(1, harness.counters.resyncs.sum());
    assertEquals(1, harness.answer(url("a"), snapshot(10)).size());
  }

  @Test
  void resetsOnlyTheSymbolWhoseTimeGoesBack() {
    harness.answer(url("a"), snapshot(20));
    harness.answer(url("b"), snapshot(20));
    harness.frame(change("a", 30));
    assertEquals(List.of("BookReset"), kinds(harness.frame(change("a", 29))));
    assertEquals(List.of("a"), harness.asked);
    assertEquals(1, harness.frame(change("b", 25)).size());
    assertEquals(0, harness.answer(url("a"), snapshot(28)).size(), "may lack the one of 30");
    harness.frame(change("a", 40));
    assertEquals(2, harness.answer(url("a"), snapshot(31)).size());
    assertEquals(prices(40, 1), bids());
  }

  @Test
  void voidsBooksWithTheirConnection() {
    harness.answer(url("a"), snapshot(20));
    assertEquals(List.of("BookReset"), kinds(harness.open("wss://ws.bitstamp.net/")));
    assertEquals(0, harness.frame(change("a", 30)).size());
    assertEquals(1, harness.answer(url("a"), snapshot(30)).size());
  }

  @Test
  void tellsTheTakersSide() {
    Symbol a = Symbol.of("bitstamp:a");
    Decimal price = Decimal.parse("3805.44");
    Decimal size = Decimal.parse("0.07920000");
    long ts = 1_641_343_699_596_000L;
    assertEquals(
        List.of(new Trade(a, ts, 1_000_000, price, size, Side.BUY, "216000477")),
        harness.frame(TRADE));
    assertEquals(
        List.of(new Trade(a, ts, 1_000_001, price, size, Side.SELL, "216000477")),
        harness.frame(TRADE.replace("'type':0", "'type':1")));
  }

  @Test
  void takesBestLevelsOnlyWhereThereAreNoChanges() {
    String top = change("a", 10).replace("diff_order_book", "order_book");
    assertEquals(true, ((BookChange) harness.frame(top).get(0)).snapshot());
    assertEquals(0, harness.frame(change("a", 20)).size());
    harness.frame(change("b", 10));
    assertEquals(0, harness.frame(top.replace("_a'", "_b'")).size());
    assertEquals(2, harness.counters.ignored.sum());
    assertEquals(List.of("b"), harness.asked);
    assertEquals(List.of("BookReset"), kinds(harness.open("wss://ws.bitstamp.net/")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'event':'bts:request_reconnect','channel':'','data':''}",
        "{'event':'bts:heartbeat','channel':'','data':{'status':'success'}}",
        "{'event':'bts:unsubscription_succeeded','channel':'live_trades_a','data':{}}",
        "{'event':'order_created','channel':'live_orders_a','data':{'price_str':'0'}}",
        "{'event':'data','channel':'detail_order_book_a','data':{'bids':[['1','1','7']]}}",
        "{}"
      })
  void ignoresWhatIsOfNoUse(String frame) {
    assertEquals(List.of(), harness.frame(frame));
    assertEquals(1, harness.counters.ignored.sum());
    assertEquals(1, harness.skipped());
  }

  @Test
  void countsErrors() {
    harness.frame(
        "{'event':'bts:error','channel':'','data':{'code':null,"
            + "'message':'Bad subscription string.'}}");
    harness.answer(url("a"), "{'status':'error','reason':'x','code':'API0011'}");
    assertEquals(2, harness.counters.errors.sum());
    assertEquals(2, harness.skipped());
  }

  @ParameterizedTest
  @CsvSource({"price_str", "amount_str", "microtimestamp", "type", "id"})
  void countsTradeWithoutThatFieldOrWithAWrongOneAsBroken(String field) {
    String whole = TRADE.replace('\'', '"');
    for (String value : List.of("null", "true", "{}", "[]", "1e999999", "-1", "\"x\"")) {
      Harness fresh = harness();
      String text = whole.replaceAll("\"" + field + "\":[^,}]+", "\"" + field + "\":" + value);
      assertEquals(List.of(), fresh.frame(text), text);
      assertEquals(1, fresh.counters.broken.sum(), text);
    }
  }

  @Test
  void survivesMutilatedRecordedMessages() throws IOException {
    Set<String> seen = new HashSet<>();
    for (var event : RecordedFrames.read("bitstamp_2022-01-05_ws.cf.txt.gz")) {
      String text = event.text();
      boolean isShort = text.length() < 400;
      if (event.kind() == RecordedFrames.Kind.FRAME && isShort) {
        if (seen.add(text.substring(text.indexOf("\"event\"")).replaceAll("_[a-z]+\".*", ""))) {
          survives(text);
        }
      }
    }
    assertEquals(3, seen.size(), "kinds of message: " + seen);
  }

  private static void survives(String frame) {
    Harness cut = harness();
    List<byte[]> cuts = Mutations.cuts(frame);
    cuts.forEach(bytes -> assertEquals(List.of(), cut.frame(bytes)));
    assertEquals(cuts.size(), cut.counters.broken.sum(), frame);
    good(cut);
    List<byte[]> all = new ArrayList<>(Mutations.badBytes(frame));
    Mutations.removals(frame).forEach(text -> all.add(text.getBytes(StandardCharsets.UTF_8)));
    Mutations.replacements(frame).forEach(text -> all.add(text.getBytes(StandardCharsets.UTF_8)));
    for (byte[] bytes : all) {
      Harness fresh = harness();
      int ticks = fresh.frame(bytes).size();
      long outcomes = ticks + fresh.skipped() + fresh.asked.size();
      boolean acknowledged = ticks == 1 && fresh.asked.size() == 1; // listed, and asked for
      assertEquals(acknowledged ? 2 : 1, outcomes, new String(bytes, StandardCharsets.UTF_8));
      good(fresh);
    }
  }

  @Test
  void survivesMutilatedAnswers() {
    String body = snapshot(20).replace('\'', '"');
    List<String> bodies = new ArrayList<>(Mutations.removals(body));
    bodies.addAll(Mutations.replacements(body));
    Mutations.cuts(body).forEach(cut -> bodies.add(new String(cut, StandardCharsets.UTF_8)));
    for (String bad : bodies) {
      Harness fresh = harness();
      int ticks = fresh.answer(url("a"), bad).size();
      assertEquals(1, ticks + fresh.skipped(), bad);
      assertEquals(fresh.counters.broken.sum(), fresh.asked.size(), "asked again: " + bad);
      good(fresh);
    }
  }

  @Test
  void countsAnswersOfOtherShapes() throws IOException {
    var depth = RecordedFrames.path("frames/xchange/bitstamp.depth-full.json");
    harness.answer(url("a"), Files.readString(depth)); // older: without microtimestamp
    var trades = RecordedFrames.path("frames/xchange/bitstamp.trades.json");
    harness.answer(url("a"), Files.readString(trades));
    assertEquals(2, harness.counters.broken.sum());
    harness.answer("https://www.bitstamp.net/api/v2/transactions/a/", Files.readString(trades));
    assertEquals(1, harness.counters.ignored.sum());
    good(harness);
  }

  private static void good(Harness harness) {
    assertEquals(List.of("Trade"), kinds(harness.frame(GOOD)));
  }
}
