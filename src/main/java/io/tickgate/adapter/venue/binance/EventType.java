package io.tickgate.adapter.venue.binance;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Value of the field {@code e}: what a payload is. */
enum EventType {
  DEPTH("depthUpdate"),
  BOOK_TICKER("bookTicker"),
  TRADE("trade"),
  AGG_TRADE("aggTrade"),
  TICKER("24hrTicker"),
  /** Not told: a spot book ticker, a partial or REST depth, or no market data. */
  NONE(""),
  /** Of no use here: klines, mini tickers, mark prices, the notice of a shutdown. */
  OTHER("");

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  private static final EventType[] KNOWN = {BOOK_TICKER, DEPTH, TRADE, AGG_TRADE, TICKER};

  /** The type whose name the parser stands on. */
  static EventType of(JsonParser json) throws IOException {
    char[] chars = json.getTextCharacters();
    int offset = json.getTextOffset();
    int length = json.getTextLength();
    for (EventType type : KNOWN) {
      if (type.text.length() == length && matches(type.text, chars, offset)) {
        return type;
      }
    }
    return OTHER;
  }

  /** The type of that name in ASCII. */
  static EventType of(byte[] ascii, int offset, int length) {
    for (EventType type : KNOWN) {
      if (type.text.length() == length && matches(type.text, ascii, offset)) {
        return type;
      }
    }
    return OTHER;
  }

  private static boolean matches(String text, byte[] ascii, int offset) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != ascii[offset + i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(String text, char[] chars, int offset) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != chars[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
