package io.tickgate.adapter.venue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value a parser stands on, out of the parser's own characters. Whatever isn't the kind
 * of value asked for is an {@link IllegalArgumentException}.
 */
public final class JsonValues {
  /** Longest trade id taken; the longest known, a UUID, has 36 characters. */
  private static final int MAX_ID_LENGTH = 64;

  /** More digits than this may not fit a {@code long}. */
  private static final int MAX_WHOLE_DIGITS = 18;

  /** Clients hold times in 53 bits: the year 2255. */
  private static final long MAX_MILLIS = (1L << 53) / 1_000;

  private JsonValues() {}

  /** Whether the value is that text. */
  public static boolean is(JsonParser json, String text) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING || json.getTextLength() != text.length()) {
      return false;
    }
    char[] chars = json.getTextCharacters();
    int offset = json.getTextOffset();
    for (int i = 0; i < text.length(); i++) {
      if (chars[offset + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The number, written as a JSON number or in a string. */
  public static Decimal decimal(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null || !(token == JsonToken.VALUE_STRING || token.isNumeric())) {
      throw unexpected(json, "a number");
    }
    return Decimal.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
  }

  /** The same for a number that can't be less than zero. */
  public static Decimal size(JsonParser json) throws IOException {
    Decimal size = decimal(json);
    if (size.signum() < 0) {
      throw unexpected(json, "a size");
    }
    return size;
  }

  /** The number, or null where the venue writes null or an empty text for none. */
  public static @Nullable Decimal decimalOrNull(JsonParser json) throws IOException {
    return isNone(json) ? null : decimal(json);
  }

  /** The size, or null where the venue writes null or an empty text for none. */
  public static @Nullable Decimal sizeOrNull(JsonParser json) throws IOException {
    return isNone(json) ? null : size(json);
  }

  /** The whole number of up to 18 digits, written as a JSON number or in a string. */
  public static long whole(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
      throw unexpected(json, "a whole number");
    }
    char[] text = json.getTextCharacters();
    int from = json.getTextOffset();
    int end = from + json.getTextLength();
    boolean negative = from < end && text[from] == '-';
    int first = negative ? from + 1 : from;
    if (first == end || end - first > MAX_WHOLE_DIGITS) {
      throw unexpected(json, "a whole number");
    }
    long value = 0;
    for (int i = first; i < end; i++) {
      if (text[i] < '0' || text[i] > '9') {
        throw unexpected(json, "a whole number");
      }
      value = value * 10 + text[i] - '0';
    }
    return negative ? -value : value;
  }

  /** A trade id, number or text. */
  public static String id(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    boolean scalar = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
    if (!scalar || json.getTextLength() == 0 || json.getTextLength() > MAX_ID_LENGTH) {
      throw unexpected(json, "an id");
    }
    return new String(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
  }

  /** The side that the text names, or null when it names neither. */
  public static @Nullable Side side(JsonParser json, String buy, String sell) throws IOException {
    if (is(json, buy)) {
      return Side.BUY;
    }
    if (json.currentToken() != JsonToken.VALUE_STRING && !isNone(json)) {
      throw unexpected(json, "a side");
    }
    return is(json, sell) ? Side.SELL : null;
  }

  /** True for the text "snapshot", false for "update", null for anything else. */
  public static @Nullable Boolean snapshot(JsonParser json) throws IOException {
    boolean update = is(json, "update");
    boolean snapshot = !update && is(json, "snapshot");
    json.skipChildren();
    return update || snapshot ? Boolean.valueOf(snapshot) : null;
  }

  /** A time of RFC 3339 in microseconds since the epoch; 0 where there is none. */
  public static long time(JsonParser json) throws IOException {
    if (isNone(json)) {
      return 0;
    }
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw unexpected(json, "a time");
    }
    return Rfc3339.micros(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
  }

  /** Milliseconds since the epoch, in microseconds; 0 where there are none. */
  public static long millis(JsonParser json) throws IOException {
    long millis = isNone(json) ? 0 : whole(json);
    if (millis < 0 || millis >= MAX_MILLIS) {
      throw unexpected(json, "a time");
    }
    return millis * 1_000;
  }

  /** Rows {@code [price, size, …]}; what follows the size is skipped. */
  public static List<PriceLevel> levels(JsonParser json) throws IOException {
    expect(json, JsonToken.START_ARRAY);
    if (json.nextToken() == JsonToken.END_ARRAY) {
      return List.of();
    }
    List<PriceLevel> levels = new ArrayList<>();
    do {
      expect(json, JsonToken.START_ARRAY);
      json.nextToken();
      Decimal price = decimal(json);
      json.nextToken();
      levels.add(new PriceLevel(price, size(json)));
      endArray(json);
    } while (json.nextToken() != JsonToken.END_ARRAY);
    return levels;
  }

  /** Skips what is left of the array the parser is in; it stands on the array's end then. */
  public static void endArray(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      json.skipChildren();
    }
  }

  /** Fails unless the parser stands on that token. */
  public static void expect(JsonParser json, JsonToken token) throws IOException {
    if (json.currentToken() != token) {
      throw unexpected(json, token.toString());
    }
  }

  /** The value of a field that must have been there. */
  public static <T> T required(@Nullable T value, String field) {
    if (value == null) {
      throw new IllegalArgumentException("no usable " + field);
    }
    return value;
  }

  private static boolean isNone(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    return token == JsonToken.VALUE_NULL
        || (token == JsonToken.VALUE_STRING && json.getTextLength() == 0);
  }

  private static IllegalArgumentException unexpected(JsonParser json, String wanted)
      throws IOException {
    return new IllegalArgumentException(
        "expected " + wanted + " but found " + json.currentToken() + " at " + json.currentName());
  }
}
