package io.tickgate.adapter.venue.binance;

import io.tickgate.adapter.venue.Chars;
import io.tickgate.adapter.venue.LevelPairs;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages into a {@link Frame} straight from their bytes, as long as they are written the
 * way the venue writes quotes, trades and changes of a book: ASCII without white space or escapes,
 * whole numbers bare and decimals of up to 18 digits in quotes, fields in any order. Of anything
 * else it says so, and {@link FrameReader} reads it from the start: whether a message is broken is
 * never decided here.
 *
 * <p>Takes 40 % of {@link FrameReader}'s time over a recording of BTCUSDT futures: see {@code
 * DecodeSpeed}.
 */
final class PlainReader {
  private static final byte[] STREAM = ascii("stream");
  private static final byte[] DATA = ascii("data");
  private static final byte[] PREVIOUS = ascii("pu");
  private static final byte[] MARKET = ascii("\"MARKET\"");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  /** Digits that surely fit a long. */
  private static final int MAX_DIGITS = 18;

  private final Frame frame;
  private final LevelPairs levels = new LevelPairs();
  private byte[] text = {};
  private int at;
  private int end;

  PlainReader(Frame frame) {
    this.frame = frame;
  }

  /** Reads a message; false when it isn't plain, the frame then holds no sense. */
  boolean read(byte[] bytes, int offset, int length) {
    frame.clear();
    text = bytes;
    at = offset;
    end = offset + length;
    return object(true) && at == end;
  }

  private boolean object(boolean outer) {
    if (!take('{')) {
      return false;
    }
    do {
      if (!field(outer)) {
        return false;
      }
    } while (take(','));
    return take('}');
  }

  private boolean field(boolean outer) {
    int start = at + 1;
    if (!skipText() || !take(':')) {
      return false;
    }
    int length = at - 2 - start;
    return length == 1 ? letter(text[start]) : word(start, length, outer);
  }

  private boolean letter(byte name) {
    return switch (name) {
      case 'e' -> type();
      case 's' -> symbol();
      case 'E' -> (frame.eventTime = whole()) >= 0;
      case 'T' -> (frame.transactionTime = whole()) >= 0;
      case 'U' -> (frame.firstId = whole()) >= 0;
      case 'u' -> (frame.lastId = whole()) >= 0;
      case 't' -> (frame.tradeId = whole()) >= 0;
      case 'p' -> (frame.price = decimal()) != null;
      case 'q' -> (frame.quantity = decimal()) != null;
      case 'B' -> (frame.bidQuantity = decimal()) != null;
      case 'A' -> (frame.askQuantity = decimal()) != null;
      case 'b' -> bid();
      case 'a' -> ask();
      case 'm' -> flag();
      case 'X' -> takeAll(MARKET);
      case 'M' -> takeAll(TRUE) || takeAll(FALSE);
      default -> false;
    };
  }

  private boolean word(int start, int length, boolean outer) {
    if (is(PREVIOUS, start, length)) {
      return (frame.previousId = whole()) >= 0;
    }
    if (is(STREAM, start, length)) {
      int from = at + 1;
      return skipText() && set(frame.stream, from);
    }
    if (outer && is(DATA, start, length)) {
      return object(false);
    }
    return length == 2 && text[start] == 'p' && text[start + 1] == 's' && skipText(); // the pair
  }

  private boolean type() {
    int from = at + 1;
    if (!skipText()) {
      return false;
    }
    frame.type = EventType.of(text, from, at - 1 - from);
    return frame.type != EventType.OTHER;
  }

  private boolean symbol() {
    int from = at + 1;
    return skipText() && set(frame.symbol, from);
  }

  private boolean set(Chars target, int from) {
    target.set(text, from, at - 1 - from);
    return true;
  }

  private boolean bid() {
    return peek() == '[' ? (frame.bids = side()) != null : (frame.bid = decimal()) != null;
  }

  private boolean ask() {
    return switch (peek()) {
      case '[' -> (frame.asks = side()) != null;
      case '"' -> (frame.ask = decimal()) != null;
      default -> (frame.aggregateId = whole()) >= 0;
    };
  }

  private boolean flag() {
    boolean isTrue = takeAll(TRUE);
    frame.buyerIsMaker = isTrue;
    return isTrue || takeAll(FALSE);
  }

  private @Nullable List<PriceLevel> side() {
    levels.clear();
    if (!take('[')) {
      return null;
    }
    if (take(']')) {
      return levels.toList();
    }
    do {
      if (!level()) {
        return null;
      }
    } while (take(','));
    return take(']') ? levels.toList() : null;
  }

  private boolean level() {
    Decimal price = take('[') ? decimal() : null;
    Decimal size = price != null && take(',') ? decimal() : null;
    if (price == null || size == null || price.isZero() || !take(']')) {
      return false;
    }
    levels.add(price, size);
    return true;
  }

  /** A whole number of up to 18 digits without a leading zero; -1 when it isn't. */
  private long whole() {
    int start = at;
    long value = 0;
    for (; at < end && isDigit(text[at]); at++) {
      value = value * 10 + (text[at] - '0');
    }
    int digits = at - start;
    boolean plain = digits > 0 && digits <= MAX_DIGITS && (text[start] != '0' || digits == 1);
    return plain ? value : -1;
  }

  /** A quoted decimal; null when it isn't a plain one. */
  private @Nullable Decimal decimal() {
    if (!take('"')) {
      return null;
    }
    int start = at;
    int point = -1;
    long mantissa = 0;
    for (; at < end; at++) {
      byte c = text[at];
      if (isDigit(c)) {
        mantissa = mantissa * 10 + (c - '0');
      } else if (c == '.' && point < 0) {
        point = at;
      } else {
        break;
      }
    }
    int digits = at - start - (point < 0 ? 0 : 1);
    int scale = point < 0 ? 0 : at - point - 1;
    boolean plain = digits <= MAX_DIGITS && digits > scale && point != at - 1 && take('"');
    return plain ? Decimal.of(mantissa, scale) : null;
  }

  /** Passes a quoted text without escapes. */
  private boolean skipText() {
    if (!take('"')) {
      return false;
    }
    for (; at < end; at++) {
      byte c = text[at];
      if (c == '"') {
        at++;
        return true;
      }
      if (c < ' ' || c == '\\') { // control characters, and beyond ASCII, where bytes are negative
        return false;
      }
    }
    return false;
  }

  private boolean take(char c) {
    if (at < end && text[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private boolean takeAll(byte[] ascii) {
    if (at + ascii.length > end || !is(ascii, at, ascii.length)) {
      return false;
    }
    at += ascii.length;
    return true;
  }

  private byte peek() {
    return at < end ? text[at] : 0;
  }

  private boolean is(byte[] ascii, int start, int length) {
    if (length != ascii.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text[start + i] != ascii[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
