package io.tickgate.adapter.simulator.dialect;

import io.tickgate.market.Decimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.zip.CRC32;

/**
 * What a subscriber of so many best levels sees of one side. He cuts his book to them after each
 * message, so a level pushed out is not told, and one that comes back is told anew. Owned by one
 * thread.
 */
public final class KrakenWindow {
  /** Levels of which the checksum is taken, whatever the depth. */
  private static final int CHECKED = 10;

  private final int depth;

  private Map<Decimal, Decimal> seen = new LinkedHashMap<>();

  /** A window through which nothing was seen. */
  public KrakenWindow(int depth) {
    this.depth = depth;
  }

  /** The levels within, best first. */
  public Map<Decimal, Decimal> seen() {
    return Collections.unmodifiableMap(seen);
  }

  /** Follows the venue's book and gives the levels to tell, size zero for one that is gone. */
  public Map<Decimal, Decimal> moveTo(NavigableMap<Decimal, Decimal> book) {
    Map<Decimal, Decimal> best = VenueBook.best(book, depth);
    Map<Decimal, Decimal> told = new LinkedHashMap<>();
    for (Map.Entry<Decimal, Decimal> level : seen.entrySet()) {
      if (!book.containsKey(level.getKey())) {
        told.put(level.getKey(), Decimal.of(0, level.getValue().scale()));
      }
    }
    for (Map.Entry<Decimal, Decimal> level : best.entrySet()) {
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
  public static long checksum(KrakenWindow asks, KrakenWindow bids) {
    CRC32 crc = new CRC32();
    asks.addTo(crc);
    bids.addTo(crc);
    return crc.getValue();
  }

  private void addTo(CRC32 crc) {
    int left = CHECKED;
    for (Map.Entry<Decimal, Decimal> level : seen.entrySet()) {
      if (left-- == 0) {
        return;
      }
      byte[] digits = new byte[level.getKey().maxLength() + level.getValue().maxLength()];
      int length = level.getKey().writeDigitsTo(digits, 0);
      length = level.getValue().writeDigitsTo(digits, length);
      crc.update(digits, 0, length);
    }
  }
}
