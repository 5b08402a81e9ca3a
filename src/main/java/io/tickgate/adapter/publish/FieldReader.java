package io.tickgate.adapter.publish;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.market.Decimal;
import io.tickgate.wire.ClientMessage;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.RequestFault;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the value that a parser stands on, or says what is wrong with the field. */
final class FieldReader {
  /** Longest id of a trade; the longest known, a UUID, has 36 characters. */
  static final int MAX_ID_LENGTH = 64;

  /** Times fit 53 bits, which is the year 2255. */
  private static final long MAX_TIME = (1L << 53) - 1;

  private static final int MAX_TIME_DIGITS = 16;

  private FieldReader() {}

  static boolean isNull(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_NULL;
  }

  /**
   * A number in a string. JSON's own numbers are refused: most writers print them from a double,
   * and what such a price has lost can't be seen any more.
   */
  static Decimal decimal(String field, JsonParser json) throws IOException, RequestFault {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw bad(field, "not a decimal in a string");
    }
    try {
      return Decimal.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    } catch (NumberFormatException e) {
      throw bad(field, "not a decimal");
    }
  }

  static Decimal size(String field, JsonParser json) throws IOException, RequestFault {
    Decimal size = decimal(field, json);
    if (size.signum() < 0) {
      throw bad(field, "less than 0");
    }
    return size;
  }

  static @Nullable Decimal decimalOrNull(String field, JsonParser json)
      throws IOException, RequestFault {
    return isNull(json) ? null : decimal(field, json);
  }

  static @Nullable Decimal sizeOrNull(String field, JsonParser json)
      throws IOException, RequestFault {
    return isNull(json) ? null : size(field, json);
  }

  /** Microseconds since the epoch, or the other time where there is none. */
  static long time(String field, JsonParser json, long otherwise) throws IOException, RequestFault {
    if (isNull(json)) {
      return otherwise;
    }
    boolean whole =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && json.getTextLength() <= MAX_TIME_DIGITS;
    long time = whole ? json.getLongValue() : -1;
    if (time < 0 || time > MAX_TIME) {
      throw bad(field, "not microseconds since the epoch, an integer from 0 to 2^53-1");
    }
    return time;
  }

  static boolean bool(String field, JsonParser json) throws IOException, RequestFault {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw bad(field, "not true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  /** An id, text or integer; it goes out to clients, so it holds what can be written again. */
  static @Nullable String id(String field, JsonParser json) throws IOException, RequestFault {
    if (isNull(json)) {
      return null;
    }
    JsonToken token = json.currentToken();
    boolean scalar = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
    int length = scalar ? json.getTextLength() : 0;
    if (length == 0 || length > MAX_ID_LENGTH) {
      throw bad(field, "not a text of 1 to " + MAX_ID_LENGTH + " characters");
    }
    String id = json.getText();
    for (int i = 0; i < length; i++) {
      char c = id.charAt(i);
      if (Character.isISOControl(c) || Character.isSurrogate(c)) {
        throw bad(field, "holds a control character or one beyond the basic plane");
      }
    }
    return id;
  }

  static String text(String field, JsonParser json) throws IOException, RequestFault {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw bad(field, "not a string");
    }
    return json.getText();
  }

  static RequestFault bad(String field, String fault) {
    return new RequestFault(ErrorCode.BAD_REQUEST, ClientMessage.NO_ID, field + ": " + fault);
  }

  /** A publisher's own words come back shortened: they may be as long as a message. */
  static String shorten(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
