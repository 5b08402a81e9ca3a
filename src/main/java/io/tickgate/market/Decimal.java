package io.tickgate.market;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An exact decimal that keeps its trailing zeros: {@code 0.00005100} stays apart from {@code
 * 0.000051} in {@link #equals} and in print, and is the same in {@link #compareTo}.
 *
 * <p>A number of up to 18 digits is a {@code long} and a scale, parsed from and printed to
 * characters without a {@code String}. A longer one falls back to {@link BigDecimal} rather than
 * being rounded. Immutable.
 */
public final class Decimal implements Comparable<Decimal> {
  /** Most digits of a number that is read, leading zeros aside: beyond, it isn't a price. */
  public static final int MAX_DIGITS = 60;

  /** Most decimals a number may have. */
  public static final int MAX_SCALE = 40;

  /** What {@link #scaledTo} gives when there is no such number. */
  public static final long NOT_SCALABLE = Long.MIN_VALUE;

  public static final Decimal ZERO = new Decimal(0, 0, null);

  /**
   * Most digits of what is made of numbers: with {@value #MAX_DIGITS} before the point and {@value
   * #MAX_SCALE} behind it there is room to add up 10^20 of them, so no sum is ever refused.
   */
  private static final int MAX_SUM_DIGITS = 2 * MAX_DIGITS;

  private static final int LONG_DIGITS = 18;
  private static final long[] POWERS = new long[LONG_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private final long mantissa;
  private final int scale;
  private final @Nullable BigDecimal big; // set when the digits don't fit the mantissa

  private Decimal(long mantissa, int scale, @Nullable BigDecimal big) {
    this.mantissa = mantissa;
    this.scale = scale;
    this.big = big;
  }

  /** The number {@code mantissa / 10^scale}; the scale is 0 to {@value #MAX_SCALE}. */
  public static Decimal of(long mantissa, int scale) {
    if (scale < 0 || scale > MAX_SCALE) {
      throw new NumberFormatException("scale " + scale + " is not 0 to " + MAX_SCALE);
    }
    boolean fits = mantissa > -POWERS[LONG_DIGITS] && mantissa < POWERS[LONG_DIGITS];
    return new Decimal(mantissa, scale, fits ? null : BigDecimal.valueOf(mantissa, scale));
  }

  /**
   * The same number and the same decimals; a negative scale is written out.
   *
   * @throws NumberFormatException when it is longer than a sum or a mean of numbers that were
   *     {@linkplain #parse parsed} can be
   */
  public static Decimal of(BigDecimal value) {
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    if (plain.precision() > MAX_SUM_DIGITS || plain.scale() > MAX_SCALE) {
      throw new NumberFormatException("more than " + MAX_SUM_DIGITS + " digits");
    }
    if (plain.precision() <= LONG_DIGITS) {
      return new Decimal(plain.unscaledValue().longValueExact(), plain.scale(), null);
    }
    return new Decimal(0, plain.scale(), plain);
  }

  /** Reads a number; see {@link #parse(char[], int, int)}. */
  public static Decimal parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }

  /**
   * Reads a number in JSON's grammar (RFC 8259 section 6), leading zeros and a missing integer part
   * forgiven because venues write them.
   *
   * @throws NumberFormatException when the characters aren't a number or exceed {@value
   *     #MAX_DIGITS} digits
   */
  public static Decimal parse(char[] text, int offset, int length) {
    int end = offset + length;
    int i = offset;
    boolean negative = i < end && text[i] == '-';
    if (negative) {
      i++;
    }
    long mantissa = 0;
    int digits = 0;
    int scale = 0;
    int dot = -1;
    int first = i;
    for (; i < end; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        if (digits > 0 || digit != 0) {
          if (++digits > LONG_DIGITS) {
            return parseLong(text, offset, length);
          }
        }
        mantissa = mantissa * 10 + digit;
      } else if (text[i] == '.' && dot < 0) {
        dot = i;
      } else {
        return parseLong(text, offset, length); // an exponent, or no number
      }
    }
    if (dot >= 0) {
      scale = end - dot - 1;
    }
    if (i - first - (dot >= 0 ? 1 : 0) == 0 || (dot >= 0 && scale == 0) || scale > MAX_SCALE) {
      throw notANumber(length);
    }
    return new Decimal(negative ? -mantissa : mantissa, scale, null);
  }

  private static Decimal parseLong(char[] text, int offset, int length) {
    // bounded before BigDecimal sees it: a megabyte of digits or 1e999999999 costs nothing
    if (length > MAX_DIGITS + MAX_SCALE || !isNumber(text, offset, offset + length)) {
      throw notANumber(length);
    }
    BigDecimal value = new BigDecimal(text, offset, length);
    Decimal decimal = of(value);
    if (decimal.big != null && decimal.big.precision() > MAX_DIGITS) {
      throw notANumber(length);
    }
    return decimal;
  }

  /** BigDecimal's own grammar is wider: it takes {@code +1} and {@code 1.}. */
  private static boolean isNumber(char[] text, int offset, int end) {
    int first = offset < end && text[offset] == '-' ? offset + 1 : offset;
    int at = skipDigits(text, first, end);
    boolean digits = at > first;
    if (at < end && text[at] == '.') {
      int fraction = at + 1;
      at = skipDigits(text, fraction, end);
      digits = at > fraction;
    }
    boolean exponent = at < end && (text[at] == 'e' || text[at] == 'E');
    return digits && (at == end || (exponent && exponentIsSmall(text, at + 1, end)));
  }

  private static int skipDigits(char[] text, int from, int end) {
    int i = from;
    while (i < end && text[i] >= '0' && text[i] <= '9') {
      i++;
    }
    return i;
  }

  private static boolean exponentIsSmall(char[] text, int from, int end) {
    int first = from < end && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
    int value = 0;
    for (int i = first; i < end; i++) {
      value = value * 10 + (text[i] - '0');
      if (value > MAX_SCALE || text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return first < end;
  }

  private static NumberFormatException notANumber(int length) {
    return new NumberFormatException("not a decimal number (" + length + " characters)");
  }

  /** Whether {@link #mantissa} holds all digits. */
  public boolean fitsLong() {
    return big == null;
  }

  /** The digits without the point, when they {@linkplain #fitsLong fit}. */
  public long mantissa() {
    return mantissa;
  }

  /** Number of decimals, trailing zeros included. */
  public int scale() {
    return scale;
  }

  /**
   * The digits without the point as they would be with that many decimals: {@code 1.50} scaled to 3
   * is 1500. {@link #NOT_SCALABLE} when that drops decimals or takes more than 18 digits.
   */
  public long scaledTo(int decimals) {
    int shift = decimals - scale;
    if (big != null || shift < 0 || shift > LONG_DIGITS) {
      return NOT_SCALABLE;
    }
    long limit = POWERS[LONG_DIGITS - shift];
    return mantissa > -limit && mantissa < limit ? mantissa * POWERS[shift] : NOT_SCALABLE;
  }

  /** -1, 0 or 1. */
  public int signum() {
    return big == null ? Long.signum(mantissa) : big.signum();
  }

  /** Whether the value is zero, however many decimals it is written with. */
  public boolean isZero() {
    return signum() == 0;
  }

  /** The same number as a {@link BigDecimal} of the same scale. */
  public BigDecimal toBigDecimal() {
    return big == null ? BigDecimal.valueOf(mantissa, scale) : big;
  }

  /** The exact sum, with the larger of the two scales. */
  public Decimal plus(Decimal other) {
    if (big == null && other.big == null && scale == other.scale) {
      return of(mantissa + other.mantissa, scale); // 18 digits and 18 digits fit a long
    }
    return of(toBigDecimal().add(other.toBigDecimal()));
  }

  @Override
  public int compareTo(Decimal other) {
    if (big == null && other.big == null) {
      if (scale == other.scale) {
        return Long.compare(mantissa, other.mantissa);
      }
      int shift = Math.abs(scale - other.scale);
      if (shift <= LONG_DIGITS) {
        return compareShifted(other, POWERS[shift]);
      }
    }
    return toBigDecimal().compareTo(other.toBigDecimal());
  }

  private int compareShifted(Decimal other, long power) {
    long mine = scale < other.scale ? power : 1;
    long theirs = scale < other.scale ? 1 : power;
    long low = mantissa * mine;
    long otherLow = other.mantissa * theirs;
    int high =
        Long.compare(Math.multiplyHigh(mantissa, mine), Math.multiplyHigh(other.mantissa, theirs));
    return high != 0 ? high : Long.compareUnsigned(low, otherLow);
  }

  /** Whether number and decimals are the same: {@code 1.0} isn't {@code 1.00} here. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Decimal that
        && scale == that.scale
        && (big == null
            ? that.big == null && mantissa == that.mantissa
            : that.big != null && big.equals(that.big));
  }

  @Override
  public int hashCode() {
    return big == null ? Long.hashCode(mantissa) * 31 + scale : big.hashCode();
  }

  /** Most bytes {@link #writeTo} may need. */
  public int maxLength() {
    return 2 + (big == null ? MAX_SCALE + 1 : Math.max(big.precision(), scale + 1));
  }

  /**
   * Prints the digits in ASCII without an exponent and returns the position behind them. The target
   * needs {@link #maxLength} bytes of room.
   */
  public int writeTo(byte[] target, int position) {
    if (big != null) {
      return ascii(big.toPlainString(), target, position);
    }
    int at = position;
    long rest = mantissa;
    if (rest < 0) {
      target[at++] = '-';
      rest = -rest;
    }
    int length = Math.max(digits(rest), scale + 1) + (scale > 0 ? 1 : 0);
    int end = at + length;
    int point = scale > 0 ? end - 1 - scale : -1;
    for (int i = end - 1; i >= at; i--) {
      if (i == point) {
        target[i] = '.';
      } else {
        target[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    return end;
  }

  private static int digits(long value) {
    int count = 1;
    while (count < POWERS.length && value >= POWERS[count]) {
      count++;
    }
    return count;
  }

  /** All digits from the first that isn't zero, without the point: how venues feed a checksum. */
  public int writeDigitsTo(byte[] target, int position) {
    if (big != null) {
      return ascii(big.unscaledValue().abs().toString(), target, position);
    }
    return mantissa == 0 ? position : writeLong(Math.abs(mantissa), target, position);
  }

  private static int writeLong(long value, byte[] target, int position) {
    int end = position + digits(value);
    long rest = value;
    for (int i = end - 1; i >= position; i--) {
      target[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return end;
  }

  private static int ascii(String text, byte[] target, int position) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, target, position, bytes.length);
    return position + bytes.length;
  }

  @Override
  public String toString() {
    byte[] text = new byte[maxLength()];
    return new String(text, 0, writeTo(text, 0), StandardCharsets.US_ASCII);
  }
}
