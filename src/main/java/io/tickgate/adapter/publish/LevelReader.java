package io.tickgate.adapter.publish;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.wire.RequestFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one side of a book, {@code [["price","size"],…]}. */
final class LevelReader {
  /** Most levels of one side in a message; what goes out to clients are 100. */
  static final int MAX_LEVELS = 10_000;

  private LevelReader() {}

  static List<PriceLevel> read(String field, JsonParser json) throws IOException, RequestFault {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw FieldReader.bad(field, "not an array of [price, size]");
    }
    List<PriceLevel> levels = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (levels.size() == MAX_LEVELS) {
        throw FieldReader.bad(field, "more than " + MAX_LEVELS + " levels");
      }
      levels.add(level(field, levels.size(), json));
    }
    return levels.isEmpty() ? List.of() : levels;
  }

  private static PriceLevel level(String field, int index, JsonParser json)
      throws IOException, RequestFault {
    try {
      if (json.currentToken() == JsonToken.START_ARRAY && json.nextToken() != JsonToken.END_ARRAY) {
        Decimal price = FieldReader.decimal("price", json);
        json.nextToken();
        Decimal size = FieldReader.size("size", json);
        if (json.nextToken() == JsonToken.END_ARRAY) {
          return new PriceLevel(price, size);
        }
      }
    } catch (RequestFault fault) { // names the level only when one is wrong
      throw FieldReader.bad(field + "[" + index + "]", fault.text());
    }
    throw FieldReader.bad(field + "[" + index + "]", "not [price, size]");
  }
}
