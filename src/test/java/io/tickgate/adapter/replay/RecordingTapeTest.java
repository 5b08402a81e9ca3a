package io.tickgate.adapter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTapeTest {
  private final ReplayCounters counters = new ReplayCounters();

  @Test
  void readsCryptofeed() throws IOException {
    assertEquals(
        List.of(
            "open 1618677816843429 wss://ws-feed.pro.coinbase.com",
            "out 1618677817020616 {\"type\":\"subscribe\"}",
            "in 1618677817060000 {\"a\": \"b: c -> d\"}",
            "in 1618677817000000 [1]",
            "in 1618677817000000 [2]",
            "in 1618677817100000 pong",
            "in 1618677817000001 {}",
            "in 1618677817000001 {\"after\":\"crlf\"}",
            "rest 1633998512320639 https://x.example/depth?a=1&b=2 {\"bids\": []}",
            "open 1618677818000000 wss://ws-feed.pro.coinbase.com"),
        read(
            """
            wss://ws-feed.pro.coinbase.com <-> 1618677816.8434298
            configuration: {"l2_book": ["BTC-USD"]}
            wss://ws-feed.pro.coinbase.com <- 1618677817.020616: {"type":"subscribe"}

            1618677817.06: {"a": "b: c -> d"}
            1618677817: [1]
            1618677817.0: [2]
            1618677817.1: pong
            1618677817.0000019: {}
            1618677817.000001:{"after":"crlf"}\r
            https://x.example/depth?a=1&b=2 -> 1633998512.320639: {"bids": []}
            wss://ws-feed.pro.coinbase.com <-> 1618677818
            """));
    assertEquals(0, counters.brokenLines.sum());
    assertEquals(11, counters.lines.sum());
  }

  @Test
  void skipsBrokenLinesOfCryptofeed() throws IOException {
    assertEquals(
        List.of("in 1000000 {}", "in 2000000 {}"),
        read(
            """
            1.0: {}
            1.0
            1.0:
            1.x: {}
            1.5.5: {}
            12345678901: {}
            9007199254.740992: {}
            {"bare":"frame"}
            wss://host <-> soon
            wss://host <~ 1.0: {}
            host <- 1.0: {}
            wss://host
            wss://host <-
            ://host <- 1.0: {}
            what is this: {}
            2.0: {}
            """));
    assertEquals(14, counters.brokenLines.sum());
    assertEquals(16, counters.lines.sum());
  }

  @Test
  void readsHftbacktest() throws IOException {
    assertEquals(
        List.of(
            "in 1723161256172210 {\"stream\":\"a b\"}",
            "in 1723161256172211 {\"lastUpdateId\":1}",
            "in 1723161256172212  two spaces"),
        read(
            """
            1723161256172210999 {"stream":"a b"}
            172316125617221100 {"short":"time"}
            17231612561722110000 {"long":"time"}
            1723161256172211x00 {}
            1723161256172211000
            1723161256172211000\s
            1723161256172211000 {"lastUpdateId":1}
            1723161256172212000  two spaces
            """));
    assertEquals(5, counters.brokenLines.sum());
  }

  @Test
  void readsBareJsonWithoutTimes() throws IOException {
    assertEquals(
        List.of("in -1 {\"event\":\"a\\\"b\"}", "in -1 [1,2]", "in -1 {\"rx\":1,\"x\":2}"),
        read("{\"event\":\"a\\\"b\"}\n[1,2]\r\nnoise\n\n{\"rx\":1,\"x\":2}"));
    assertEquals(1, counters.brokenLines.sum());
    assertEquals(0, counters.cutTails.sum());
  }

  @Test
  void readsItsOwnFormat() throws IOException {
    assertEquals(
        List.of(
            "open 1 wss://h/\"q\"",
            "out 2 {\"op\":\"x\"}",
            "in 3 {\"a\":\"b\\\\c\"}\n\r\t\b\f/\u0001\u00c3\u00a9\u00f0\u009f\u0098\u0080",
            "in 4 \u00ff\u0000",
            "out 4 \u00fe",
            "rest 5 https://h/?a=b {}",
            "rest 5 https://h \u00ff",
            "dropped 6 7",
            "close 7",
            "in 8 spaced",
            "in 9 "),
        read(
            """
            {"format":"tickgate-recording","version":1,"venue":"kraken","feed":"k","started":1}
            {"rx":1,"open":"wss:\\/\\/h/\\"q\\""}
            {"rx":2,"out":"{\\"op\\":\\"x\\"}"}
            {"rx":3,"in":"{\\"a\\":\\"b\\\\\\\\c\\"}\\n\\r\\t\\b\\f\\/\\u0001\\u00e9\\ud83d\\uDE00"}
            {"rx":4,"in64":"/wA="}
            {"rx":4,"out64":"/g=="}
            {"rx":5,"rest":"https://h/?a=b","body":"{}"}
            {"rx":5,"rest":"https://h","body64":"/w=="}
            {"rx":6,"dropped":7}
            {"rx":7,"close":true}
             { "in" : "spaced" , "later" : null, "n": -1.5e3, "rx" : 8 }\s
            {"rx":9,"in":""}
            """));
    assertEquals(0, counters.brokenLines.sum());
    assertEquals(7, counters.lost.sum());
  }

  @Test
  void skipsBrokenLinesOfItsOwnFormat() throws IOException {
    assertEquals(
        List.of("close 1", "close 2"),
        read(
            """
            {"rx":1,"close":true}
            {"rx":1,"close":false}
            {"rx":1}
            {"in":"no time"}
            {"rx":"1","in":"text as time"}
            {"rx":1,"in":5}
            {"rx":-1,"in":""}
            {"rx":9007199254740992,"in":""}
            {"rx":1,"in":"bad escape \\x"}
            {"rx":1,"in":"lone \\ud800"}
            {"rx":1,"in":"lone \\udc00"}
            {"rx":1,"in":"pair \\ud800\\u0041"}
            {"rx":1,"in":"short \\u12"}
            {"rx":1,"in64":"not base64!"}
            {"rx":1,"rest":"https://without.body"}
            {"rx":1,"in":"nested","x":{}}
            {"rx":1,"in":"open
            {"rx":1,"in":"more"} {}
            {"rx":1,"dropped":"x"}
            {"rx":1,"in":"",}
            {}
            []
            {"rx":2,"close":true}
            """));
    assertEquals(21, counters.brokenLines.sum());
  }

  @Test
  void refusesAnotherVersion() {
    IOException fault =
        assertThrows(
            IOException.class, () -> read("{\"format\":\"tickgate-recording\",\"version\":2}\n"));
    assertEquals(
        "test: line 1: a version of the recording format that isn't known here, where it is 1",
        fault.getMessage());
  }

  @Test
  void refusesWhatIsNoRecording() {
    IOException fault =
        assertThrows(IOException.class, () -> read("Dear reader,\nthis is prose.\n"));
    assertEquals("test: not a recording of a known format", fault.getMessage());
    assertThrows(IOException.class, () -> read("noise\n".repeat(100) + "1.0: {}\n"));
  }

  @Test
  void forgivesNoiseAtTheTop() throws IOException {
    assertEquals(List.of("in 1000000 {}"), read("noise\n".repeat(99) + "1.0: {}\n"));
    assertEquals(99, counters.brokenLines.sum());
  }

  @Test
  void readsNothingFromAnEmptyFile() throws IOException {
    assertEquals(List.of(), read(""));
    assertEquals(List.of(), read("\n\r\n"));
    assertEquals(0, counters.lines.sum());
  }

  @Test
  void readsPackedFilesAlike() throws IOException {
    byte[] content = Tapes.bytes("1.0: {\"a\":1}\n".repeat(50_000));
    List<String> expected = Tapes.read(content, counters);
    assertEquals(50_000, expected.size());
    assertEquals(expected, Tapes.read(Tapes.gzip(content), counters));
    assertEquals(expected, Tapes.read(Tapes.zstd(content), counters));
    assertEquals(0, counters.cutTails.sum());
  }

  @Test
  void readsAllMembersOfAGzip() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(Tapes.gzip(Tapes.bytes("1.0: {\"a\":")));
    members.write(Tapes.gzip(new byte[0]));
    members.write(Tapes.gzip(Tapes.bytes("1}\n2.0: {}\n")));
    assertEquals(
        List.of("in 1000000 {\"a\":1}", "in 2000000 {}"),
        Tapes.read(members.toByteArray(), counters));
  }

  @Test
  void playsWhatIsBeforeACut() throws IOException {
    byte[] zst = Tapes.zstd(Tapes.bytes("1.0: {\"a\":1}\n".repeat(200_000)));
    List<String> events = Tapes.read(Arrays.copyOf(zst, zst.length - 1), counters);
    assertEquals(1, counters.cutTails.sum());
    assertEquals("in 1000000 {\"a\":1}", events.get(events.size() - 1));
    assertEquals(0, counters.brokenLines.sum());
  }

  @Test
  void tellsAWholeLastLineFromACutOne() throws IOException {
    assertEquals(List.of("in 1000000 {}"), read("1.0: {}"));
    assertEquals(0, counters.cutTails.sum());
    assertEquals(List.of("in 1000000 {}"), read("1.0: {}\n1.0: {\"a\":{\"}\":[1,2]}"));
    assertEquals(1, counters.cutTails.sum());
    assertEquals(List.of("in 1000000 {}"), read("1.0: {}\nwss://h <-> 16186778"));
    assertEquals(2, counters.cutTails.sum());
  }

  @Test
  void countsACorruptGzipAsCut() throws IOException {
    byte[] packed = Tapes.gzip(Tapes.bytes("1.0: {}\n"));
    packed[packed.length - 8] ^= 1; // its checksum
    assertEquals(List.of("in 1000000 {}"), Tapes.read(packed, counters));
    assertEquals(1, counters.cutTails.sum());
  }

  private List<String> read(String content) throws IOException {
    return Tapes.read(Tapes.bytes(content), counters);
  }
}
