package io.tickgate.adapter.venue.kraken;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.venue.Crc32Text;
import io.tickgate.adapter.venue.JsonValues;
import io.tickgate.market.BookCheck;
import io.tickgate.market.Levels;
import io.tickgate.market.PriceLevel;
import java.io.IOException;

/**
 * Kraken's checksum: of the ten best asks, then the ten best bids, price and size without point and
 * leading zeros, joined to one text; its CRC-32.
 *
 * @param text put together anew by every check
 * @param expected 0 to 2^32-1
 * @see <a href="https://docs.kraken.com/exchange/guides/websockets/book-checksum-v2">the rule</a>
 */
record KrakenCheck(Crc32Text text, long expected) implements BookCheck {
  /** No checksum came with the message. */
  static final long NONE = -1;

  private static final int LEVELS = 10; // whatever the depth of the subscription
  private static final long MAX = 0xFFFF_FFFFL;

  /** The checksum the parser stands on. */
  static long read(JsonParser json) throws IOException {
    long value = JsonValues.whole(json);
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("not a checksum");
    }
    return value;
  }

  @Override
  public boolean holds(Levels bids, Levels asks) {
    text.clear();
    add(asks);
    add(bids);
    return text.value() == expected;
  }

  private void add(Levels side) {
    int levels = Math.min(LEVELS, side.size());
    for (int i = 0; i < levels; i++) {
      PriceLevel level = side.level(i);
      text.digits(level.price());
      text.digits(level.size());
    }
  }
}
