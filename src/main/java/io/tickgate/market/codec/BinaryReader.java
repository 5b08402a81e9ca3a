package io.tickgate.market.codec;

import io.tickgate.market.Decimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link BinaryWriter} wrote. Bytes that it can't have written are refused with an
 * {@link IllegalArgumentException} and never read past their end. One thread.
 */
public final class BinaryReader {
  private static final int MAX_BIG_BYTES = 64; // 120 digits are 50 bytes

  private byte[] bytes = {};
  private int at;
  private int end;

  /** Goes on with these bytes; they must not change while they are read. */
  public void wrap(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    bytes = source;
    at = offset;
    end = offset + length;
  }

  /** How many bytes are left. */
  public int left() {
    return end - at;
  }

  /** Appends all that is left to the writer. */
  public void drainTo(BinaryWriter out) {
    out.raw(bytes, at, end - at);
    at = end;
  }

  /** 0 to 255. */
  public int octet() {
    if (at >= end) {
      throw new IllegalArgumentException("cut short");
    }
    return bytes[at++] & 0xff;
  }

  /** As {@link BinaryWriter#whole} wrote it. */
  public long whole() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number without end");
  }

  /** As {@link BinaryWriter#signed} wrote it. */
  public long signed() {
    long value = whole();
    return (value >>> 1) ^ -(value & 1);
  }

  /** How many of something follow; each takes at least so many bytes, so it can't be a lie. */
  public int count(int bytesEach) {
    long count = whole();
    if (count < 0 || count > left() / bytesEach) {
      throw new IllegalArgumentException("a count of " + count + " in " + left() + " bytes");
    }
    return (int) count;
  }

  /** As {@link BinaryWriter#decimal} wrote it. */
  public @Nullable Decimal decimal() {
    int head = octet();
    if (head == 0) {
      return null;
    }
    return head < BinaryWriter.BIG
        ? Decimal.of(signed(), head - 1)
        : bigDecimal(head - BinaryWriter.BIG);
  }

  private Decimal bigDecimal(int scale) {
    int length = count(1);
    if (length == 0 || length > MAX_BIG_BYTES) {
      throw new IllegalArgumentException("a decimal of " + length + " bytes");
    }
    BigInteger digits = new BigInteger(bytes, at, length);
    at += length;
    return Decimal.of(new BigDecimal(digits, scale));
  }

  /** A decimal that must be there. */
  public Decimal someDecimal() {
    Decimal value = decimal();
    if (value == null) {
      throw new IllegalArgumentException("a number is missing");
    }
    return value;
  }

  /** As {@link BinaryWriter#text} wrote it. */
  public @Nullable String text() {
    long length = whole() - 1;
    if (length < 0) {
      return null;
    }
    if (length > left()) {
      throw new IllegalArgumentException("a text of " + length + " in " + left() + " bytes");
    }
    char[] chars = new char[(int) length];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) whole();
    }
    return new String(chars);
  }
}
