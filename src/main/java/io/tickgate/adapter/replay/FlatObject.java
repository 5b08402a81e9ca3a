package io.tickgate.adapter.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a JSON object without nesting lie in its bytes. A general parser would make
 * strings of messages that are wanted as bytes; this one moves nothing, and strings keep their
 * escapes.
 */
final class FlatObject {
  /** The members of a recording that mean something, the most frequent first. */
  enum Member {
    RX(false),
    IN(true),
    OUT(true),
    OPEN(true),
    CLOSE(false),
    REST(true),
    BODY(true),
    DROPPED(false),
    IN64(true),
    OUT64(true),
    BODY64(true),
    FORMAT(true),
    VERSION(false),
    VENUE(true),
    SESSION(true);

    private static final Member[] ALL = values();

    private final byte[] key = name().toLowerCase(Locale.ROOT).getBytes(US_ASCII);
    private final boolean text;

    Member(boolean text) {
      this.text = text;
    }

    private static @Nullable Member of(byte[] bytes, int from, int to) {
      for (Member member : ALL) {
        if (Arrays.equals(bytes, from, to, member.key, 0, member.key.length)) {
          return member;
        }
      }
      return null;
    }
  }

  private final int[] starts = new int[Member.ALL.length];
  private final int[] ends = new int[Member.ALL.length];
  private int present;
  private byte[] bytes = {};
  private int at;
  private int end;

  /** Finds the members; false when it isn't such an object, or a value has the wrong type. */
  boolean read(byte[] line, int from, int to) {
    bytes = line;
    at = from;
    end = to;
    present = 0;
    if (!take('{')) {
      return false;
    }
    do {
      if (!member()) {
        return false;
      }
    } while (take(','));
    return take('}') && peek() == 0;
  }

  boolean has(Member member) {
    return (present & (1 << member.ordinal())) != 0;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Start of the value: after the quote of a string. */
  int from(Member member) {
    return starts[member.ordinal()];
  }

  /** End of the value: before the quote of a string. */
  int to(Member member) {
    return ends[member.ordinal()];
  }

  /** Whether the value is there and is that text, unescaped. */
  boolean is(Member member, byte[] text) {
    return has(member) && Arrays.equals(bytes, from(member), to(member), text, 0, text.length);
  }

  private boolean member() {
    int key = peek() == '"' ? at + 1 : -1;
    if (key < 0 || !string()) {
      return false;
    }
    Member member = Member.of(bytes, key, at - 1);
    if (!take(':')) {
      return false;
    }
    boolean text = peek() == '"';
    int start = at;
    if (!(text ? string() : literal())) {
      return false;
    }
    if (member == null) {
      return true;
    }
    starts[member.ordinal()] = text ? start + 1 : start;
    ends[member.ordinal()] = text ? at - 1 : at;
    present |= 1 << member.ordinal();
    return text == member.text;
  }

  /** Goes past a string; its end is the first quote without a backslash. */
  private boolean string() {
    int i = at + 1;
    for (; i < end; i++) {
      byte b = bytes[i];
      if (b == '"') {
        at = i + 1;
        return true;
      }
      if (b == '\\') {
        i++;
      }
    }
    return false;
  }

  /** Goes past a number, true, false or null, without looking closer. */
  private boolean literal() {
    int start = at;
    while (at < end && isLiteral(bytes[at])) {
      at++;
    }
    return at > start;
  }

  private static boolean isLiteral(byte b) {
    return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == '-' || b == '.' || b == '+';
  }

  private boolean take(char character) {
    if (peek() != character) {
      return false;
    }
    at++;
    return true;
  }

  /** The next byte that isn't white space; 0 at the end. */
  private int peek() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    return at < end ? bytes[at] : 0;
  }
}
