package io.tickgate.adapter.replay;

/** Reads times without {@code double} or {@code String}. */
final class Epoch {
  /** What isn't a time. */
  static final long NONE = -1;

  private static final int MICRO_DIGITS = 6;

  private Epoch() {}

  /**
   * Microseconds of decimal seconds such as {@code 1633998512.0633569}. What is finer than a
   * microsecond is cut off; recorders in Python leave trailing zeros and even the point away.
   */
  static long ofSeconds(byte[] bytes, int from, int to) {
    int point = from;
    while (point < to && bytes[point] != '.') {
      point++;
    }
    long micros = ofDigits(bytes, from, point);
    // 2^53 microseconds are ten digits of seconds
    if (micros == NONE || point - from > 10) {
      return NONE;
    }
    for (int i = 1; i <= MICRO_DIGITS; i++) {
      micros = micros * 10 + (point + i < to ? bytes[point + i] - '0' : 0);
    }
    boolean digitsFollow = point + 1 >= to || ofDigits(bytes, point + 1, to) != NONE;
    return digitsFollow && micros < LineGrammar.MAX_TIME ? micros : NONE;
  }

  /** The number that up to 19 digits write; {@link #NONE} for anything else. */
  static long ofDigits(byte[] bytes, int from, int to) {
    if (from >= to || to - from > 19) {
      return NONE;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      value = value * 10 + digit;
    }
    return value < 0 ? NONE : value;
  }
}
