package io.tickgate.book;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A side against a sorted map, with prices of every scale, sign and length. */
class BookSidePropertyTest {
  private static final int STEPS = 20_000;

  /** Like venues that write trailing zeros, that leave them out, and like no venue. */
  @ParameterizedTest
  @CsvSource({
    "1,true,2,2,100000",
    "2,false,2,2,100000",
    "3,true,0,8,100000",
    "4,false,0,8,100000",
    "5,true,0,40,100000",
    "6,false,0,40,100000",
    "7,true,0,19,999999999999999999",
    "8,false,0,19,999999999999999999"
  })
  void isWhatASortedMapIs(long seed, boolean bids, int minScale, int maxScale, long maxMantissa) {
    Random random = new Random(seed);
    BookSide side = new BookSide(bids, 500);
    TreeMap<BigDecimal, PriceLevel> model =
        new TreeMap<>(bids ? Collections.reverseOrder() : Comparable::compareTo);
    List<Decimal> known = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      String what = "seed " + seed + " step " + step;
      if (random.nextInt(5_000) == 0) {
        side.clear();
        model.clear();
      }
      PriceLevel level = level(random, known, minScale, maxScale, maxMantissa);
      side.set(List.of(level));
      apply(model, level);
      if (step % 64 == 0) {
        cut(side, model, 1 + random.nextInt(500));
        assertEquals(List.copyOf(model.values()), levels(side), what);
        List<PriceLevel> top = model.values().stream().limit(BookVersion.MAX_DEPTH).toList();
        assertEquals(top, List.of(side.top()), what);
      }
    }
  }

  private static PriceLevel level(
      Random random, List<Decimal> known, int minScale, int maxScale, long maxMantissa) {
    Decimal price;
    if (known.isEmpty() || random.nextInt(3) == 0) {
      long mantissa = random.nextLong() % (maxMantissa + 1);
      price = Decimal.of(mantissa, minScale + random.nextInt(maxScale - minScale + 1));
      known.add(price);
    } else {
      price = known.get(random.nextInt(known.size()));
    }
    return new PriceLevel(price, Decimal.of(random.nextInt(3), 1));
  }

  private static void apply(TreeMap<BigDecimal, PriceLevel> model, PriceLevel level) {
    BigDecimal price = level.price().toBigDecimal();
    if (level.size().isZero()) {
      model.remove(price);
    } else {
      model.put(price, level);
    }
    while (model.size() > 500) {
      model.pollLastEntry();
    }
  }

  private static void cut(BookSide side, TreeMap<BigDecimal, PriceLevel> model, int depth) {
    side.cut(depth);
    while (model.size() > depth) {
      model.pollLastEntry();
    }
  }

  private static List<PriceLevel> levels(BookSide side) {
    List<PriceLevel> levels = new ArrayList<>();
    for (int i = 0; i < side.size(); i++) {
      levels.add(side.level(i));
    }
    return levels;
  }
}
