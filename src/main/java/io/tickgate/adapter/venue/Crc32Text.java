package io.tickgate.adapter.venue;

import io.tickgate.market.Decimal;
import java.util.zip.CRC32;

/**
 * The text over which a venue takes a CRC-32, put together as bytes. Kept by a decoder and used
 * again for every book; owned by the feed's thread, on which books call their checks too.
 */
public final class Crc32Text {
  private final CRC32 crc = new CRC32();

  // 25 levels a side as OKX takes them are about 1 kB; a longer text goes to the CRC in parts
  private final byte[] buffer = new byte[2_048];
  private int length;

  /** Starts over with an empty text. */
  public void clear() {
    crc.reset();
    length = 0;
  }

  /** Adds all digits of the number from the first that isn't zero, without the point. */
  public void digits(Decimal number) {
    reserve(number.maxLength());
    length = number.writeDigitsTo(buffer, length);
  }

  /** Adds the number as it was written. */
  public void number(Decimal number) {
    reserve(number.maxLength());
    length = number.writeTo(buffer, length);
  }

  /** Adds an ASCII character. */
  public void character(char c) {
    reserve(1);
    buffer[length++] = (byte) c;
  }

  /** The CRC-32 (IEEE) of the text, 0 to 2^32-1. */
  public long value() {
    flush();
    return crc.getValue();
  }

  private void reserve(int bytes) {
    if (length + bytes > buffer.length) {
      flush();
    }
  }

  private void flush() {
    crc.update(buffer, 0, length);
    length = 0;
  }
}
