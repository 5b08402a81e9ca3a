package io.tickgate.adapter.venue.bitstamp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.adapter.venue.Chars;
import io.tickgate.adapter.venue.LevelPairs;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one message or REST answer, in whatever order they came: {@code data} stands before
 * the channel that says what it is. Used again for each message.
 */
final class Frame {
  /** A number that wasn't there. */
  static final long NONE = -1;

  /** Clients are promised times that a double holds, until the year 2255. */
  private static final long TIME_LIMIT = 1L << 53;

  final Chars event = new Chars();
  final Chars channel = new Chars();
  private final LevelPairs levels = new LevelPairs();

  long time; // microtimestamp
  long id;
  long type;
  @Nullable Decimal price; // price_str
  @Nullable Decimal amount; // amount_str
  @Nullable List<PriceLevel> bids;
  @Nullable List<PriceLevel> asks;
  boolean error; // status or error, of a REST answer that failed

  /** Reads the object whose start the parser stands on, up to its end. */
  void read(JsonParser json) throws IOException {
    event.clear();
    channel.clear();
    time = NONE;
    id = NONE;
    type = NONE;
    price = null;
    amount = null;
    bids = null;
    asks = null;
    error = false;
    fields(json, true);
  }

  /** The value, which must be there. */
  static <T> T require(@Nullable T value, String field) {
    if (value == null) {
      throw new IllegalArgumentException("no field " + field);
    }
    return value;
  }

  /** The number, which must be there. */
  static long require(long value, String field) {
    if (value < 0) {
      throw new IllegalArgumentException("no field " + field);
    }
    return value;
  }

  private void fields(JsonParser json, boolean outer) throws IOException {
    for (String name; (name = json.nextFieldName()) != null; ) {
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        field(name, json, outer);
      }
    }
  }

  private void field(String name, JsonParser json, boolean outer) throws IOException {
    switch (name) {
      case "event" -> text(event, json);
      case "channel" -> text(channel, json);
      case "data" -> data(json, outer);
      case "microtimestamp" -> time = time(json);
      case "bids" -> bids = levels.read(json);
      case "asks" -> asks = levels.read(json);
      case "id" -> id = number(json);
      case "type" -> type = number(json);
      case "price_str" -> price = decimal(json);
      case "amount_str" -> amount = decimal(json);
      case "error", "status" -> {
        error = true;
        json.skipChildren();
      }
      default -> json.skipChildren();
    }
  }

  private void data(JsonParser json, boolean outer) throws IOException {
    if (outer && json.currentToken() == JsonToken.START_OBJECT) {
      fields(json, false);
    } else { // a text, on messages that are about the connection
      json.skipChildren();
    }
  }

  private static void text(Chars target, JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new IllegalArgumentException("expected a text at " + json.currentName());
    }
    target.set(json);
  }

  private static long number(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new IllegalArgumentException("expected a whole number at " + json.currentName());
    }
    return json.getLongValue();
  }

  private static Decimal decimal(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
      throw new IllegalArgumentException("expected a number at " + json.currentName());
    }
    return Decimal.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
  }

  private static long time(JsonParser json) throws IOException {
    long time =
        json.currentToken() == JsonToken.VALUE_STRING
            ? Long.parseLong(json.getText())
            : number(json);
    if (time < 0 || time >= TIME_LIMIT) {
      throw new IllegalArgumentException("time out of range");
    }
    return time;
  }
}
