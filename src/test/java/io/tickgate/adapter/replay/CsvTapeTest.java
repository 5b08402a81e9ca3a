package io.tickgate.adapter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of ticks as tapes: packed, cut, beside each other and beside recordings of messages. */
@Timeout(60)
class CsvTapeTest {
  private static final String TRADES =
      "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n";
  private static final String BOOK =
      "exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount\n";

  @TempDir Path folder;
  private final ReplayCounters counters = new ReplayCounters();
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

  private List<String> read(byte[] content) throws IOException {
    return Tapes.read(content, counters).stream().map(CsvTapeTest::brief).toList();
  }

  /** The event without what every tick prints alike. */
  private static String brief(String event) {
    return event.replaceAll(
        "symbol=([^,]+), ts=\\d+, rx=\\d+, |, id=null|, window=0, check=null", "");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private List<String> play(String path) throws InterruptedException {
    TickListener ticks =
        new TickListener() {
          @Override
          public boolean onTick(Tick tick) {
            heard.add("tick " + tick.rx() + " " + tick.symbol());
            return true;
          }

          @Override
          public void onTime(long now) {}
        };
    FeedListener feed =
        new FeedListener() {
          @Override
          public void onState(FeedState state, String reason) {
            heard.add(state + " " + reason.replace(folder + "/", ""));
          }

          @Override
          public void onRestart() {}
        };
    ReplaySettings settings =
        new ReplaySettings("demo", folder.resolve(path).toString(), null, "max", false);
    ReplayAdapter adapter =
        new ReplayAdapter(settings, venue -> new Heard(venue, heard), ticks, feed, new HandClock());
    adapter.start();
    adapter.awaitEnd(30_000);
    adapter.stop();
    return heard;
  }

  @Test
  void mergesFilesByReceiveTime() throws Exception {
    write("a.csv", TRADES + "x,A,1,10,1,buy,1,1\nx,A,1,30,1,buy,1,1\n");
    write(
        "b.csv",
        BOOK
            + "x,B,1,20,true,bid,1,1\nx,B,1,20,true,bid,2,1\n"
            + "x,B,1,30,false,bid,1,1\nx,B,1,50,false,bid,1,0\n");
    write("c", "wss://ws.kraken.com <-> 0.000015\n0.000025: {\"n\":1}\n0.000040: {\"n\":2}\n");
    assertEquals(
        List.of(
            "REPLAY ",
            "tick 10 x:A",
            "kraken open 15 wss://ws.kraken.com",
            "tick 20 x:B",
            "kraken in 25 {\"n\":1}",
            "tick 30 x:A",
            "tick 30 x:B",
            "kraken in 40 {\"n\":2}",
            "tick 50 x:B",
            "ENDED "),
        play("*"));
  }

  @Test
  void needsNoVenueAndNoConnection() throws Exception {
    write("a.csv", TRADES + "x,A,1,10,1,buy,1,1\n");
    assertEquals(List.of("REPLAY ", "tick 10 x:A", "ENDED "), play("a.csv"));
  }

  @Test
  void saysWhyAFileCannotBePlayed() throws Exception {
    write("BTCUSDT-15m-2024-08-08.csv", "1,2,3,4,5,6,7,8,9,10,11,12\n");
    IllegalArgumentException fault =
        assertThrows(IllegalArgumentException.class, () -> play("BTCUSDT-15m-2024-08-08.csv"));
    String file = folder.resolve("BTCUSDT-15m-2024-08-08.csv").toString();
    assertEquals(
        "tickgate.feeds.demo.path: "
            + (file + ": line 1: klines of '15m', where bars are of 1s, 5s, 1m, 5m or 1h: " + file),
        fault.getMessage());
  }

  @Test
  void countsBrokenRowsAndPlaysTheOthers() throws IOException {
    assertEquals(
        List.of(
            "tick 2 Trade[price=3, size=4, side=BUY]", "tick 4 Trade[price=5, size=6, side=SELL]"),
        read(
            Tapes.bytes(
                TRADES + "x,A,1,2,,buy,3,4\nx,A,1,3,,buy,3\n\nnoise\nx,A,1,4,,sell,5,6\n")));
    assertEquals(2, counters.brokenLines.sum());
    assertEquals(5, counters.lines.sum());
  }

  @Test
  void aLastRowNeedsNoLineEnd() throws IOException {
    assertEquals(
        List.of("tick 2 Trade[price=3, size=4, side=BUY]"),
        read(Tapes.bytes(TRADES + "x,A,1,2,,buy,3,4")));
    assertEquals(0, counters.cutTails.sum());
    assertEquals(List.of(), read(Tapes.bytes(TRADES + "x,A,1,2,,buy,3")));
    assertEquals(1, counters.cutTails.sum());
  }

  /** Where packed data is cut off a number may have lost digits, and a message of a book rows. */
  @Test
  void leavesOutWhatACutMayHaveDamaged() throws IOException {
    byte[] trades = Tapes.zstd(Tapes.bytes(TRADES + "x,A,1,2,,buy,3,4\n".repeat(200_000)));
    List<String> events = read(Arrays.copyOf(trades, trades.length - 1));
    assertEquals(1, counters.cutTails.sum());
    assertEquals(0, counters.brokenLines.sum());
    assertEquals("tick 2 Trade[price=3, size=4, side=BUY]", events.get(events.size() - 1));
    byte[] book = Tapes.gzip(Tapes.bytes(BOOK + "x,A,1,2,true,bid,1,1\nx,A,1,3,true,bid,2,1\n"));
    book[book.length - 8] ^= 1; // its checksum
    assertEquals(
        List.of("tick 2 BookChange[snapshot=true, bids=[PriceLevel[price=1, size=1]], asks=[]]"),
        read(book));
    assertEquals(2, counters.cutTails.sum());
  }

  @Test
  void readsTheFileInAZip() throws IOException {
    assertEquals(
        List.of("tick 2 Trade[price=3, size=4, side=BUY]"),
        read(zip(TRADES + "x,A,1,2,,buy,3,4\n")));
    assertEquals(0, counters.cutTails.sum());
    assertEquals(1, read(zip(TRADES + "x,A,1,2,,buy,3,4\n", "another")).size());
    assertEquals(1, counters.cutTails.sum(), "what is behind the first is told");
    assertEquals(List.of(), read(zip()));
    assertEquals(2, counters.cutTails.sum());
  }

  private static byte[] zip(String... contents) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      for (String content : contents) {
        zip.putNextEntry(new ZipEntry(content.length() + ".csv"));
        zip.write(Tapes.bytes(content));
      }
    }
    byte[] bytes = packed.toByteArray();
    return contents.length > 0 ? bytes : Arrays.copyOf(Tapes.bytes("PK\3\4"), 20);
  }
}
