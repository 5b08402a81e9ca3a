package io.tickgate.adapter.replay;

/** JSON on the level of bytes. */
final class JsonText {
  private JsonText() {}

  /**
   * Undoes the escapes of a JSON string in place; the result, in UTF-8, is never longer.
   *
   * @return where it ends now
   * @throws IllegalArgumentException for an escape that JSON doesn't know or that isn't a character
   */
  static int unescape(byte[] bytes, int from, int to) {
    int in = from;
    while (in < to && bytes[in] != '\\') {
      in++;
    }
    int out = in;
    while (in < to) {
      byte b = bytes[in++];
      if (b != '\\') {
        bytes[out++] = b;
      } else if (in < to && bytes[in] == 'u') {
        int character = character(bytes, in - 1, to);
        in += character >= 0x10000 ? 11 : 5;
        out = utf8(character, bytes, out);
      } else {
        bytes[out++] = in < to ? simple(bytes[in++]) : bad();
      }
    }
    return out;
  }

  /**
   * Whether that is one object or array from its first bracket to its last: told by brackets alone,
   * which a text that was cut off can't balance.
   */
  static boolean isWhole(byte[] bytes, int from, int to) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '"') {
        i = stringEnd(bytes, i + 1, to);
      } else if (b == '{' || b == '[') {
        depth++;
      } else if ((b == '}' || b == ']') && --depth == 0) {
        return i == to - 1;
      }
      if (depth == 0) {
        return false;
      }
    }
    return false;
  }

  private static int stringEnd(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != '"') {
      i += bytes[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  private static byte simple(byte escape) {
    return switch (escape) {
      case '"', '\\', '/' -> escape;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> bad();
    };
  }

  /** The character whose escape, or pair of escapes, starts there. */
  private static int character(byte[] bytes, int from, int to) {
    int unit = unit(bytes, from, to);
    if (!Character.isSurrogate((char) unit)) {
      return unit;
    }
    int low = unit(bytes, from + 6, to);
    if (!Character.isSurrogatePair((char) unit, (char) low)) {
      return bad();
    }
    return Character.toCodePoint((char) unit, (char) low);
  }

  private static int unit(byte[] bytes, int from, int to) {
    if (from + 6 > to || bytes[from] != '\\' || bytes[from + 1] != 'u') {
      return bad();
    }
    int unit = 0;
    for (int i = from + 2; i < from + 6; i++) {
      int digit = Character.digit(bytes[i], 16);
      unit = digit < 0 ? bad() : unit << 4 | digit;
    }
    return unit;
  }

  private static int utf8(int character, byte[] bytes, int at) {
    int out = at;
    if (character < 0x80) {
      bytes[out++] = (byte) character;
      return out;
    }
    if (character < 0x800) {
      bytes[out++] = (byte) (0xc0 | character >> 6);
    } else if (character < 0x10000) {
      bytes[out++] = (byte) (0xe0 | character >> 12);
      bytes[out++] = (byte) (0x80 | character >> 6 & 0x3f);
    } else {
      bytes[out++] = (byte) (0xf0 | character >> 18);
      bytes[out++] = (byte) (0x80 | character >> 12 & 0x3f);
      bytes[out++] = (byte) (0x80 | character >> 6 & 0x3f);
    }
    bytes[out++] = (byte) (0x80 | character & 0x3f);
    return out;
  }

  private static byte bad() {
    throw new IllegalArgumentException("bad escape");
  }
}
