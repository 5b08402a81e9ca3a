package io.tickgate.bench;

import java.nio.charset.StandardCharsets;

/**
 * Reads the data messages of the protocol as far as a load client needs, in the order of fields in
 * which they are written: {@code {"s":…,"seq":…,"prev":…,"ts":…,"rx":…,…}}. A full parser would
 * take longer than the server under test.
 */
final class ElementReader {
  private static final byte[] UPDATE = ascii("{\"type\":\"update\",");
  private static final byte[] SNAPSHOT = ascii("{\"type\":\"snapshot\",");
  private static final byte[] SYMBOL = ascii("{\"s\":\"");
  private static final byte[] SEQ = ascii("\"seq\":");
  private static final byte[] PREV = ascii(",\"prev\":");
  private static final byte[] RX = ascii("\"rx\":");

  private byte[] text = {};
  private int at;
  private int end;

  /** Hears of each element. */
  interface Listener {
    /** The {@code prev} is -1 when there is none. */
    void onElement(int symbol, long seq, long prev, long rx);
  }

  private final SymbolIndex symbols;

  ElementReader(SymbolIndex symbols) {
    this.symbols = symbols;
  }

  /** Reads a message; false when it isn't one of data. */
  boolean read(byte[] bytes, int from, int to, Listener listener) {
    text = bytes;
    at = from;
    end = to;
    if (!starts(UPDATE) && !starts(SNAPSHOT)) {
      return false;
    }
    while (pass(SYMBOL)) {
      int name = at;
      while (text[at] != '"') {
        at++;
      }
      int symbol = symbols.find(text, name, at);
      long seq = pass(SEQ) ? number() : -1;
      long prev = starts(PREV) && pass(PREV) ? number() : -1;
      long rx = pass(RX) ? number() : -1;
      listener.onElement(symbol, seq, prev, rx);
    }
    return true;
  }

  private boolean starts(byte[] what) {
    if (end - at < what.length) {
      return false;
    }
    for (int i = 0; i < what.length; i++) {
      if (text[at + i] != what[i]) {
        return false;
      }
    }
    return true;
  }

  /** Goes behind the next such text; false when there is none. */
  private boolean pass(byte[] what) {
    for (; at <= end - what.length; at++) {
      if (text[at] == what[0] && starts(what)) {
        at += what.length;
        return true;
      }
    }
    return false;
  }

  private long number() {
    long value = 0;
    for (; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
      value = value * 10 + text[at] - '0';
    }
    return value;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
