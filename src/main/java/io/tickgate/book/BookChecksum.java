package io.tickgate.book;

import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.util.zip.CRC32;

/**
 * CRC32 over the ten best levels of a book: asks from the lowest, then bids from the highest, of
 * each the digits of price and size without point and leading zeros. The rule of Kraken's WebSocket
 * v2, so that clients can use code they have.
 */
final class BookChecksum {
  private static final int LEVELS = 10;

  private BookChecksum() {}

  static long of(PriceLevel[] bids, PriceLevel[] asks) {
    CRC32 crc = new CRC32();
    byte[] digits = new byte[128];
    add(asks, crc, digits);
    add(bids, crc, digits);
    return crc.getValue();
  }

  private static void add(PriceLevel[] side, CRC32 crc, byte[] digits) {
    for (int i = 0; i < side.length && i < LEVELS; i++) {
      add(side[i].price(), crc, digits);
      add(side[i].size(), crc, digits);
    }
  }

  private static void add(Decimal value, CRC32 crc, byte[] digits) {
    crc.update(digits, 0, value.writeDigitsTo(digits, 0));
  }
}
