package io.tickgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  @TempDir Path folder;
  private Path trades;
  private Path book;

  @BeforeEach
  void write() throws Exception {
    trades =
        Files.writeString(
            folder.resolve("t.csv"),
            "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n"
                + "x,A,1600000000000000,1600000000000001,7,buy,1.50,2\n"
                + "x,B,1600000001000000,1600000001000001,,unknown,1,2\n"
                + "x,A,1600000002000000,1600000002000001,8,sell,1.51,1\n");
    book =
        Files.writeString(
            folder.resolve("b.csv"),
            "exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount\n"
                + "x,A,1,1600000001500000,true,bid,1.4,2\nx,A,1,1600000001500000,true,ask,1.5,3\n");
  }

  @Test
  void printsTicksInTheirOrder() {
    Shell shell = Shell.run("replay", "--speed=max", trades, book);
    assertEquals(0, shell.code(), shell.err());
    assertEquals(
        List.of(
            "2020-09-13T12:26:40.000001Z  x:A  trade    buy 1.50 x 2  #7",
            "2020-09-13T12:26:41.000001Z  x:B  trade    - 1 x 2",
            "2020-09-13T12:26:41.500000Z  x:A  snapshot bids 1.4 x 2  asks 1.5 x 3",
            "2020-09-13T12:26:42.000001Z  x:A  trade    sell 1.51 x 1  #8"),
        shell.out().lines().toList());
  }

  @Test
  void printsLinesThatCanBePublished() {
    Shell shell = Shell.run("replay", "--speed=max", "--json", "--symbols=x:B,A*", trades);
    assertEquals(
        List.of(
            "{'type':'trade','symbol':'x:A','ts':1600000000000000,'price':'1.50','size':'2','side':'buy','id':'7'}",
            "{'type':'trade','symbol':'x:B','ts':1600000001000000,'price':'1','size':'2'}",
            "{'type':'trade','symbol':'x:A','ts':1600000002000000,'price':'1.51','size':'1','side':'sell','id':'8'}"),
        shell.out().replace('"', '\'').lines().toList());
    assertEquals(
        1, Shell.run("replay", "--speed=max", "--symbols=B", trades).out().lines().count());
    assertEquals("", Shell.run("replay", "--speed=max", "--symbols=y:*", trades).out());
  }

  @Test
  void playsAPart() {
    Shell shell =
        Shell.run(
            "replay",
            "--speed=max",
            "--from=2020-09-13T12:26:41Z",
            "--to=2020-09-13T12:26:41.500000Z",
            trades,
            book);
    assertEquals(2, shell.out().lines().count(), shell.out());
    assertTrue(shell.out().startsWith("2020-09-13T12:26:41.000001Z  x:B"), shell.out());
  }

  @Test
  void keepsThePace() {
    long start = System.nanoTime();
    assertEquals(3, Shell.run("replay", "--speed=20", trades).out().lines().count());
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis >= 100, "two recorded seconds took " + millis + " ms at 20");
  }

  @Test
  void readsWhatConvertWrote() {
    Path out = folder.resolve("c.tickgate.ndjson.gz");
    assertEquals(0, Shell.run("convert", "-o", out, trades, book).code());
    assertEquals(
        Shell.run("replay", "--speed=max", trades, book).out(),
        Shell.run("replay", "--speed=max", out).out());
  }
}
