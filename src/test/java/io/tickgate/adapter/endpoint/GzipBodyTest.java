package io.tickgate.adapter.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.endpoint.BodyReader.MalformedBodyException;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GzipBodyTest {
  private static final byte[] TEXT = text(3_000);

  private static byte[] text(int length) {
    byte[] text = new byte[length];
    Random random = new Random(7);
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(4));
    }
    return text;
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** What comes of chunks of that size. */
  private static byte[] unpacked(byte[] packed, int chunk) throws MalformedBodyException {
    GzipBody body = new GzipBody();
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int at = 0; at < packed.length; at += chunk) {
        body.add(
            Buffer.buffer(Arrays.copyOfRange(packed, at, Math.min(packed.length, at + chunk))));
        for (byte[] piece; (piece = body.next()) != null; ) {
          out.writeBytes(piece);
        }
      }
      body.end();
      return out.toByteArray();
    } finally {
      body.close();
    }
  }

  @Test
  void unpacksWhereverChunksEnd() throws Exception {
    byte[] packed = packed(TEXT);
    for (int chunk : new int[] {1, 2, 7, 64, packed.length}) {
      assertArrayEquals(TEXT, unpacked(packed, chunk), "chunk " + chunk);
    }
  }

  @Test
  void passesTheOptionalFieldsOfAHeader() throws Exception {
    byte[] plain = packed(TEXT);
    byte[] fields = {3, 0, 1, 2, 3, 'n', 0, 'c', 0, 9, 9};
    byte[] packed = new byte[plain.length + fields.length];
    System.arraycopy(plain, 0, packed, 0, 10);
    packed[3] = 4 | 8 | 16 | 2;
    System.arraycopy(fields, 0, packed, 10, fields.length);
    System.arraycopy(plain, 10, packed, 10 + fields.length, plain.length - 10);
    for (int chunk : new int[] {1, 5, packed.length}) {
      assertArrayEquals(TEXT, unpacked(packed, chunk), "chunk " + chunk);
    }
  }

  @Test
  void unpacksSeveralMembers() throws Exception {
    byte[] one = packed(new byte[] {'a', 'b'});
    byte[] both = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, both, one.length, one.length);
    assertArrayEquals(new byte[] {'a', 'b', 'a', 'b'}, unpacked(both, 3));
  }

  @Test
  void whatIsCutOffOrCorruptIsNoBody() throws Exception {
    byte[] packed = packed(TEXT);
    for (int length = 0; length < packed.length; length += 13) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThrows(MalformedBodyException.class, () -> unpacked(cut, 50), "length " + length);
    }
    byte[] wrong = packed.clone();
    wrong[packed.length - 5] ^= 1;
    assertThrows(MalformedBodyException.class, () -> unpacked(wrong, 50));
    assertThrows(MalformedBodyException.class, () -> unpacked(TEXT, 50));
    byte[] endless = new byte[5_000];
    Arrays.fill(endless, (byte) 'x');
    System.arraycopy(packed, 0, endless, 0, 10);
    endless[3] = 8;
    assertThrows(MalformedBodyException.class, () -> unpacked(endless, 100));
  }

  @Test
  void aBombComesInPieces() throws Exception {
    GzipBody body = new GzipBody();
    body.add(Buffer.buffer(packed(new byte[10_000_000])));
    long total = 0;
    for (byte[] piece; (piece = body.next()) != null; ) {
      assertTrue(piece.length <= 65_536, "piece of " + piece.length);
      total += piece.length;
    }
    assertEquals(10_000_000, total);
    body.end();
    body.close();
  }
}
