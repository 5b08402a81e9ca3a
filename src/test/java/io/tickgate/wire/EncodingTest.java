package io.tickgate.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tickgate.market.Channel;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new CBORMapper();
  private static final long MAX_SAFE = (1L << 53) - 1;

  /** One element with everything that elements have, of random values. */
  private record Sample(Element.Head head, List<PriceLevel> levels, Decimal last, String id) {
    static Sample of(Random random) {
      List<PriceLevel> levels = new ArrayList<>();
      for (int i = random.nextInt(30); i > 0; i--) {
        levels.add(new PriceLevel(decimal(random), decimal(random)));
      }
      String id = random.nextInt(5) == 0 ? "x".repeat(random.nextInt(300)) : "\u00fc\"\\\n\u20ac";
      String symbol = "v:" + "S".repeat(1 + random.nextInt(62));
      return new Sample(
          new Element.Head(symbol, number(random), number(random), number(random)),
          levels,
          decimal(random),
          id);
    }

    Fragment encode(Encoding encoding) {
      return Element.encode(
          encoding,
          Field.ALL,
          head,
          element -> {
            element.decimal(Field.LAST, last);
            element.levels(Field.BIDS, levels);
            element.text(Field.ID, id);
            element.number(Field.TRADES, head.seq());
            element.flag(Field.CLOSED, true);
            element.mark("stale", levels.isEmpty());
          });
    }
  }

  private static Decimal decimal(Random random) {
    return Decimal.of(random.nextLong() >> random.nextInt(64), random.nextInt(20));
  }

  /** Numbers around every width that CBOR and JSON write them in. */
  private static long number(Random random) {
    long[] edges = {0, 9, 10, 23, 24, 255, 256, 65_535, 65_536, 1L << 32, (1L << 32) - 1, MAX_SAFE};
    long edge = edges[random.nextInt(edges.length)];
    long any = random.nextLong(MAX_SAFE) >> random.nextInt(53);
    return random.nextBoolean() ? edge : any;
  }

  @Test
  void bothEncodingsSayTheSame() throws Exception {
    long seed = 41;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      String what = "seed " + seed + " round " + round;
      Channel channel = Channel.values()[random.nextInt(Channel.values().length)];
      String type = random.nextBoolean() ? "snapshot" : "update";
      List<Sample> samples = new ArrayList<>();
      List<Long> prevs = new ArrayList<>();
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        samples.add(Sample.of(random));
        prevs.add(random.nextInt(3) == 0 ? -1 : number(random));
      }
      JsonNode json = JSON.readTree(frame(Encoding.JSON, type, channel, samples, prevs));
      JsonNode cbor = CBOR.readTree(frame(Encoding.CBOR, type, channel, samples, prevs));
      assertEquals(json, JSON.readTree(JSON.writeValueAsBytes(cbor)), what);
      assertEquals(type, json.path("type").textValue(), what);
      assertEquals(channel.text(), json.path("channel").textValue(), what);
      assertEquals(samples.size(), json.path("data").size(), what);
      for (int i = 0; i < samples.size(); i++) {
        check(samples.get(i), prevs.get(i), json.path("data").get(i), what);
      }
    }
  }

  private static void check(Sample sample, long prev, JsonNode element, String what) {
    assertEquals(sample.head.symbol(), element.path("s").textValue(), what);
    assertEquals(sample.head.seq(), element.path("seq").longValue(), what);
    assertEquals(sample.head.ts(), element.path("ts").longValue(), what);
    assertEquals(sample.head.rx(), element.path("rx").longValue(), what);
    assertEquals(prev >= 0, element.has("prev"), what);
    assertEquals(Math.max(0, prev), element.path("prev").longValue(), what);
    assertEquals(sample.last.toString(), element.path("last").textValue(), what);
    assertEquals(sample.id, element.path("id").textValue(), what);
    assertEquals(sample.levels.isEmpty(), element.has("stale"), what);
    for (int i = 0; i < sample.levels.size(); i++) {
      JsonNode level = element.path("bids").get(i);
      assertEquals(sample.levels.get(i).price().toString(), level.get(0).textValue(), what);
      assertEquals(sample.levels.get(i).size().toString(), level.get(1).textValue(), what);
    }
  }

  private static byte[] frame(
      Encoding encoding, String type, Channel channel, List<Sample> samples, List<Long> prevs) {
    ByteBuf out = Unpooled.buffer();
    int expected = encoding.open(type.equals("snapshot"), channel).length;
    out.writeBytes(encoding.open(type.equals("snapshot"), channel));
    for (int i = 0; i < samples.size(); i++) {
      if (i > 0) {
        encoding.separator(out);
        expected += encoding.separatorLength();
      }
      Fragment fragment = samples.get(i).encode(encoding);
      int before = out.writerIndex();
      encoding.element(fragment, prevs.get(i), out);
      int length = encoding.length(fragment, prevs.get(i));
      assertEquals(length, out.writerIndex() - before, "prev " + prevs.get(i));
      expected += length;
    }
    encoding.close(out);
    assertEquals(expected + encoding.closeLength(), out.writerIndex());
    return ByteBufUtil.getBytes(out);
  }

  @Test
  void lengthIsWhatIsWrittenAroundEveryWidth() {
    Fragment json = Sample.of(new Random(1)).encode(Encoding.JSON);
    Fragment cbor = Sample.of(new Random(1)).encode(Encoding.CBOR);
    for (int bit = 0; bit < 63; bit++) {
      for (long prev = Math.max(0, (1L << bit) - 26);
          prev < (1L << bit) + 26 && prev >= 0;
          prev++) {
        assertEquals(
            written(Encoding.JSON, json, prev), Encoding.JSON.length(json, prev), "" + prev);
        assertEquals(
            written(Encoding.CBOR, cbor, prev), Encoding.CBOR.length(cbor, prev), "" + prev);
      }
    }
    for (long prev = 1; prev > 0 && prev < Long.MAX_VALUE / 10; prev *= 10) {
      assertEquals(written(Encoding.JSON, json, prev), Encoding.JSON.length(json, prev), "" + prev);
      assertEquals(
          written(Encoding.JSON, json, prev - 1), Encoding.JSON.length(json, prev - 1), "" + prev);
    }
  }

  private static int written(Encoding encoding, Fragment fragment, long prev) {
    ByteBuf out = Unpooled.buffer();
    encoding.element(fragment, prev, out);
    return out.writerIndex();
  }

  /** Of a character beyond U+FFFF, which a client may send and which shortening may leave. */
  @Test
  void halfACharacterIsReplacedAndFailsNothing() throws Exception {
    for (String half : List.of("\ud83d", "x\ude00y", "\ud83d\ud83d")) {
      byte[] cbor =
          new ServerMessages(Encoding.CBOR).error(1, ErrorCode.UNKNOWN_OP, "op: " + half, -1);
      assertEquals("unknown_op", CBOR.readTree(cbor).path("code").asText());
      assertTrue(CBOR.readTree(cbor).path("message").asText().contains("\ufffd"), half);
    }
  }

  @Test
  void knowsItsSubprotocols() {
    assertEquals(Encoding.JSON, Encoding.of("tickgate.v1.json"));
    assertEquals(Encoding.CBOR, Encoding.of("tickgate.v1.cbor"));
    assertEquals(null, Encoding.of("tickgate.v2.json"));
  }

  @Test
  void bothEncodingsReadTheSameRequests() throws Exception {
    String text =
        "{\"op\":\"subscribe\",\"id\":9007199254740991,\"channel\":\"trade\",\"symbols\":[\"a:b\"],"
            + "\"from\":4294967296,\"intervalMs\":99999999999}";
    byte[] cbor = CBOR.writeValueAsBytes(JSON.readTree(text));
    ClientMessage expected = Encoding.JSON.read(text.getBytes(StandardCharsets.UTF_8));
    assertEquals(expected, Encoding.CBOR.read(cbor));
    assertTrue(expected instanceof ClientMessage.Subscribe);
  }

  /** Whatever comes, the fault is one that can be answered. */
  @Test
  void hostileRequestsAreFaultsAndNothingElse() throws Exception {
    byte[] good =
        ("{\"op\":\"subscribe\",\"id\":7,\"channel\":\"bar\",\"symbols\":[\"a:b\",\"c:*\"],"
                + "\"interval\":\"1m\",\"history\":10,\"fields\":[\"open\"],\"snapshot\":true}")
            .getBytes(StandardCharsets.UTF_8);
    byte[] packed = CBOR.writeValueAsBytes(JSON.readTree(good));
    for (long seed = 1; seed <= 4; seed++) {
      Random random = new Random(seed);
      for (int round = 0; round < 20_000; round++) {
        String what = "seed " + seed + " round " + round;
        hostile(Encoding.JSON, mutated(good, random), what);
        hostile(Encoding.CBOR, mutated(packed, random), what);
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        hostile(Encoding.CBOR, noise, what);
      }
    }
    assertThrows(RequestFault.class, () -> Encoding.JSON.read(new byte[0]));
    assertThrows(RequestFault.class, () -> Encoding.CBOR.read(new byte[0]));
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    int end = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return java.util.Arrays.copyOf(bytes, end);
  }

  private static void hostile(Encoding encoding, byte[] message, String what) {
    try {
      encoding.read(message);
    } catch (RequestFault e) {
      assertTrue(e.text().length() < 1_000, what);
    } catch (RuntimeException e) {
      throw new AssertionError(what + " of " + java.util.HexFormat.of().formatHex(message), e);
    }
  }
}
