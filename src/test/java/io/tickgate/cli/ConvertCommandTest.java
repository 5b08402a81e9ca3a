package io.tickgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tickgate.adapter.replay.ReplayCounters;
import io.tickgate.adapter.replay.Tapes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  private static final String TRADES =
      "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n";
  private static final String BOOK =
      "exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount\n";

  @TempDir Path folder;

  private List<String> converted(Object... files) throws Exception {
    Path to = folder.resolve("out.tickgate.ndjson.gz");
    Object[] arguments = new Object[files.length + 3];
    arguments[0] = "convert";
    arguments[1] = "--force";
    arguments[2] = "--output=" + to;
    System.arraycopy(files, 0, arguments, 3, files.length);
    Shell shell = Shell.run(arguments);
    assertEquals(0, shell.code(), shell.err());
    assertEquals("", shell.out());
    return Tapes.read(Files.readAllBytes(to), new ReplayCounters());
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void keepsMessagesToTheByte() throws Exception {
    Path ws =
        write(
            "ws",
            "wss://ws.okx.com <-> 1.0\nwss://ws.okx.com <- 1.1: {\"op\": \"x\"}\n"
                + "1.2: {\"a\": 1,  \"b\":\"\\u00e9\"}\n1.4: []\n");
    Path http = write("http", "https://www.okx.com/x -> 1.3: {\"y\" : 2}\n");
    assertEquals(
        List.of(
            "open 1000000 wss://ws.okx.com",
            "out 1100000 {\"op\": \"x\"}",
            "in 1200000 {\"a\": 1,  \"b\":\"\\u00e9\"}",
            "rest 1300000 https://www.okx.com/x {\"y\" : 2}",
            "in 1400000 []"),
        converted(ws, http));
  }

  @Test
  void writesTicksAsPublishersDo() throws Exception {
    Path trades = write("t.csv", TRADES + "x,A,1,10,7,buy,1.50,2\nx,A,2,30,,unknown,1,2\n");
    Path book = write("b.csv", BOOK + "x,B,3,20,true,bid,1,2\nx,B,3,20,true,ask,2,3\n");
    assertEquals(
        List.of(
            "in 10 {'type':'trade','symbol':'x:A','ts':1,'price':'1.50','size':'2','side':'buy','id':'7'}",
            "in 20 {'type':'book','symbol':'x:B','ts':3,'snapshot':true,'bids':[['1','2']],'asks':[['2','3']]}",
            "in 30 {'type':'trade','symbol':'x:A','ts':2,'price':'1','size':'2'}"),
        converted(trades, book).stream().map(line -> line.replace('"', '\'')).toList());
  }

  @Test
  void cutsABookThatNoMessageHolds() throws Exception {
    StringBuilder text = new StringBuilder(BOOK);
    for (int i = 1; i <= 10_001; i++) {
      text.append("x,B,3,20,true,bid,").append(i).append(",2\n");
    }
    text.append("x,B,3,20,true,ask,20000,2\n");
    List<String> lines = converted(write("b.csv", text.toString()));
    assertEquals(2, lines.size());
    assertTrue(lines.get(0).endsWith("[\"10000\",\"2\"]],\"asks\":[[\"20000\",\"2\"]]}"));
    assertEquals(
        "in 20 {'type':'book','symbol':'x:B','ts':3,'snapshot':false,'bids':[['10001','2']],'asks':[]}",
        lines.get(1).replace('"', '\''));
  }

  /** The numbers of expected.json hold for what was made of the files, too. */
  @Test
  void losesNothingOfRealFiles() throws Exception {
    String real = Tapes.real() + "/csv/";
    for (String name :
        List.of(
            "tardis_bitmex_incremental_book_L2_2021-07-22.csv.gz",
            "binance_usdm_BTCUSDT_trades_2024-08-08.csv.gz")) {
      converted(real + name);
      JsonNode before = symbols(real + name);
      assertEquals(before, symbols(folder.resolve("out.tickgate.ndjson.gz")));
      assertTrue(before.size() > 0);
    }
  }

  private static JsonNode symbols(Object file) throws Exception {
    return new ObjectMapper().readTree(Shell.run("inspect", "--json", file).out()).get("symbols");
  }

  @Test
  void wantsATimeForMessagesWithoutOne() throws Exception {
    Path bare = write("bare", "{\"a\":1}\n");
    Path to = folder.resolve("out");
    Shell shell = Shell.run("convert", "--venue=okx", "-o", to, bare);
    assertEquals(1, shell.code());
    assertEquals(
        "tickgate convert: messages without a time; --received says when they came\n", shell.err());
    assertEquals(List.of(bare), Files.list(folder).toList());
    assertEquals(
        List.of("in 1000000 {\"a\":1}"),
        converted("--venue=okx", "--received=1970-01-01T00:00:01Z", bare));
  }

  @Test
  void writesOverNothingUnlessItIsTold() throws Exception {
    Path in = write("t.csv", TRADES + "x,A,1,10,7,buy,1.50,2\n");
    Path to = write("mine", "mine");
    Shell shell = Shell.run("convert", "-o", to, in);
    assertEquals(1, shell.code());
    assertEquals(
        "tickgate convert: " + to + ": is there already; --force writes over it\n", shell.err());
    assertEquals("mine", Files.readString(to));
    Shell nowhere = Shell.run("convert", "-o", folder.resolve("no/out"), in);
    assertEquals(1, nowhere.code());
    assertTrue(nowhere.err().endsWith("no/out.part: no such folder\n"), nowhere.err());
  }

  /** Files are read while others are written, even when they are the same. */
  @Test
  void mayWriteOverWhatItReads() throws Exception {
    Path file = write("t.csv", TRADES + "x,A,1,10,7,buy,1.50,2\n");
    assertEquals(0, Shell.run("convert", "--force", "-o", file, file).code());
    assertEquals(1, Shell.run("replay", "--speed=max", file).out().lines().count());
    assertEquals(0, Shell.run("convert", "--force", "-o", file, file).code());
    assertEquals(1, Shell.run("replay", "--speed=max", file).out().lines().count());
  }

  @Test
  void refusesWhatARecordingCannotHold() throws Exception {
    Path one = write("one", "wss://ws.okx.com <-> 1.0\n");
    Path two = write("two", "wss://ws.kraken.com <-> 1.0\n");
    Path klines =
        write("AB-1m-2024-08-08.csv", "1723161240000,1,1,1,1,1,1723161299999,1,1,1,1,0\n");
    Path to = folder.resolve("out");
    Shell several = Shell.run("convert", "-o", to, one, two);
    assertEquals(1, several.code());
    assertTrue(several.err().contains("the files are of several connections"), several.err());
    Shell bars = Shell.run("convert", "-o", to, klines);
    assertEquals(1, bars.code());
    assertEquals(
        "tickgate convert: binance:AB: rows of this kind are no quotes, trades or books, and can't be"
            + " written\n",
        bars.err());
    assertEquals(3, Files.list(folder).count(), "nothing is left of what was begun");
  }
}
