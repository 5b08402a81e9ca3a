package io.tickgate.venueserver;

import java.nio.charset.StandardCharsets;

/** Makes checksums wrong. */
final class Checksums {
  private static final String FIELD = "\"checksum\":";

  private Checksums() {}

  /** Whether the message has one. */
  static boolean in(byte[] message) {
    return indexIn(message) >= 0;
  }

  /** The message with another checksum of the same length, or itself when it has none. */
  static byte[] spoilt(byte[] message) {
    int last = indexIn(message);
    if (last < 0) {
      return message;
    }
    while (last + 1 < message.length && isDigit(message[last + 1])) {
      last++;
    }
    byte[] spoilt = message.clone();
    spoilt[last] = (byte) (message[last] == '0' ? '1' : message[last] - 1);
    return spoilt;
  }

  /** Where the number begins, or -1. */
  private static int indexIn(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1); // a byte a character
    int field = text.indexOf(FIELD);
    int start = field + FIELD.length();
    return field >= 0 && start < message.length && isDigit(message[start]) ? start : -1;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
