package io.tickgate.adapter.simulator.dialect;

import io.tickgate.market.Decimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.zip.CRC32;

/**
 * What a subscriber of the ten best levels sees of one side. He cuts his book to ten after each
 * message, so a level pushed out is not told, and one that comes back is told anew.
 */
final class KrakenWindow {
  private static final int DEPTH = 10;

  private Map<Decimal, Decimal> seen = new LinkedHashMap<>();

  /** Follows the venue's book and gives the levels to tell, size zero for one that is gone. */
  Map<Decimal, Decimal> moveTo(NavigableMap<Decimal, Decimal> book) {
    Map<Decimal, Decimal> best = new LinkedHashMap<>();
    Map<Decimal, Decimal> told = new LinkedHashMap<>();
    for (Map.Entry<Decimal, Decimal> level : seen.entrySet()) {
      if (!book.containsKey(level.getKey())) {
        told.put(level.getKey(), Decimal.of(0, level.getValue().scale()));
      }
    }
    for (Map.Entry<Decimal, Decimal> level : book.entrySet()) {
      if (best.size() == DEPTH) {
        break;
      }
      best.put(level.getKey(), level.getValue());
      if (!level.getValue().equals(seen.get(level.getKey()))) {
        told.put(level.getKey(), level.getValue());
      }
    }
    seen = best;
    return told;
  }

  /**
   * Kraken's "Book checksum (v2)" guide: CRC32 of price and quantity of the asks, then the bids,
   * best first, without points and leading zeros.
   */
  static long checksum(KrakenWindow asks, KrakenWindow bids) {
    CRC32 crc = new CRC32();
    asks.addTo(crc);
    bids.addTo(crc);
    return crc.getValue();
  }

  private void addTo(CRC32 crc) {
    for (Map.Entry<Decimal, Decimal> level : seen.entrySet()) {
      byte[] digits = new byte[level.getKey().maxLength() + level.getValue().maxLength()];
      int length = level.getKey().writeDigitsTo(digits, 0);
      length = level.getValue().writeDigitsTo(digits, length);
      crc.update(digits, 0, length);
    }
  }
}
