package io.tickgate.adapter.venue.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.Tick;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick way of reading must come to the same as Jackson's. */
class PlainReaderTest {
  private static final int FRAMES = 20_000; // of each recording: seconds, not a minute

  private static boolean reads(String text) {
    byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new PlainReader(new Frame()).read(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "SPOT,binance-spot_btcusdt_2024-08-08.hb.txt.gz",
    "USDM,binance-usdm_btcusdt_2024-08-08.hb.txt.gz",
    "COINM,binance-coinm_ethusd_perp_2024-08-08.hb.txt.gz"
  })
  void readsRecordedMessagesAsJacksonDoes(Market market, String name) throws IOException {
    Harness plain = Harness.of(market);
    Harness jackson = Harness.of(market);
    int quick = 0;
    for (var event : RecordedFrames.read(name).subList(0, FRAMES)) {
      quick += reads(event.text()) ? 1 : 0;
      List<Tick> expected = jackson.frame(" " + event.text()); // white space isn't plain
      assertEquals(expected, plain.frame(event.text()), event.text());
      jackson.model.ticks.clear();
      plain.model.ticks.clear();
    }
    assertEquals(jackson.counters.frames.sum() - 1, quick, "all but the snapshot are plain");
    assertEquals(jackson.counters.ignored.sum(), plain.counters.ignored.sum());
  }

  @Test
  void agreesWithJacksonOnMutilatedMessages() {
    List<String> frames =
        List.of(
            "{'stream':'a@depth','data':{'e':'depthUpdate','E':1700000000000,'s':'A','U':1,'u':2,"
                + "'pu':0,'b':[['1.0','2']],'a':[]}}",
            "{'e':'aggTrade','E':1700000000000,'s':'A','a':5,'p':'1.0','q':'2',"
                + "'T':1700000000000,'m':true,'M':true}");
    for (String frame : frames) {
      String text = frame.replace('\'', '"');
      List<String> all = new java.util.ArrayList<>(Mutations.replacements(text));
      all.addAll(Mutations.removals(text));
      for (Market market : Market.values()) {
        all.forEach(mutation -> agrees(market, mutation));
      }
    }
  }

  private static void agrees(Market market, String text) {
    Harness plain = Harness.of(market);
    Harness jackson = Harness.of(market);
    assertEquals(jackson.frame(" " + text), plain.frame(text), text);
    assertEquals(jackson.counters.broken.sum(), plain.counters.broken.sum(), text);
    assertEquals(jackson.counters.ignored.sum(), plain.counters.ignored.sum(), text);
    assertEquals(jackson.asked, plain.asked, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "{'s':'A'",
        "{'s':'A'}x",
        "{'s':'A',}",
        "{ 's':'A'}",
        "{'s':'A\\u0041'}",
        "{'s':'é'}",
        "{'s':'A\t'}",
        "{'E':01}",
        "{'E':-1}",
        "{'E':1.5}",
        "{'E':1e5}",
        "{'E':1234567890123456789}",
        "{'p':1}",
        "{'p':''}",
        "{'p':'.5'}",
        "{'p':'1.'}",
        "{'p':'.'}",
        "{'p':'1.2.3'}",
        "{'p':'-1'}",
        "{'p':'1e5'}",
        "{'p':'1234567890.123456789'}",
        "{'b':[}",
        "{'b':[['1']]}",
        "{'b':[['1','1','1']]}",
        "{'b':[['1','1'],]}",
        "{'b':[['0','1']]}",
        "{'m':tru}",
        "{'m':null}",
        "{'X':'ADL'}",
        "{'e':'kline'}",
        "{'data':{'data':{'s':'A'}}}",
        "[]",
        "null"
      })
  void leavesAllElseToJackson(String text) {
    assertFalse(reads(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'s':'A'}",
        "{'E':0}",
        "{'E':123456789012345678}",
        "{'p':'0.00000001'}",
        "{'p':'123456789.123456789'}",
        "{'b':[],'a':[['1','0'],['2','3.50']]}",
        "{'data':{'m':false,'M':true},'stream':'a@b'}"
      })
  void readsPlainMessages(String text) {
    assertTrue(reads(text), text);
  }
}
