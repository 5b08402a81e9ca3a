package io.tickgate.deliver;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Deflates by hand (RFC 1951 section 3.2), to refer back exactly as far as wanted: Java's deflater
 * can't be told how far. One thread.
 */
final class HandDeflate {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int bits;
  private int count;

  /** A message of text alone, in stored blocks, as RFC 7692 section 7.2.1 wants it ended. */
  static byte[] stored(byte[] text) {
    HandDeflate deflate = new HandDeflate();
    for (int at = 0; at < text.length; at += 0xffff) {
      byte[] part = Arrays.copyOfRange(text, at, Math.min(text.length, at + 0xffff));
      deflate.write(0, 3);
      deflate.align();
      deflate.write(part.length, 16);
      deflate.write(~part.length & 0xffff, 16);
      deflate.out.writeBytes(part);
    }
    return deflate.end();
  }

  /** A message that starts with 18 bytes from so far back and goes on with ASCII text. */
  static byte[] referring(int distance, String rest) {
    HandDeflate deflate = new HandDeflate();
    deflate.write(2, 3); // not the last block, fixed codes
    deflate.writeCode(268 - 256, 7); // 17 and one extra bit
    deflate.write(1, 1);
    deflate.distance(distance);
    for (char c : rest.toCharArray()) {
      deflate.writeCode(0x30 + c, 8);
    }
    deflate.writeCode(0, 7); // end of the block
    return deflate.end();
  }

  private void distance(int distance) {
    int extra = Math.max(0, 30 - Integer.numberOfLeadingZeros(distance - 1));
    int base = ((distance - 1) >> extra) & 1;
    writeCode(2 * extra + 2 + base, 5);
    write((distance - 1) & ((1 << extra) - 1), extra);
  }

  /** An empty stored block, of which the sender leaves out the lengths. */
  private byte[] end() {
    write(0, 3);
    align();
    return out.toByteArray();
  }

  /** Codes start with their highest bit, everything else with its lowest. */
  private void writeCode(int code, int length) {
    write(Integer.reverse(code) >>> (32 - length), length);
  }

  private void write(int value, int length) {
    for (int i = 0; i < length; i++) {
      bits |= (value >> i & 1) << count;
      if (++count == 8) {
        align();
      }
    }
  }

  private void align() {
    if (count > 0) {
      out.write(bits);
      bits = 0;
      count = 0;
    }
  }
}
