package io.tickgate.record;

/** Tells UTF-8 from other bytes, as strictly as RFC 3629 does. */
final class Utf8 {
  private Utf8() {}

  static boolean isValid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      int size = bytes[i] >= 0 ? 1 : sequence(bytes, i, to);
      if (size == 0) {
        return false;
      }
      i += size;
    }
    return true;
  }

  /** The length of the sequence that starts there; 0 when it isn't one. */
  private static int sequence(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xff;
    int size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (size == 0 || at + size > to) {
      return 0;
    }
    for (int i = at + 1; i < at + size; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xff;
    boolean allowed =
        switch (lead) {
          case 0xe0 -> second >= 0xa0; // shorter forms exist
          case 0xed -> second < 0xa0; // surrogates
          case 0xf0 -> second >= 0x90; // shorter forms exist
          case 0xf4 -> second < 0x90; // beyond U+10FFFF
          default -> true;
        };
    return allowed ? size : 0;
  }
}
