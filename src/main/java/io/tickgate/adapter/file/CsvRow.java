package io.tickgate.adapter.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.market.Decimal;
import io.tickgate.market.Symbol;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one line, as ranges of its bytes (RFC 4180, without line ends in a field). Used
 * again for the next line. What is asked of a field and isn't there is a {@link CsvFault} that
 * names the column.
 */
final class CsvRow {
  /** A column that the file doesn't have. */
  static final int NONE = -1;

  /** Snapshots of 100 levels a side have 404. */
  static final int MAX_COLUMNS = 1_024;

  /** Digits that surely fit a long. */
  private static final int MAX_DIGITS = 18;

  /** Longer than any number a {@link Decimal} takes. */
  private static final int MAX_NUMBER = 128;

  /** Longest id of a trade; the longest known, a UUID, has 36 characters. */
  private static final int MAX_ID = 64;

  /** Times are below 2^53 microseconds, as everywhere in the gateway. */
  private static final long MAX_TIME = 1L << 53;

  /** Milliseconds are less until the year 5138, and microseconds more since 1973. */
  private static final long FIRST_MICROS = 100_000_000_000_000L;

  private final char[] text = new char[MAX_NUMBER];
  private CsvHeader header;
  private byte[] bytes = {};
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int size;

  CsvRow(CsvHeader header) {
    this.header = header;
  }

  /** From now on faults name its columns. */
  void header(CsvHeader names) {
    header = names;
  }

  /** Takes a line, whose bytes may change: doubled quotes become single ones. */
  void split(byte[] line, int from, int to) throws CsvFault {
    bytes = line;
    size = 0;
    int at = from;
    do {
      at = (at < to && line[at] == '"' ? quoted(at + 1, to) : plain(at, to)) + 1;
    } while (at <= to);
  }

  int size() {
    return size;
  }

  boolean isEmpty(int column) {
    return starts[column] == ends[column];
  }

  boolean is(int column, String ascii) {
    int from = starts[column];
    if (ends[column] - from != ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[from + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  String text(int column) {
    return new String(bytes, starts[column], ends[column] - starts[column], UTF_8);
  }

  /** A text that goes out to clients; null when the field is empty. */
  @Nullable String id(int column) throws CsvFault {
    if (isEmpty(column)) {
      return null;
    }
    String id = ends[column] - starts[column] > MAX_ID ? "" : text(column);
    if (id.isEmpty() || id.chars().anyMatch(c -> c < ' ' || c == 0xfffd || c == 0x7f)) {
      throw header.fault(column, "not an id of up to " + MAX_ID + " bytes");
    }
    return id;
  }

  /** The characters of a name, of {@link #length}, until the next line or name. */
  char[] chars(int column) throws CsvFault {
    int length = length(column);
    if (length > Symbol.MAX_LENGTH) {
      throw header.fault(column, "more than " + Symbol.MAX_LENGTH + " characters");
    }
    copy(column, length);
    return text;
  }

  int length(int column) {
    return ends[column] - starts[column];
  }

  /** A number; digits alone with a point or without cost no more than they must. */
  Decimal decimal(int column) throws CsvFault {
    byte[] in = bytes;
    int start = starts[column];
    int end = ends[column];
    int point = NONE;
    long mantissa = 0;
    int at = start;
    for (; at < end; at++) {
      int digit = in[at] - '0';
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
      } else if (in[at] == '.' && point == NONE) {
        point = at;
      } else {
        break;
      }
    }
    int digits = at - start - (point == NONE ? 0 : 1);
    int scale = point == NONE ? 0 : at - point - 1;
    boolean plain = at == end && digits <= MAX_DIGITS && digits > scale && point != end - 1;
    return plain ? Decimal.of(mantissa, scale) : otherDecimal(column);
  }

  private Decimal otherDecimal(int column) throws CsvFault {
    int length = length(column);
    if (length == 0 || length > MAX_NUMBER) {
      throw header.fault(column, length == 0 ? "empty" : "not a number");
    }
    copy(column, length);
    try {
      return Decimal.parse(text, 0, length);
    } catch (NumberFormatException e) {
      throw header.fault(column, "not a number");
    }
  }

  /** The number, or null when the field is empty. */
  @Nullable Decimal decimalOrNull(int column) throws CsvFault {
    return isEmpty(column) ? null : decimal(column);
  }

  /** A number that isn't below zero. */
  Decimal amount(int column) throws CsvFault {
    Decimal amount = decimal(column);
    if (amount.signum() < 0) {
      throw header.fault(column, "less than 0");
    }
    return amount;
  }

  /** The amount, or null when the field is empty. */
  @Nullable Decimal amountOrNull(int column) throws CsvFault {
    return isEmpty(column) ? null : amount(column);
  }

  /** A number above zero. */
  Decimal positive(int column) throws CsvFault {
    Decimal price = decimal(column);
    if (price.signum() <= 0) {
      throw header.fault(column, "not above 0");
    }
    return price;
  }

  boolean isFlag(int column) {
    return isTrue(column) || is(column, "false") || is(column, "False");
  }

  boolean flag(int column) throws CsvFault {
    if (!isFlag(column)) {
      throw header.fault(column, "not true or false");
    }
    return isTrue(column);
  }

  private boolean isTrue(int column) {
    return is(column, "true") || is(column, "True");
  }

  /** A whole number of 0 or more. */
  long whole(int column) throws CsvFault {
    int length = length(column);
    long value = 0;
    for (int at = starts[column]; at < ends[column]; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9 || length > MAX_DIGITS) {
        throw header.fault(column, "not a whole number");
      }
      value = value * 10 + digit;
    }
    if (length == 0) {
      throw header.fault(column, "empty");
    }
    return value;
  }

  /** Microseconds since the epoch. */
  long micros(int column) throws CsvFault {
    long micros = whole(column);
    if (micros >= MAX_TIME) {
      throw header.fault(column, "not microseconds since the epoch");
    }
    return micros;
  }

  /** Milliseconds or microseconds since the epoch, in microseconds: the number tells which. */
  long millisOrMicros(int column) throws CsvFault {
    long time = micros(column);
    return time < FIRST_MICROS ? time * 1_000 : time;
  }

  CsvFault fault(int column, String message) {
    return header.fault(column, message);
  }

  private void copy(int column, int length) {
    int start = starts[column];
    for (int i = 0; i < length; i++) {
      text[i] = (char) (bytes[start + i] & 0xff);
    }
  }

  private int plain(int from, int to) throws CsvFault {
    int at = from;
    while (at < to && bytes[at] != ',') {
      at++;
    }
    add(from, at);
    return at;
  }

  private int quoted(int from, int to) throws CsvFault {
    int at = from;
    int end = from;
    while (at < to && (bytes[at] != '"' || (at + 1 < to && bytes[at + 1] == '"'))) {
      at += bytes[at] == '"' ? 1 : 0;
      bytes[end++] = bytes[at++];
    }
    if (at == to || (at + 1 < to && bytes[at + 1] != ',')) {
      throw new CsvFault("column " + (size + 1) + ": a quote that isn't closed");
    }
    add(from, end);
    return at + 1;
  }

  private void add(int from, int to) throws CsvFault {
    if (size == MAX_COLUMNS) {
      throw new CsvFault("more than " + MAX_COLUMNS + " columns");
    }
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    starts[size] = from;
    ends[size++] = to;
  }
}
