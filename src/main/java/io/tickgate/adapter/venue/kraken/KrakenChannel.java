package io.tickgate.adapter.venue.kraken;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.adapter.venue.JsonValues;
import java.io.IOException;

/** The channels that are of use. */
enum KrakenChannel {
  BOOK("book"),
  TRADE("trade"),
  TICKER("ticker"),
  HEARTBEAT("heartbeat"),
  STATUS("status"),
  OTHER("");

  private static final KrakenChannel[] CHANNELS = values();
  private static final String BOOK_PREFIX = "book-"; // v1 writes the depth into the name

  private final String text;

  KrakenChannel(String text) {
    this.text = text;
  }

  /** Whether messages of the channel hold rows to read. */
  boolean hasRows() {
    return this == BOOK || this == TRADE || this == TICKER;
  }

  /** The channel whose name the parser stands on, v1's {@code book-1000} too. */
  static KrakenChannel of(JsonParser json) throws IOException {
    for (KrakenChannel channel : CHANNELS) {
      if (JsonValues.is(json, channel.text)) {
        return channel;
      }
    }
    return depth(json) > 0 ? BOOK : OTHER;
  }

  /** The depth in {@code book-1000}; 0 when the name has none. */
  static int depth(JsonParser json) throws IOException {
    int digits = json.getTextLength() - BOOK_PREFIX.length();
    if (json.currentToken() != JsonToken.VALUE_STRING || digits < 1 || digits > 4) {
      return 0;
    }
    char[] text = json.getTextCharacters();
    int offset = json.getTextOffset();
    int depth = 0;
    for (int i = 0; i < BOOK_PREFIX.length() + digits; i++) {
      char c = text[offset + i];
      if (i < BOOK_PREFIX.length() ? c != BOOK_PREFIX.charAt(i) : c < '0' || c > '9') {
        return 0;
      }
      depth = i < BOOK_PREFIX.length() ? 0 : depth * 10 + c - '0';
    }
    return depth;
  }
}
