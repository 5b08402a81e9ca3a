package io.tickgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tickgate.adapter.replay.Tapes;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  private static final String TRADES =
      "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n";

  @TempDir Path folder;

  private static JsonNode json(Object... arguments) throws Exception {
    Shell shell = Shell.run(arguments);
    assertEquals(0, shell.code(), shell.err());
    return new ObjectMapper().readTree(shell.out());
  }

  @Test
  void saysWhatAFileOfTicksHolds() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.csv"),
            TRADES
                + "x,A,1600000000000000,1600000000000000,1,buy,1,1\n"
                + "x,B,1600000001000000,1600000001000000,2,buy,1,1\n"
                + "x,B,1600000001000000,1600000001000000,3,bought,1,1\n"
                + "x,A,1600000003500000,1600000003500000,4,sell,1,1\n"
                + "x,A,1600000003500000,1600000003600000,5,sell,1,1\n");
    Shell shell = Shell.run("inspect", file);
    assertEquals(0, shell.code());
    assertEquals(
        file + ":4: broken line: column 6 (side): not buy, sell or unknown\n", shell.err());
    assertEquals(
        """
        file      %s, ticks
        from      2020-09-13T12:26:40.000000Z
        to        2020-09-13T12:26:43.600000Z, 3.6s
        silence   2.5s at most, from 2020-09-13T12:26:41.000000Z
        lines     6, 1 broken, 0 too long, 0 files cut off
        gaps      0 in sequences and checksums, 0 events lost by the recorder
        symbols   2

        symbol  trades
        x:A          3
        x:B          1

        ticks a second, a column each 1 s
                2 |   #
              1.7 |   #
              1.3 |   #
                1 |## #
              0.7 |## #
              0.3 |## #
                  +----
                   2020-09-13T12:26:40.000000Z to 2020-09-13T12:26:44.000000Z
        """
            .formatted(file),
        shell.out());
  }

  @Test
  void saysWhatARecordingHolds() throws Exception {
    JsonNode all = json("inspect", "--json", "classpath:feeds/sim-kraken.tickgate.ndjson.gz");
    assertEquals("kraken", all.at("/files/0/venue").asText());
    assertEquals(1, all.at("/messages/connections").asInt());
    assertEquals(0, all.at("/messages/broken").asInt());
    assertEquals(0, all.at("/gaps/resyncs").asInt());
    assertEquals(0, all.at("/lines/broken").asInt());
    assertEquals(4, all.get("symbols").size());
    JsonNode bitcoin = all.at("/symbols/kraken:BTC~1USD");
    assertEquals(1, bitcoin.get("snapshots").asInt());
    assertTrue(bitcoin.get("trades").asInt() > 20, bitcoin.toString());
    double ticks = 0;
    for (JsonNode rate : all.at("/ticksPerSecond/columns")) {
      ticks += rate.asDouble() * all.at("/ticksPerSecond/columnMicros").asDouble() / 1e6;
    }
    long counted = 0;
    for (JsonNode symbol : all.get("symbols")) {
      for (JsonNode count : symbol) {
        counted += count.asLong();
      }
    }
    assertEquals(counted, Math.round(ticks));
  }

  @Test
  void countsWhatTheExpectedNumbersSay() throws Exception {
    String folder = Tapes.real() + "/csv/";
    JsonNode book =
        json("inspect", "--json", folder + "tardis_bitmex_book_snapshot_5_2021-07-22.csv.gz");
    assertEquals(539, book.at("/symbols/bitmex:XBTUSD/snapshots").asInt());
    assertEquals(10, book.get("symbols").size());
    JsonNode both =
        json(
            "inspect",
            "--json",
            folder + "tardis_bitmex_trades_2021-07-22.csv.gz",
            folder + "tardis_bitmex_quotes_2021-07-22.csv.gz");
    assertEquals(15, both.at("/symbols/bitmex:XBTUSD/trades").asInt());
    assertEquals(286, both.at("/symbols/bitmex:XBTUSD/quotes").asInt());
    assertEquals(1626993370032770L, both.get("from").asLong());
    JsonNode bars =
        json("inspect", "--json", folder + "binance_spot_BTCUSDT_klines_1m_2024-08-08.csv.gz");
    assertEquals(7, bars.at("/symbols/binance:BTCUSDT/bars").asInt());
  }

  @Test
  void tellsGapsOfARecording() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.ndjson"),
            "{\"format\":\"tickgate-recording\",\"version\":1,\"venue\":\"okx\"}\n"
                + "{\"rx\":1000000,\"open\":\"wss://ws.okx.com:8443/ws/v5/public\"}\n"
                + "{\"rx\":2000000,\"in\":\"nonsense\"}\n"
                + "{\"rx\":3000000,\"dropped\":7}\n"
                + "{\"rx\":4000000,\"close\":true}\n"
                + "{\"rx\":4000001,\"clo");
    JsonNode all = json("inspect", "--json", file);
    assertEquals(7, all.at("/gaps/lostByRecorder").asInt());
    assertEquals(1, all.at("/messages/broken").asInt());
    assertEquals(1, all.at("/lines/cutFiles").asInt());
    assertEquals(1_000_000, all.get("silence").asInt());
    assertEquals(3_000_000, all.get("to").asLong() - all.get("from").asLong());
  }

  @Test
  void saysOfManyFaultsHowManyMore() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.csv"),
            TRADES + "x,A,1,1,1,buy,1,1\n" + "x,A,1,1,1,buy,1\n".repeat(13));
    Shell shell = Shell.run("inspect", file);
    assertEquals(11, shell.err().lines().count());
    assertTrue(shell.err().endsWith("and 3 more of that kind\n"), shell.err());
  }
}
