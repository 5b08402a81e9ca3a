package io.tickgate.adapter.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tickgate.market.Bar;
import io.tickgate.market.BookChange;
import io.tickgate.market.Candle;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Summary;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
  private static final String TRADES =
      "exchange,symbol,timestamp,local_timestamp,id,side,price,amount";
  private static final String BOOK =
      "exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount";

  /** What a file of these lines says: ticks and, with {@code !} before them, faults. */
  private static List<String> read(String name, String... lines) throws CsvFault {
    List<String> said = new ArrayList<>();
    CsvFile file = null;
    for (String line : lines) {
      byte[] bytes = ("behind" + line + "ahead").getBytes(UTF_8);
      int to = bytes.length - "ahead".length();
      file = file == null ? CsvFile.of(name, bytes, 6, to) : file;
      if (file == null) {
        return List.of("unknown");
      }
      try {
        Tick tick = file.read(bytes, 6, to);
        if (tick != null) {
          said.add(text(tick));
        }
      } catch (CsvFault fault) {
        said.add("!" + fault.getMessage());
      }
    }
    Tick last = file == null ? null : file.end();
    if (last != null) {
      said.add(text(last));
      assertNull(file.end());
    }
    return said;
  }

  private static String text(Tick tick) {
    String head = tick.symbol() + " " + tick.ts() + " " + tick.rx() + " ";
    if (tick instanceof Trade t) {
      return head + t.side() + " " + t.price() + "x" + t.size() + " #" + t.id();
    }
    if (tick instanceof Quote q) {
      return head + q.bid() + "x" + q.bidSize() + "/" + q.ask() + "x" + q.askSize();
    }
    if (tick instanceof BookChange b) {
      return head + (b.snapshot() ? "=" : "+") + levels(b.bids()) + "/" + levels(b.asks());
    }
    if (tick instanceof Summary s) {
      return head + "last " + s.last();
    }
    Bar b = ((Candle) tick).bar();
    return head
        + (b.interval().text() + " " + b.start() + " " + b.open() + " " + b.high())
        + (" " + b.low() + " " + b.close() + " " + b.volume() + " " + b.trades());
  }

  private static String levels(List<PriceLevel> levels) {
    List<String> each = new ArrayList<>();
    levels.forEach(level -> each.add(level.price() + "x" + level.size()));
    return String.join(" ", each);
  }

  @Test
  void readsTradesOfTardis() throws CsvFault {
    assertEquals(
        List.of(
            "bitmex:XBTUSD 10 20 BUY 32180.50x100 #a-1",
            "bitmex:XBTUSD 11 21 SELL -1.5x0 #null",
            "okex-options:BTC-USD-210723-30000-C 12 22 null 0.0000000000000000000000000001x0.1 #7",
            "bitmex:.BXBT 13 23 null 100000x123456789012345678901.5 #é"),
        read(
            "any",
            TRADES,
            "bitmex,XBTUSD,10,20,a-1,buy,32180.50,100",
            "bitmex,XBTUSD,11,21,,sell,-1.5,0",
            "okex-options,BTC-USD-210723-30000-C,12,22,7,unknown,1e-28,.1",
            "bitmex,.BXBT,13,23,é,,1E+5,123456789012345678901.5"));
  }

  @Test
  void goesByTheNamesOfColumnsAndNotByTheirOrder() throws CsvFault {
    assertEquals(
        List.of("b:X 10 20 SELL 3x4 #null"),
        read(
            "any",
            "amount,price,later,side,id,local_timestamp,timestamp,symbol,exchange",
            "4,3,whatever,sell,,20,10,X,b"));
  }

  @Test
  void toleratesQuotesMarksAndRepeatedHeaders() throws CsvFault {
    assertEquals(
        List.of("a:X 1 2 BUY 3x4 #5,\"6\"", "a:X 1 2 BUY 3x4 #", "a:X 2 3 BUY 3x4 #7"),
        read(
                "any",
                "\ufeff\"exchange\",\"symbol\",timestamp,local_timestamp,id,side,price,amount",
                "a,\"X\",\"1\",2,\"5,\"\"6\"\"\",buy,\"3\",4",
                "a,X,1,2,\"\",buy,3,4",
                "\"exchange\",\"symbol\",timestamp,local_timestamp,id,side,price,amount",
                "a,X,2,3,7,buy,3,4")
            .stream()
            .map(line -> line.replace("#null", "#"))
            .toList());
  }

  @Test
  void namesTheColumnOfWhatIsWrongAndReadsOn() throws CsvFault {
    assertEquals(
        List.of(
            "!column 7 (price): not a number",
            "!column 7 (price): empty",
            "!column 7 (price): not a number",
            "!column 8 (amount): less than 0",
            "!column 8 (amount): not a number",
            "!column 6 (side): not buy, sell or unknown",
            "!column 3 (timestamp): not a whole number",
            "!column 3 (timestamp): empty",
            "!column 4 (local_timestamp): not microseconds since the epoch",
            "!column 4 (local_timestamp): not a whole number",
            "!column 2 (symbol): no name of a symbol",
            "!column 2 (symbol): no name of a symbol",
            "!column 2 (symbol): more than 64 characters",
            "!column 1 (exchange): no name of an exchange",
            "!column 1 (exchange): no name of an exchange",
            "!column 5 (id): not an id of up to 64 bytes",
            "!column 5 (id): not an id of up to 64 bytes",
            "!7 columns, where the file has 8",
            "!9 columns, where the file has 8",
            "!column 1: a quote that isn't closed",
            "!column 5: a quote that isn't closed",
            "!1 columns, where the file has 8",
            "a:X 1 2 BUY 3x4 #5"),
        read(
            "any",
            TRADES,
            "a,X,1,2,5,buy,3x,4",
            "a,X,1,2,5,buy,,4",
            "a,X,1,2,5,buy,1." + "0".repeat(200) + ",4",
            "a,X,1,2,5,buy,3,-4",
            "a,X,1,2,5,buy,3,4 ",
            "a,X,1,2,5,Buy,3,4",
            "a,X,1.5,2,5,buy,3,4",
            "a,X,,2,5,buy,3,4",
            "a,X,1,9007199254740992,5,buy,3,4",
            "a,X,1,9999999999999999999,5,buy,3,4",
            "a,,1,2,5,buy,3,4",
            "a,X Y,1,2,5,buy,3,4",
            "a," + "X".repeat(65) + ",1,2,5,buy,3,4",
            ",X,1,2,5,buy,3,4",
            "a:b,X,1,2,5,buy,3,4",
            "a,X,1,2," + "5".repeat(65) + ",buy,3,4",
            "a,X,1,2,\u0007,buy,3,4",
            "a,X,1,2,5,buy,3",
            "a,X,1,2,5,buy,3,4,",
            "\"a,X,1,2,5,buy,3,4",
            "a,X,1,2,\"5\"6,buy,3,4",
            "noise",
            "a,X,1,2,5,buy,3,4"));
  }

  @Test
  void readsQuotesOfTardisWithEmptySides() throws CsvFault {
    assertEquals(
        List.of(
            "bitmex:A 1 2 9x10/11x12",
            "bitmex:A 1 3 nullxnull/11x12",
            "bitmex:A 1 4 9xnull/nullxnull",
            "!column 6 (ask_price): not a number"),
        read(
            "any",
            "exchange,symbol,timestamp,local_timestamp,ask_amount,ask_price,bid_price,bid_amount",
            "bitmex,A,1,2,12,11,9,10",
            "bitmex,A,1,3,12,11,,",
            "bitmex,A,1,4,,,9,",
            "bitmex,A,1,5,12,eleven,9,10"));
  }

  @Test
  void makesOneChangeOfTheRowsOfAMessage() throws CsvFault {
    assertEquals(
        List.of(
            "x:A 1 2 =9x1 8x2/11x3",
            "x:B 1 2 =/21x1",
            "x:A 2 3 +9x0/",
            "x:A 4 4 +8x5/12x1",
            "x:A 5 5 +/12x0"),
        read(
            "any",
            BOOK,
            "x,A,1,2,true,bid,9,1",
            "x,A,1,2,true,bid,8,2",
            "x,A,1,2,true,ask,11,3",
            "x,B,1,2,true,ask,21,1",
            "x,A,2,3,false,bid,9,0",
            "x,A,3,4,false,bid,8,5",
            "x,A,4,4,false,ask,12,1",
            "x,A,5,5,false,ask,12,0"));
  }

  @Test
  void beginsABookWhereIsSnapshotTurnsTrue() throws CsvFault {
    assertEquals(
        List.of(
            "x:A 1 1 +9x1/",
            "x:A 2 2 =8x1/",
            "x:A 3 3 +7x1/",
            "x:B 3 3 =1x1/",
            "x:A 4 4 +8x0/",
            "x:A 4 4 =6x1/"),
        read(
            "any",
            BOOK,
            "x,A,1,1,false,bid,9,1",
            "x,A,2,2,true,bid,8,1",
            "x,A,3,3,true,bid,7,1", // a second message of the same snapshot
            "x,B,3,3,true,bid,1,1",
            "x,A,4,4,false,bid,8,0",
            "x,A,4,4,true,bid,6,1"));
  }

  @Test
  void aBadRowOfAMessageCostsThatRowAlone() throws CsvFault {
    assertEquals(
        List.of(
            "!column 6 (side): not bid or ask",
            "!column 5 (is_snapshot): not true or false",
            "!column 7 (price): not above 0",
            "x:A 1 2 =9x1 8x1/"),
        read(
            "any",
            BOOK,
            "x,A,1,2,true,bid,9,1",
            "x,A,1,2,true,buy,9,1",
            "x,A,1,2,1,bid,9,1",
            "x,A,1,2,true,bid,0,1",
            "x,A,1,2,true,bid,8,1"));
  }

  @Test
  void cutsAMessageThatIsLargerThanAnyBook() throws CsvFault {
    List<String> lines = new ArrayList<>(List.of(BOOK));
    for (int i = 1; i <= 100_001; i++) {
      lines.add("x,A,1,2,true,bid," + i + ",1");
    }
    List<String> said = read("any", lines.toArray(String[]::new));
    assertEquals(2, said.size());
    assertEquals("x:A 1 2 =1x1 2x1", said.get(0).substring(0, 16));
    assertEquals("x:A 1 2 +100001x1/", said.get(1));
  }

  @Test
  void readsSnapshotsOfTardis() throws CsvFault {
    assertEquals(
        List.of("x:A 1 2 =9x10 8x7/11x12", "x:A 1 3 =/"),
        read(
            "any",
            "exchange,symbol,timestamp,local_timestamp,asks[0].price,asks[0].amount,"
                + "bids[0].price,bids[0].amount,asks[1].price,asks[1].amount,bids[1].price,"
                + "bids[1].amount",
            "x,A,1,2,11,12,9,10,,,8,7",
            "x,A,1,3,,,,,,,,"));
  }

  @Test
  void readsTheLastPriceOfDerivatives() throws CsvFault {
    assertEquals(
        List.of("deribit:E 1 2 last 0.0020"),
        read(
            "any",
            "exchange,symbol,timestamp,local_timestamp,funding_timestamp,funding_rate,"
                + "predicted_funding_rate,open_interest,last_price,index_price,mark_price",
            "deribit,E,1,2,,,,12685,0.0020,2006.72,0.001972",
            "deribit,E,1,2,,,,12685,,2006.72,0.001972"));
  }

  @Test
  void readsTradesOfBinanceInMillisOrMicros() throws CsvFault {
    assertEquals(
        List.of(
            "binance:BTCUSDT 1723161255342000 1723161255342000 SELL 61837.63000000x0.02 #3735",
            "binance:BTCUSDT 1735689600000123 1735689600000123 BUY 1x2 #3736"),
        read(
            "BTCUSDT-trades-2024-08-08.zip",
            "3735,61837.63000000,0.02,1236.7526,1723161255342,True,True",
            "3736,1,2,2,1735689600000123,False,True"));
    assertEquals(
        List.of("binance-usdm:BTCUSDT 1723161256322000 1723161256322000 BUY 61800.30x0.006 #52"),
        read(
            "/data/BTCUSDT-trades-2024-08-08.csv",
            "id,price,qty,quote_qty,time,is_buyer_maker",
            "52,61800.30,0.006,370.8018,1723161256322,false"));
  }

  @ParameterizedTest
  @CsvSource({
    // name, columns behind the six, symbol
    "BTCUSDT-trades-2024-08-08.zip, ',True', binance:BTCUSDT",
    "BTCUSDT-trades-2024-08.csv.gz, '', binance-usdm:BTCUSDT",
    "BTCUSD_PERP-trades-2024-08-08.csv, '', binance-coinm:BTCUSD_PERP",
    "BTCUSDT_240927-trades-2024-08-08.csv, '', binance-usdm:BTCUSDT_240927",
    "data/futures/cm/daily/trades/X/BTCUSDT-trades-2024-08-08.csv, '', binance-coinm:BTCUSDT",
    "data/futures/um/daily/trades/X/BTCUSDT-trades-2024-08-08.csv, '', binance-usdm:BTCUSDT",
    "data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2024-08-08.csv, '', binance:BTCUSDT",
    "x\\binance_coinm_ETHUSD_PERP_trades_2024-08-08.csv.zst, '', binance-coinm:ETHUSD_PERP",
  })
  void tellsTheMarketOfADump(String name, String more, String symbol) throws CsvFault {
    assertEquals(List.of(symbol + " 1000 1000 BUY 2x3 #1"), read(name, "1,2,3,6,1,False" + more));
  }

  @Test
  void readsAggregatedTradesOfBinance() throws CsvFault {
    assertEquals(
        List.of("binance:BNBBTC 1000 1000 SELL 2x3 #1"),
        read("BNBBTC-aggTrades-2024-08-08.csv", "1,2,3,10,12,1,True,True"));
    assertEquals(
        List.of("binance-usdm:SUSHIUSDT 1626992744108000 1626992744108000 BUY 7.6120x297 #87"),
        read(
            "SUSHIUSDT-aggTrades-2021-07-22.csv",
            "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker",
            "87,7.6120,297,126,127,1626992744108,false"));
  }

  @Test
  void readsQuotesOfBinance() throws CsvFault {
    assertEquals(
        List.of(
            "binance-usdm:A1 1000000 1001000 9x1/10x2", "binance-usdm:A1 1000 1000 nullxnull/10x2"),
        read("A1-bookTicker-2024-08-08.csv", "5,9,1,10,2,1000,1001", "6,0,0,10,2,1,1"));
  }

  @Test
  void makesBarsOfKlines() throws CsvFault {
    assertEquals(
        List.of(
            "binance:AB 1723161300000000 1723161300000000 1m 1723161240000000 10 12 9 11 5.5 7",
            "!column 1 (open_time): no bar of 1m starts there",
            "binance:AB 1723161420000000 1723161420000000 1m 1723161360000000 11 11 11 11 1 1"),
        read(
            "AB-1m-2024-08-08.csv",
            "1723161240000000,10,12,9,11,5.5,1723161299999999,60,7,1,1,0",
            "1723161300000,11,11,11,11,0,1723161359999,0,0,0,0,0", // nothing was traded
            "1723161300001,11,11,11,11,1,1723161359999,0,1,0,0,0",
            "1723161360000,11,11,11,11,1,1723161419999,0,1,0,0,0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "BTCUSDT-15m-2024-08-08.csv; 1,2,3,4,5,6,7,8,9,10,11,12; klines of '15m', where bars are of"
            + " 1s, 5s, 1m, 5m or 1h: BTCUSDT-15m-2024-08-08.csv",
        "BTCUSDT-1m-2024-08-08.csv; 1,2,3,4,5,6; 6 columns, where klines have 12",
        "BTCUSDT-trades-2024-08-08.csv; 1,2,3,4,5,6,7,8; 8 columns, where trades have 6",
        "other.csv; 1546300800,23741.687033,3701.23,3797.14,3642,3797.14; rows that only a name such"
            + " as BTCUSDT-trades-2024-08-08.csv can tell the symbol of",
        "x_liquidations_y; exchange,symbol,timestamp,local_timestamp,id,side,price,amount;"
            + " liquidations, which are no trades",
        "any; exchange,symbol,timestamp,local_timestamp,id,side,price; no column amount",
        "any; exchange,symbol,timestamp,local_timestamp,a,b; columns of no kind that is known:"
            + " exchange,symbol,timestamp,local_timestamp,a,b",
      })
  void saysWhyAFileCannotBeRead(String name, String line, String message) {
    assertEquals(message, assertThrows(CsvFault.class, () -> read(name, line)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dear reader, this is prose, with commas, many, many, commas",
        "1,2,3,4,5",
        "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6}",
        "1618677817.06: [1,2,3,4,5,6]",
        "a,\"b,c,d,e,f,g",
        "",
      })
  void leavesOtherLinesToOthers(String line) throws CsvFault {
    assertEquals(List.of("unknown"), read("BTCUSDT-trades-2024-08-08.csv", line));
  }

  /**
   * A row that is cut or damaged anywhere is a tick or a fault, and nothing else ever comes out.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void survivesDamage(long seed) throws CsvFault {
    Random random = new Random(seed);
    byte[] head = BOOK.getBytes(UTF_8);
    CsvFile file = CsvFile.of("any", head, 0, head.length);
    for (int i = 0; i < 20_000; i++) {
      byte[] row = "x,\"A\",1,2,true,bid,9.5,1".getBytes(UTF_8);
      for (int damage = random.nextInt(3); damage >= 0; damage--) {
        row[random.nextInt(row.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(row, random.nextInt(row.length + 1));
      try {
        file.read(cut, 0, cut.length);
      } catch (CsvFault expected) {
        // named, and the file goes on
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " row " + new String(cut, UTF_8), e);
      }
    }
  }
}
