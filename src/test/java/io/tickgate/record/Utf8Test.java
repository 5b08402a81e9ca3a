package io.tickgate.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
  /** Bytes at which one form of sequence ends and another begins. */
  private static final int[] EDGES = {
    0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
    0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
  };

  @Test
  void agreesWithTheDecoderOfTheJdk() {
    long seed = 11;
    Random random = new Random(seed);
    int valid = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(6)];
      for (int b = 0; b < bytes.length; b++) {
        bytes[b] = (byte) EDGES[random.nextInt(EDGES.length)];
      }
      boolean expected = decodes(bytes);
      valid += expected ? 1 : 0;
      assertEquals(
          expected,
          Utf8.isValid(bytes, 0, bytes.length),
          () -> "seed " + seed + " " + Arrays.toString(bytes));
    }
    assertEquals(true, valid > 5_000 && valid < 45_000, "valid " + valid);
  }

  private static boolean decodes(byte[] bytes) {
    try {
      var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
