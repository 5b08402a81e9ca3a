package io.tickgate.adapter.venue.kraken;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.adapter.venue.JsonValues;
import io.tickgate.market.Decimal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A price and volume of v1's ticker, {@code [price, whole lots, volume]} or {@code [price,
 * volume]}.
 */
final class KrakenQuote {
  @Nullable Decimal price;
  @Nullable Decimal size;

  /** Reads the array within which the parser stands on the first element. */
  void read(JsonParser json) throws IOException {
    price = JsonValues.decimal(json);
    size = null;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      size = JsonValues.size(json); // the last one is the volume
    }
  }

  void clear() {
    price = null;
    size = null;
  }
}
