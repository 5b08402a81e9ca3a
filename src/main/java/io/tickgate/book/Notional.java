package io.tickgate.book;

import io.tickgate.market.Decimal;
import io.tickgate.market.codec.BinaryReader;
import io.tickgate.market.codec.BinaryWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An exact sum of price times size. A long while it fits, which for most instruments is for ever,
 * and a {@link BigDecimal} beyond.
 */
final class Notional {
  private static final int MAX_BYTES = 128; // two decimals of 60 digits make 50, and room to sum up

  static final Notional ZERO = new Notional(0, 0, null);

  private final long mantissa;
  private final int scale;
  private final @Nullable BigDecimal big;

  private Notional(long mantissa, int scale, @Nullable BigDecimal big) {
    this.mantissa = mantissa;
    this.scale = scale;
    this.big = big;
  }

  /** The sum with one more trade in it. */
  Notional plus(Decimal price, Decimal size) {
    int productScale = price.scale() + size.scale();
    if (big == null && price.fitsLong() && size.fitsLong()) {
      long a = price.mantissa();
      long b = size.mantissa();
      long product = a * b;
      boolean exact = Math.multiplyHigh(a, b) == product >> 63;
      if (exact && (mantissa == 0 || productScale == scale)) {
        long sum = mantissa + product;
        if (((mantissa ^ sum) & (product ^ sum)) >= 0) {
          return new Notional(sum, productScale, null);
        }
      }
    }
    BigDecimal product = price.toBigDecimal().multiply(size.toBigDecimal());
    return new Notional(0, 0, toBigDecimal().add(product));
  }

  void write(BinaryWriter out) {
    BigDecimal sum = toBigDecimal();
    out.whole(sum.scale());
    byte[] digits = sum.unscaledValue().toByteArray();
    out.whole(digits.length);
    out.raw(digits, 0, digits.length);
  }

  static Notional read(BinaryReader in) {
    long scale = in.whole();
    int length = in.count(1);
    if (scale < 0 || scale > 2 * Decimal.MAX_SCALE || length == 0 || length > MAX_BYTES) {
      throw new IllegalArgumentException("a sum of " + length + " bytes, scale " + scale);
    }
    byte[] digits = new byte[length];
    for (int i = 0; i < length; i++) {
      digits[i] = (byte) in.octet();
    }
    BigInteger sum = new BigInteger(digits);
    return length <= Long.BYTES
        ? new Notional(sum.longValue(), (int) scale, null)
        : new Notional(0, 0, new BigDecimal(sum, (int) scale));
  }

  BigDecimal toBigDecimal() {
    return big == null ? BigDecimal.valueOf(mantissa, scale) : big;
  }
}
