package io.tickgate.book;

import io.tickgate.market.Decimal;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An exact sum of price times size. A long while it fits, which for most instruments is for ever,
 * and a {@link BigDecimal} beyond.
 */
final class Notional {
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

  BigDecimal toBigDecimal() {
    return big == null ? BigDecimal.valueOf(mantissa, scale) : big;
  }
}
