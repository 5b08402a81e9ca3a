package io.tickgate.market.codec;

import io.tickgate.market.Decimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts values one behind the other into a byte array that grows as it must. Whole numbers take as
 * many bytes as they need (seven bits a byte, the lowest first), so small ones take one. Used again
 * and again by one thread; whoever feeds it bounds what goes in.
 */
public final class BinaryWriter {
  private static final int FIRST_LENGTH = 256;

  /** Longest a whole number gets: ten times seven bits. */
  private static final int MAX_WHOLE = 10;

  /** First byte of a decimal: 0 for none, 1 + scale, or {@code BIG} + scale. */
  static final int BIG = 64;

  private byte[] bytes = new byte[FIRST_LENGTH];
  private int length;

  /** Starts over. A buffer that became larger than that many bytes is given up. */
  public void clear(int keep) {
    length = 0;
    if (bytes.length > keep) {
      bytes = new byte[FIRST_LENGTH];
    }
  }

  /** The bytes up to {@link #length}; valid until the next write. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes were written. */
  public int length() {
    return length;
  }

  /** Writes bytes as they are. */
  public void raw(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /** Writes the lowest eight bits. */
  public void octet(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  /** Writes a number that is rarely negative; a negative one takes ten bytes. */
  public void whole(long value) {
    reserve(MAX_WHOLE);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** Writes a number that is near zero, on either side. */
  public void signed(long value) {
    whole((value << 1) ^ (value >> 63));
  }

  /** Writes a decimal or null. */
  public void decimal(@Nullable Decimal value) {
    if (value == null) {
      octet(0);
    } else if (value.fitsLong()) {
      octet(1 + value.scale());
      signed(value.mantissa());
    } else {
      octet(BIG + value.scale());
      byte[] digits = value.toBigDecimal().unscaledValue().toByteArray();
      whole(digits.length);
      reserve(digits.length);
      System.arraycopy(digits, 0, bytes, length, digits.length);
      length += digits.length;
    }
  }

  /** Writes a text or null; any characters, a byte for each that is ASCII. */
  public void text(@Nullable String value) {
    if (value == null) {
      whole(0);
      return;
    }
    whole(value.length() + 1L);
    for (int i = 0; i < value.length(); i++) {
      whole(value.charAt(i));
    }
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
