package io.tickgate.adapter.venue.okx;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.venue.Crc32Text;
import io.tickgate.adapter.venue.JsonValues;
import io.tickgate.market.BookCheck;
import io.tickgate.market.Levels;
import io.tickgate.market.PriceLevel;
import java.io.IOException;

/**
 * OKX's checksum: of the 25 best levels {@code bid:size:ask:size:…} in turn, as they were written;
 * a side that has run out is left out. Its CRC-32 as a signed number. Deprecated by the venue,
 * which sends 0 in its stead.
 *
 * @param text put together anew by every check
 */
record OkxCheck(Crc32Text text, int expected) implements BookCheck {
  /** What the venue sends for no checksum. */
  static final int NONE = 0;

  private static final int LEVELS = 25;

  /** The checksum the parser stands on. */
  static int read(JsonParser json) throws IOException {
    long value = JsonValues.whole(json);
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("not a checksum");
    }
    return (int) value;
  }

  @Override
  public boolean holds(Levels bids, Levels asks) {
    text.clear();
    boolean first = true;
    for (int i = 0; i < LEVELS; i++) {
      first &= !add(bids, i, first);
      first &= !add(asks, i, first);
    }
    return (int) text.value() == expected;
  }

  private boolean add(Levels side, int depth, boolean first) {
    if (depth >= side.size()) {
      return false;
    }
    PriceLevel level = side.level(depth);
    if (!first) {
      text.character(':');
    }
    text.number(level.price());
    text.character(':');
    text.number(level.size());
    return true;
  }
}
