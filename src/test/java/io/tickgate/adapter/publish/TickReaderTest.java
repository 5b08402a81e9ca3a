package io.tickgate.adapter.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Status;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import io.tickgate.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The objects of section 8: what they become, and what is said of those that are wrong. */
class TickReaderTest {
  private static final long RX = 1_763_690_000_000_123L;
  private static final Symbol EURUSD = Symbol.of("desk:EUR/USD");

  private final TickReader reader = new TickReader();

  /** Ticks, and faults as {@code code message}, in order. JSON has single quotes here. */
  private List<Object> read(String json) {
    Heard heard = new Heard();
    byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
    reader.read(bytes, 0, bytes.length, RX, heard);
    return heard;
  }

  private static final class Heard extends ArrayList<Object> implements TickReader.Listener {
    @Override
    public void onTick(Tick tick) {
      add(tick);
    }

    @Override
    public void onFault(ErrorCode code, String message) {
      add(code.text() + " " + message);
    }
  }

  private static @Nullable Decimal d(@Nullable String text) {
    return text == null ? null : Decimal.parse(text);
  }

  private static Quote quote(
      long ts, @Nullable String bid, @Nullable String bidSize, @Nullable String ask) {
    return new Quote(EURUSD, ts, RX, d(bid), d(bidSize), d(ask), null);
  }

  @Test
  void readsTheExamplesOfTheProtocol() {
    assertEquals(
        List.of(new Quote(EURUSD, 5, RX, d("1.08510"), d("1000000"), d("1.08520"), d("2000000"))),
        read(
            "{'type':'quote','symbol':'desk:EUR/USD','ts':5,'bid':'1.08510','bidSize':'1000000',"
                + "'ask':'1.08520','askSize':'2000000'}"));
    assertEquals(
        List.of(
            new Trade(
                EURUSD, 6, RX, Decimal.parse("1.08515"), Decimal.parse("250000"), Side.BUY, "77")),
        read(
            "{'type':'trade','symbol':'desk:EUR/USD','ts':6,'price':'1.08515','size':'250000',"
                + "'side':'buy','id':'77'}"));
    assertEquals(
        List.of(
            new BookChange(
                EURUSD,
                7,
                RX,
                true,
                List.of(new PriceLevel(Decimal.parse("1.08510"), Decimal.parse("1000000"))),
                List.of(new PriceLevel(Decimal.parse("1.08520"), Decimal.parse("2000000"))),
                0,
                null)),
        read(
            "{'type':'book','symbol':'desk:EUR/USD','ts':7,'snapshot':true,"
                + "'bids':[['1.08510','1000000']],'asks':[['1.08520','2000000']]}"));
    assertEquals(
        List.of(new Status(EURUSD, RX, RX, Status.State.HALTED)),
        read("{'type':'status','symbol':'desk:EUR/USD','state':'halted'}"));
  }

  @Test
  void takesFieldsInAnyOrderAndSkipsThoseItDoesNotKnow() {
    assertEquals(
        List.of(quote(RX, "1.10", "2", null)),
        read(
            "{'x':{'y':[1,{'bid':3}]},'ts':null,'ask':null,'bidSize':'2','bid':'1.10',"
                + "'note':'é','symbol':'desk:EUR/USD','type':'quote'}"));
  }

  @Test
  void leavesNothingOfOneObjectToTheNext() {
    assertEquals(
        List.of(quote(4, "1", "2", "3"), quote(RX, null, null, "9")),
        read(
            "[{'type':'quote','symbol':'desk:EUR/USD','ts':4,'bid':'1','bidSize':'2','ask':'3'},"
                + "{'type':'quote','symbol':'desk:EUR/USD','ask':'9'}]"));
  }

  @Test
  void readsChangesOfABook() {
    BookChange change =
        (BookChange)
            read("{'type':'book','symbol':'desk:EUR/USD','bids':[['1','0'],['2','3']]}").get(0);
    assertEquals(false, change.snapshot());
    assertEquals(2, change.bids().size());
    assertTrue(change.bids().get(0).size().isZero());
    assertEquals(List.of(), change.asks());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "bad_message not JSON | nonsense",
        "bad_message not JSON | {'type':'quote'",
        "bad_message not JSON | {'a':[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}",
        "bad_message not a JSON object | 7",
        "bad_message not a JSON object | `'text'`",
        "bad_message more than one value in a message | {'type':'status','symbol':'a:b','state':'open'} {}",
        "bad_request type: missing | {}",
        "bad_request type: not a string | {'type':1}",
        "bad_request type: 'news' is not one of quote, trade, book, status | {'type':'news','symbol':'a:b'}",
        "bad_request symbol: missing | {'type':'quote'}",
        "bad_request symbol: not a string | {'type':'quote','symbol':null}",
        "bad_symbol symbol: a symbol is written venue:native | {'type':'quote','symbol':'EURUSD'}",
        "bad_symbol symbol: a symbol holds only letters, digits and . - _ / : | {'type':'quote','symbol':'a:b c'}",
        "bad_symbol symbol: a symbol has 1 to 64 characters | {'symbol':'a:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}",
        "bad_request ask: not a decimal | {'type':'quote','symbol':'a:b','ask':'one'}",
        "bad_request ask: not a decimal | {'type':'quote','symbol':'a:b','ask':''}",
        "bad_request ask: not a decimal | {'type':'quote','symbol':'a:b','ask':'1e99'}",
        "bad_request ask: not a decimal | {'type':'quote','symbol':'a:b','ask':'NaN'}",
        "bad_request ask: not a decimal in a string | {'type':'quote','symbol':'a:b','ask':1.1}",
        "bad_request ask: not a decimal in a string | {'type':'quote','symbol':'a:b','ask':['1']}",
        "bad_request bidSize: less than 0 | {'bidSize':'-1'}",
        "bad_request bidSize: without bid | {'type':'quote','symbol':'a:b','ask':'1','bidSize':'1'}",
        "bad_request bid: missing, and ask too | {'type':'quote','symbol':'a:b','price':'1'}",
        "bad_request price: missing | {'type':'trade','symbol':'a:b','size':'1'}",
        "bad_request size: missing | {'type':'trade','symbol':'a:b','price':'1'}",
        "bad_request price: not a decimal in a string | {'type':'trade','symbol':'a:b','price':null}",
        "bad_request side: not buy or sell | {'side':'BUY'}",
        "bad_request id: not a text of 1 to 64 characters | {'id':''}",
        "bad_request id: not a text of 1 to 64 characters | {'id':[1]}",
        "bad_request id: holds a control character or one beyond the basic plane | {'id':'\\ud800'}",
        "bad_request ts: not microseconds since the epoch, an integer from 0 to 2^53-1 | {'ts':'1'}",
        "bad_request ts: not microseconds since the epoch, an integer from 0 to 2^53-1 | {'ts':-1}",
        "bad_request ts: not microseconds since the epoch, an integer from 0 to 2^53-1 | {'ts':1.5}",
        "bad_request ts: not microseconds since the epoch, an integer from 0 to 2^53-1 | {'ts':9007199254740992}",
        "bad_request ts: not microseconds since the epoch, an integer from 0 to 2^53-1 | {'ts':99999999999999999999}",
        "bad_request snapshot: not true or false | {'snapshot':1}",
        "bad_request bids: missing, and asks too | {'type':'book','symbol':'a:b','snapshot':true}",
        "bad_request bids: not an array of [price, size] | {'bids':{}}",
        "bad_request bids[0]: not [price, size] | {'bids':['1']}",
        "bad_request bids[0]: not [price, size] | {'bids':[[]]}",
        "bad_request bids[1]: not [price, size] | {'bids':[['1','2'],['1','2','3']]}",
        "bad_request asks[1]: size: not a decimal in a string | {'asks':[['1','2'],['1']]}",
        "bad_request asks[0]: price: not a decimal | {'asks':[['x','2']]}",
        "bad_request asks[0]: size: less than 0 | {'asks':[['1','-2']]}",
        "bad_request state: missing | {'type':'status','symbol':'a:b'}",
        "bad_request state: not one of open, halted, closed | {'state':'OPEN'}",
      })
  void namesTheFieldAndWhatIsWrong(String fault, String json) {
    assertEquals(List.of(fault), read(json));
  }

  @Test
  void aBadObjectStopsNoneOfItsArray() {
    String good = "{'type':'status','symbol':'desk:EUR/USD','state':'halted'}";
    Status halted = new Status(EURUSD, RX, RX, Status.State.HALTED);
    assertEquals(
        List.of(
            halted,
            "bad_request bids[0]: price: not a decimal in a string",
            halted,
            "bad_message not a JSON object",
            "bad_message not a JSON object",
            halted),
        read(
            "["
                + good
                + ",{'bids':[[[1,{'a':2}]],3],'asks':[]},"
                + good
                + ",[{'a':1}],5,"
                + good
                + "]"));
  }

  @Test
  void whatWasWholeCountsWhereAnArrayBreaksOff() {
    String good = "{'type':'status','symbol':'desk:EUR/USD','state':'halted'}";
    Status halted = new Status(EURUSD, RX, RX, Status.State.HALTED);
    assertEquals(List.of(halted, "bad_message not JSON"), read("[" + good + ",{'type':"));
    assertEquals(
        List.of(halted, "bad_message more than one value in a message"), read("[" + good + "] 1"));
    assertEquals(List.of(), read("[]"));
  }

  @Test
  void aLineIsOneObject() {
    Heard heard = new Heard();
    byte[] array = "[]".getBytes(UTF_8);
    reader.readOne(array, 0, array.length, RX, heard);
    assertEquals(List.of("bad_message not a JSON object"), heard);
  }

  @Test
  void boundsTheLevelsOfASide() {
    String level = "['1','2']";
    String most = (level + ",").repeat(LevelReader.MAX_LEVELS - 1) + level;
    BookChange whole =
        (BookChange) read("{'type':'book','symbol':'a:b','bids':[" + most + "]}").get(0);
    assertEquals(LevelReader.MAX_LEVELS, whole.bids().size());
    assertEquals(
        List.of("bad_request bids: more than 10000 levels"),
        read("{'type':'book','symbol':'a:b','bids':[" + most + "," + level + "]}"));
  }

  @Test
  void noBytesMakeItThrow() {
    String good =
        "[{\"type\":\"book\",\"symbol\":\"a:b\",\"ts\":1,\"bids\":[[\"1\",\"2\"]],\"asks\":[]},"
            + "{\"type\":\"trade\",\"symbol\":\"a:b\",\"price\":\"1\",\"size\":\"1\",\"id\":\"é\"}]";
    byte[] bytes = good.getBytes(UTF_8);
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      byte[] mutant = bytes.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      Heard heard = new Heard();
      int at = seed;
      assertDoesNotThrow(
          () -> reader.read(mutant, 0, mutant.length, RX, heard), () -> "seed " + at);
      assertTrue(heard.size() <= 4, () -> "seed " + at + " heard " + heard);
      assertEquals(1, read("{'type':'status','symbol':'a:b','state':'open'}").size());
    }
  }
}
