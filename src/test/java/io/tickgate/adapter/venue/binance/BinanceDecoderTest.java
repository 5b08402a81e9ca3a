package io.tickgate.adapter.venue.binance;

import static io.tickgate.adapter.venue.binance.Harness.kinds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Summary;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceDecoderTest {
  private static final Symbol A = Symbol.of("binance:A");
  private static final String TRADE =
      "{'e':'trade','E':1700000000009,'s':'A','t':7,'p':'10.50','q':'0.20','T':1700000000001,"
          + "'m':true,'M':true}";
  private static final String AGGREGATE =
      "{'stream':'a@aggTrade','data':{'e':'aggTrade','E':1700000000009,'a':9,'s':'A',"
          + "'p':'10.50','q':'0.20','f':1,'l':2,'T':1700000000001,'m':false,'M':true}}";

  private final Harness spot = Harness.of(Market.SPOT);
  private final Harness usdm = Harness.of(Market.USDM);

  private static Decimal d(String text) {
    return Decimal.parse(text);
  }

  @Test
  void tellsTheTakersSide() {
    Trade sold =
        new Trade(A, 1_700_000_000_001_000L, 1_000_000, d("10.50"), d("0.20"), Side.SELL, "7");
    assertEquals(List.of(sold), spot.frame(TRADE));
    Trade bought =
        new Trade(A, 1_700_000_000_001_000L, 1_000_000, d("10.50"), d("0.20"), Side.BUY, "9");
    assertEquals(List.of(bought), Harness.of(Market.SPOT).frame(AGGREGATE));
  }

  @Test
  void takesTheKindOfTradeThatCameFirst() {
    assertEquals(1, spot.frame(TRADE).size());
    assertEquals(0, spot.frame(AGGREGATE).size());
    assertEquals(1, spot.frame(AGGREGATE.replace("'A'", "'B'")).size());
    assertEquals(0, spot.frame(TRADE.replace("'A'", "'B'")).size());
    assertEquals(2, spot.counters.ignored.sum());
    spot.open("wss://stream.binance.com/ws");
    assertEquals(1, spot.frame(AGGREGATE).size(), "a new connection starts over");
  }

  @Test
  void readsOlderTradesWithOrderIds() {
    assertEquals(1, spot.frame(TRADE.replace("'m'", "'b':88,'a':50,'m'")).size());
  }

  @Test
  void ignoresFillsThatWereNotMatchedInTheBook() {
    assertEquals(1, usdm.frame(TRADE.replace("'m'", "'X':'MARKET','m'")).size());
    assertEquals(0, usdm.frame(TRADE.replace("'m'", "'X':'INSURANCE_FUND','m'")).size());
    assertEquals(0, usdm.frame(TRADE.replace("'m'", "'X':'ADL','m'")).size());
    assertEquals(2, usdm.counters.ignored.sum());
  }

  @Test
  void readsMicrosecondsWhereAsked() {
    var trade = spot.frame(TRADE.replace("1700000000001", "1700000000001234"));
    assertEquals(1_700_000_000_001_234L, trade.get(0).ts());
  }

  @Test
  void readsSpotBookTickerByShape() {
    var quote = new Quote(A, 1_000_000, 1_000_000, d("10.0"), d("1"), d("11.0"), d("2"));
    assertEquals(
        List.of(quote), spot.frame("{'u':5,'s':'A','b':'10.0','B':'1','a':'11.0','A':'2'}"));
  }

  @Test
  void readsEmptySideOfABookTickerAsNone() {
    var quote = new Quote(A, 1_000_000, 1_000_000, null, null, d("11.0"), d("2"));
    assertEquals(
        List.of(quote), spot.frame("{'u':5,'s':'A','b':'0.00','B':'0.00','a':'11.0','A':'2'}"));
  }

  @Test
  void readsFieldsInAnyOrder() {
    var ordered =
        usdm.frame(
            "{'stream':'a@bookTicker','data':{'e':'bookTicker','u':5,'s':'A','b':'10.0','B':'1',"
                + "'a':'11.0','A':'2','T':1700000000001,'E':1700000000002}}");
    var shuffled =
        Harness.of(Market.USDM)
            .frame(
                "{'data':{'A':'2','E':1700000000002,'T':1700000000001,'b':'10.0','a':'11.0',"
                    + "'s':'A','B':'1','u':5,'e':'bookTicker'},'stream':'a@bookTicker'}");
    assertEquals(1_700_000_000_001_000L, ordered.get(0).ts());
    assertEquals(ordered, shuffled);
  }

  @Test
  void readsTheDaysTicker() {
    String frame =
        "{'e':'24hrTicker','E':1700000000002,'s':'A','p':'-5','P':'-1.2','c':'10.5','Q':'3',"
            + "'b':'10.0','B':'1','a':'11.0','A':'2','o':'15.5','O':1,'C':2,'F':0,'L':5,'n':5}";
    var summary =
        new Summary(
            A,
            1_700_000_000_002_000L,
            1_000_000,
            d("10.0"),
            d("1"),
            d("11.0"),
            d("2"),
            d("10.5"),
            d("3"));
    assertEquals(List.of(summary), spot.frame(frame));
  }

  @Test
  void readsFuturesDayTickerWithoutBidAndAsk() {
    var ticks = usdm.frame("{'e':'24hrTicker','E':1700000000002,'s':'A','c':'10.5','Q':'3'}");
    Summary summary = (Summary) ticks.get(0);
    assertEquals(null, summary.bid());
    assertEquals(d("10.5"), summary.last());
  }

  @Test
  void readsBestLevelsAsASnapshot() {
    String levels = "'bids':[['10','1']],'asks':[['11','2'],['12','3']]}";
    var expected =
        new BookChange(
            A,
            1_000_000,
            1_000_000,
            true,
            List.of(new PriceLevel(d("10"), d("1"))),
            List.of(new PriceLevel(d("11"), d("2")), new PriceLevel(d("12"), d("3"))),
            0,
            null);
    assertEquals(
        List.of(expected),
        spot.frame("{'stream':'a@depth5@100ms','data':{'lastUpdateId':1," + levels + "}"));
    var raw = Harness.of(Market.SPOT);
    raw.open("wss://stream.binance.com/ws/a@depth20");
    var ticks = raw.frame("{'lastUpdateId':1," + levels);
    assertEquals(List.of("BookChange"), kinds(ticks));
    assertEquals(expected.asks(), ((BookChange) ticks.get(0)).asks());
    assertEquals(List.of("BookReset"), kinds(raw.open("wss://stream.binance.com/ws/a@depth20")));
  }

  @Test
  void readsBestLevelsOfFutures() {
    String frame =
        "{'stream':'a@depth10@500ms','data':{'e':'depthUpdate','E':1700000000002,"
            + "'T':1700000000001,'s':'A','U':5,'u':9,'pu':4,'b':[['10','1']],'a':[['11','2']]}}";
    BookChange book = (BookChange) usdm.frame(frame).get(0);
    assertEquals(true, book.snapshot());
    assertEquals(1_700_000_000_001_000L, book.ts());
    assertEquals(List.of(), usdm.asked);
    assertEquals(0, usdm.frame(frame.replace("depth10@500ms", "depth@500ms")).size());
    assertEquals(1, usdm.counters.ignored.sum(), "one kind of book a symbol");
  }

  @Test
  void listsSymbolsOfTheAddress() {
    var listed =
        spot.open(
            "wss://stream.binance.com:9443/stream?streams=a@depth@100ms/b@trade/a@bookTicker"
                + "/c@kline_1m/!miniTicker@arr&timeUnit=MICROSECOND");
    assertEquals(List.of("Listed", "Listed"), kinds(listed));
    assertEquals(List.of("binance:A", "binance:B"), Harness.map(listed, t -> t.symbol().name()));
    assertEquals(List.of("A"), spot.asked);
    assertEquals(List.of(), spot.open("wss://stream.binance.com/ws/a@trade/b@trade"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'result':null,'id':1}",
        "{'result':['a@trade'],'id':2}",
        "{'e':'serverShutdown','E':1770123456789}",
        "{'stream':'!serverShutdown','data':{'e':'serverShutdown','E':1770123456789}}",
        "{'stream':'!miniTicker@arr','data':[{'e':'24hrMiniTicker','s':'A'}]}",
        "[{'e':'24hrMiniTicker','s':'A'}]",
        "{'e':'kline','E':1,'s':'A','k':{'t':1,'o':'1'}}",
        "{'e':'markPriceUpdate','E':1,'s':'A','p':'1','P':'','r':''}",
        "{}"
      })
  void ignoresWhatIsOfNoUse(String frame) {
    assertEquals(List.of(), spot.frame(frame));
    assertEquals(1, spot.counters.ignored.sum());
    assertEquals(1, spot.skipped());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'code':2,'msg':'Invalid request: too many parameters'}",
        "{'code':0,'msg':'Unknown property','id':5}",
        "{'error':{'code':2,'msg':'x'},'id':5}"
      })
  void countsErrors(String frame) {
    assertEquals(List.of(), spot.frame(frame));
    assertEquals(1, spot.counters.errors.sum());
    assertEquals(1, spot.skipped());
  }

  @Test
  void ignoresAnswersThatAreNoDepth() {
    assertEquals(List.of(), spot.answer("https://api.binance.com/api/v3/exchangeInfo", "{}"));
    assertEquals(List.of(), spot.answer("https://x/api/v3/trades?symbol=A", "[]"));
    assertEquals(2, spot.counters.ignored.sum());
  }

  @Test
  void ignoresSymbolsThatCannotBeWritten() {
    assertEquals(List.of(), spot.frame(TRADE.replace("'A'", "'A B'")));
    assertEquals(List.of(), spot.frame(TRADE.replace("'A'", "'币安人生USDT'")));
    assertEquals(2, spot.counters.ignored.sum());
    assertEquals(1, spot.frame(TRADE).size());
  }
}
