package io.tickgate.adapter.venue.binance;

import static io.tickgate.adapter.venue.binance.Harness.kinds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever comes in, nothing escapes, it is counted, and the next good message works. */
class BinanceHostileInputTest {
  private static final String GOOD =
      "{'e':'trade','E':1700000000009,'s':'GOOD','t':7,'p':'10.50','q':'0.20',"
          + "'T':1700000000001,'m':true,'M':true}";
  private static final String URL = "https://fapi.binance.com/fapi/v1/depth?symbol=BTCUSDT";
  private static final Pattern KIND = Pattern.compile("\"e\":\"\\w+\"|@\\w+|lastUpdateId");

  /** The shortest messages of each kind that a recording holds. */
  private static List<String> kindsOf(String... names) throws IOException {
    List<String> frames = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (var event : RecordedFrames.read(names)) {
      var match = KIND.matcher(event.text());
      boolean isShort = event.text().length() < 700;
      if (event.kind() == RecordedFrames.Kind.FRAME && isShort && match.find()) {
        if (seen.add(match.group())) {
          frames.add(event.text());
        }
      }
    }
    return frames;
  }

  private static void good(Harness harness) {
    assertEquals(List.of("Trade"), kinds(harness.frame(GOOD)));
  }

  @ParameterizedTest
  @CsvSource({
    "SPOT,binance-spot_btcusdt_2024-08-08.hb.txt.gz,3",
    "USDM,binance-usdm_btcusdt_2024-08-08.hb.txt.gz,3",
    "COINM,binance-coinm_ethusd_perp_2024-08-08.hb.txt.gz,3",
    "SPOT,binance-spot_2021-10-12_ws.cf.txt.gz,4",
    "USDM,binance-usdm_2021-07-22_ws.cf.txt.gz,4"
  })
  void survivesMutilatedRecordedMessages(Market market, String name, int kinds) throws IOException {
    List<String> frames = kindsOf(name);
    assertEquals(kinds, frames.size(), "kinds of message in " + name);
    for (String frame : frames) {
      survivesCuts(market, frame);
      for (byte[] bytes : Mutations.badBytes(frame)) {
        Harness harness = Harness.of(market);
        harness.frame(bytes);
        good(harness);
      }
      for (String text : Mutations.removals(frame)) {
        accountsFor(market, text);
      }
      for (String text : Mutations.replacements(frame)) {
        accountsFor(market, text);
      }
    }
  }

  private static void survivesCuts(Market market, String frame) {
    Harness harness = Harness.of(market);
    List<byte[]> cuts = Mutations.cuts(frame);
    for (byte[] cut : cuts) {
      assertEquals(List.of(), harness.frame(cut));
    }
    assertEquals(cuts.size(), harness.counters.broken.sum(), frame);
    assertEquals(List.of(), harness.asked);
    good(harness);
  }

  /** A message is a tick, a change that waits for its snapshot, or counted. */
  private static void accountsFor(Market market, String text) {
    Harness harness = Harness.of(market);
    int ticks = harness.frame(text.getBytes(StandardCharsets.UTF_8)).size();
    assertEquals(1, ticks + harness.skipped() + harness.asked.size(), text);
    good(harness);
  }

  @ParameterizedTest
  @CsvSource({"p", "q", "T", "t", "m", "s"})
  void countsTradeWithoutThatFieldOrWithAWrongOneAsBroken(String field) {
    String whole = GOOD.replace('\'', '"');
    for (String value : List.of("null", "{}", "[]", "1e999999", "9".repeat(1_000), "-1", "\"\"")) {
      Harness harness = Harness.of(Market.SPOT);
      String text = whole.replaceAll("\"" + field + "\":[^,}]+", "\"" + field + "\":" + value);
      assertEquals(List.of(), harness.frame(text), text);
      assertEquals(1, harness.counters.broken.sum(), text);
    }
    Harness harness = Harness.of(Market.SPOT);
    assertEquals(List.of(), harness.frame(whole.replaceAll("\"" + field + "\":[^,}]+,", "")));
    assertEquals(1, harness.counters.broken.sum());
  }

  @ParameterizedTest
  @CsvSource({
    "U,'-1'",
    "u,'-1'",
    "u,'1'",
    "pu,null",
    "pu,'[]'",
    "b,null",
    "b,true",
    "b,'[[1]]'",
    "b,'[[\"-1\",\"1\"]]'",
    "b,'[[\"0\",\"1\"]]'",
    "b,'[[\"1\",\"-1\"]]'",
    "a,'{}'",
    "a,'[\"1\",\"1\"]'",
    "a,'[[\"1\",\"1\"],null]'",
    "E,null",
    "E,99999999999999999",
    "s,'\"\"'"
  })
  void countsChangeWithAWrongFieldAsBrokenAndLosesNoOther(String field, String value) {
    Harness harness = Harness.of(Market.USDM);
    String[] names = {"e", "E", "s", "U", "u", "pu", "b", "a"};
    String[] values = {
      "\"depthUpdate\"", "1700000000000", "\"BTCUSDT\"", "5", "9", "4", "[[\"1\",\"1\"]]", "[]"
    };
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < names.length; i++) {
      String content = names[i].equals(field) ? value : values[i];
      text.append(i == 0 ? "" : ",").append('"').append(names[i]).append("\":").append(content);
    }
    assertEquals(List.of(), harness.frame(text.append('}').toString()));
    assertEquals(1, harness.counters.broken.sum());
    assertEquals(List.of(), harness.asked);
  }

  @Test
  void noticesTheGapThatABrokenChangeLeaves() {
    Harness harness = Harness.of(Market.USDM);
    harness.answer(URL, "{'lastUpdateId':4,'bids':[],'asks':[]}");
    String change =
        "{'e':'depthUpdate','E':1700000000000,'s':'BTCUSDT','U':%d,'u':%d,'pu':%d,"
            + "'b':[['1','%s']],'a':[]}";
    harness.frame(change.formatted(5, 9, 4, "x"));
    assertEquals(1, harness.counters.broken.sum());
    assertEquals(List.of("BookReset"), kinds(harness.frame(change.formatted(10, 12, 9, "1"))));
  }

  @Test
  void survivesMutilatedAnswers() {
    String body =
        "{\"lastUpdateId\":100,\"E\":1700000000000,\"T\":1700000000000,"
            + "\"bids\":[[\"10\",\"1\"]],\"asks\":[[\"11\",\"1\"]]}";
    List<String> bodies = new ArrayList<>(Mutations.removals(body));
    bodies.addAll(Mutations.replacements(body));
    for (byte[] cut : Mutations.cuts(body)) {
      bodies.add(new String(cut, StandardCharsets.UTF_8));
    }
    for (String bad : bodies) {
      Harness harness = Harness.of(Market.USDM);
      int ticks = harness.answer(URL, bad).size();
      assertEquals(1, ticks + harness.skipped(), bad);
      assertEquals(harness.counters.broken.sum(), harness.asked.size(), "asked again: " + bad);
      good(harness);
    }
  }

  @Test
  void survivesDeepNestingAndHugeMessages() {
    Harness harness = Harness.of(Market.SPOT);
    assertEquals(List.of(), harness.frame("[".repeat(100_000)));
    assertEquals(List.of(), harness.frame("{'data':".repeat(50_000)));
    assertEquals(List.of(), harness.frame("{'s':'" + "A".repeat(1_000_000) + "'}"));
    String levels = "['1','1'],".repeat(100_000) + "['1','1']";
    assertEquals(List.of(), harness.frame("{'e':'depthUpdate','b':[" + levels + "]}"));
    assertEquals(4, harness.counters.broken.sum());
    good(harness);
  }

  @Test
  void survivesTwoValuesInAMessage() {
    Harness harness = Harness.of(Market.SPOT);
    assertEquals(List.of(), harness.frame(GOOD + GOOD));
    assertEquals(List.of(), harness.frame(GOOD + "x"));
    assertEquals(2, harness.counters.broken.sum());
    good(harness);
  }

  @Test
  void acceptsFramesOfOtherCollections() throws IOException {
    Harness harness = Harness.of(Market.SPOT);
    for (String line :
        Files.readAllLines(RecordedFrames.path("frames/gct/binance.wsHandleData.jsonl"))) {
      harness.frame(line);
    }
    assertEquals(List.of("Summary", "Trade"), kinds(harness.model.ticks));
    for (String name :
        List.of(
            "AggregatedTrades", "BookTicker", "Klines", "MiniTicker", "PartialBook", "Ticker")) {
      var file = RecordedFrames.path("frames/jkorf/binance." + name + ".txt");
      harness.frame(Files.readString(file).split("\n= ", 2)[1]);
    }
    assertEquals(
        List.of("Summary", "Trade", "Quote", "BookChange", "Summary"),
        kinds(harness.model.ticks),
        "the aggregated trade is of the symbol that has single ones");
    assertEquals(0, harness.counters.broken.sum());
  }

  @Test
  void ignoresMessagesOfAllOtherVenues() throws IOException {
    Harness harness = Harness.of(Market.SPOT);
    int lines = 0;
    for (String line :
        Files.readAllLines(RecordedFrames.path("frames/documented/errors-and-control.jsonl"))) {
      harness.frame(line);
      lines++;
    }
    assertTrue(lines > 10);
    assertEquals(lines, harness.skipped());
    good(harness);
  }
}
