package io.tickgate.adapter.venue.kraken;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Reads v1's times, seconds since the epoch with six decimals such as {@code 1618678135.001447}.
 */
final class EpochSeconds {
  private static final int DECIMALS = 6;

  /** Clients hold microseconds in 53 bits. */
  private static final long MAX_SECONDS = (1L << 53) / 1_000_000;

  private EpochSeconds() {}

  /** The time the parser stands on in microseconds; further decimals are cut off. */
  static long micros(JsonParser json) throws IOException {
    check(json.currentToken() == JsonToken.VALUE_STRING);
    char[] text = json.getTextCharacters();
    int end = json.getTextOffset() + json.getTextLength();
    int i = json.getTextOffset();
    check(i < end && text[i] != '.');
    long seconds = 0;
    for (; i < end && text[i] != '.'; i++) {
      seconds = seconds * 10 + digit(text[i]);
      check(seconds < MAX_SECONDS);
    }
    long fraction = 0;
    int decimals = 0;
    for (i++; i < end; i++) {
      int digit = digit(text[i]);
      if (decimals < DECIMALS) {
        fraction = fraction * 10 + digit;
        decimals++;
      }
    }
    for (; decimals < DECIMALS; decimals++) {
      fraction *= 10;
    }
    return seconds * 1_000_000 + fraction;
  }

  private static int digit(char c) {
    check(c >= '0' && c <= '9');
    return c - '0';
  }

  private static void check(boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException("not a time in seconds");
    }
  }
}
