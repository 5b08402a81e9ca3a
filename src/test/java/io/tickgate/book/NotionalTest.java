package io.tickgate.book;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.market.Decimal;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NotionalTest {
  @Test
  void isTheExactSum() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      int bits = 5 + random.nextInt(55); // small ones stay in a long, large ones leave it at once
      int scales = 1 + random.nextInt(4);
      Notional sum = Notional.ZERO;
      BigDecimal model = BigDecimal.ZERO;
      for (int step = 0; step < 200; step++) {
        Decimal price = decimal(random, bits, scales);
        Decimal size = decimal(random, bits, scales);
        sum = sum.plus(price, size);
        model = model.add(price.toBigDecimal().multiply(size.toBigDecimal()));
        String what = "seed " + seed + " step " + step;
        assertEquals(0, model.compareTo(sum.toBigDecimal()), what);
      }
    }
  }

  private static Decimal decimal(Random random, int bits, int scales) {
    return Decimal.of(random.nextLong() >> (64 - bits), random.nextInt(scales));
  }

  @Test
  void staysExactBeyondALong() {
    Decimal large = Decimal.of(999_999_999_999_999_999L, 9);
    BigDecimal product = large.toBigDecimal().multiply(large.toBigDecimal());
    assertEquals(product, Notional.ZERO.plus(large, large).toBigDecimal());

    // 4 times 3e18 leaves the long in the fourth addition only
    Decimal billions = Decimal.of(3_000_000_000L, 0);
    Decimal billion = Decimal.of(1_000_000_000L, 0);
    Notional sum = Notional.ZERO;
    for (int i = 0; i < 5; i++) {
      sum = sum.plus(billions, billion);
    }
    assertEquals(new BigDecimal("15000000000000000000"), sum.toBigDecimal());
  }
}
