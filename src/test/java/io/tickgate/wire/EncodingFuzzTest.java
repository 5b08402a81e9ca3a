package io.tickgate.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.tickgate.deliver.Scale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Requests of noise: whatever comes, it is a request or a fault with a code. */
class EncodingFuzzTest {
  private static final String[] SEEDS = {
    "{\"op\":\"subscribe\",\"id\":7,\"channel\":\"book\",\"symbols\":[\"a:b\",\"a:*\"],\"depth\":10}",
    "{\"op\":\"subscribe\",\"channel\":\"bar\",\"symbols\":[\"x:y\"],\"interval\":\"1m\",\"history\":5}",
    "{\"op\":\"configure\",\"maxKbps\":64,\"id\":9007199254740991}",
    "{\"op\":\"auth\",\"token\":\"e30.e30.e30\",\"x\":[1.5e300,-0,null,{\"a\":\"\\u00e9\"}]}",
    "{\"op\":\"ping\"}"
  };
  private static final String[] WORDS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "1e999999999",
    "-",
    "0x",
    "\"op\"",
    "\u0000",
    "99999999999999999999",
    "\"id\":",
    "\\ud800",
    "true"
  };

  @Test
  void nothingButFaultsComesOutOfJson() throws Exception {
    fuzz(Encoding.JSON, json -> json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nothingButFaultsComesOutOfCbor() throws Exception {
    ObjectMapper json = new ObjectMapper();
    ObjectMapper cbor = new CBORMapper();
    fuzz(Encoding.CBOR, text -> cbor.writeValueAsBytes(json.readTree(text)));
  }

  private interface Writer {
    byte[] write(String json) throws IOException;
  }

  private static void fuzz(Encoding encoding, Writer writer) throws Exception {
    int inputs = Scale.of(10_000, 1_000_000);
    int refused = 0;
    for (int seed = 0; seed < inputs; seed++) {
      Random random = new Random(seed);
      byte[] good = writer.write(SEEDS[random.nextInt(SEEDS.length)]);
      byte[] input = spoil(good, random);
      try {
        encoding.id(input);
        encoding.read(input);
      } catch (RequestFault expected) {
        refused++; // a value with a code
      } catch (Throwable escaped) {
        throw new AssertionError("seed " + seed + ": " + Arrays.toString(input), escaped);
      }
    }
    ClientMessage next = encoding.read(writer.write("{\"op\":\"ping\",\"id\":3}"));
    assertEquals(new ClientMessage.Ping(3), next);
    Scale.tell(encoding.subprotocol() + ": " + inputs + " inputs, " + refused + " refused");
  }

  private static byte[] spoil(byte[] good, Random random) {
    if (random.nextInt(10) == 0) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] bytes = good;
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(bytes.length + 1);
      switch (random.nextInt(4)) {
        case 0 -> bytes = Arrays.copyOf(bytes, at);
        case 1 -> {
          bytes = bytes.clone();
          if (at < bytes.length) {
            bytes[at] = (byte) random.nextInt(256);
          }
        }
        case 2 ->
            bytes =
                joined(
                    bytes,
                    at,
                    WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8));
        default -> bytes = joined(bytes, at, Arrays.copyOfRange(bytes, 0, at / 2));
      }
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int at, byte[] piece) {
    byte[] all = new byte[bytes.length + piece.length];
    System.arraycopy(bytes, 0, all, 0, at);
    System.arraycopy(piece, 0, all, at, piece.length);
    System.arraycopy(bytes, at, all, at + piece.length, bytes.length - at);
    return all;
  }
}
