package io.tickgate.book;

import static io.tickgate.book.Ticks.trade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tickgate.market.Decimal;
import io.tickgate.market.Trade;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DayTest {
  /** 2025-11-21T00:00:00Z. */
  private static final long MIDNIGHT = 1_763_683_200_000_000L;

  @Test
  void knowsNothingAtFirst() {
    assertNull(Day.NONE.last());
    assertNull(Day.NONE.open());
    assertNull(Day.NONE.volume());
    assertNull(Day.NONE.vwap());
    assertEquals(0, Day.NONE.trades());
  }

  @Test
  void startsAnewAtMidnightUtc() {
    Day day = Day.NONE.with(trade(MIDNIGHT - 1, "10.0", "1")).with(trade(MIDNIGHT - 1, "9.0", "2"));
    assertEquals("10.0 10.0 9.0 9.0 2 3 2 9.33333", text(day));
    day = day.with(trade(MIDNIGHT, "11.0", "0.5"));
    assertEquals("11.0 11.0 11.0 11.0 0.5 0.5 1 11.00000", text(day));
    day = day.with(trade(MIDNIGHT + Day.MICROS - 1, "10.5", "0.50"));
    assertEquals("11.0 11.0 10.5 10.5 0.50 1.00 2 10.75000", text(day));
    day = day.with(trade(MIDNIGHT + 3 * Day.MICROS, "1", "1"));
    assertEquals("1 1 1 1 1 1 1 1.0000", text(day));
  }

  /** It was the last trade, but belongs to a day that is over. */
  @Test
  void takesOnlyTheLastPriceOfALateTrade() {
    Day day = Day.NONE.with(trade(MIDNIGHT, "10", "1")).with(trade(MIDNIGHT - 1, "20", "5"));
    assertEquals("10 10 10 20 5 1 1 10.0000", text(day));
  }

  @Test
  void takesALastPriceFromOutsideOfTheTrades() {
    Day day = Day.NONE.withLast(Decimal.parse("5"), null);
    assertEquals("null null null 5 null null 0 null", text(day));
  }

  @Test
  void hasNoAverageWithoutVolume() {
    assertNull(Day.NONE.with(trade(MIDNIGHT, "10", "0.00")).vwap());
  }

  /** Half even, to four decimals more than the day's first price. */
  @Test
  void roundsTheAverageToItsScale() {
    Day down = Day.NONE.with(trade(MIDNIGHT, "1", "1")).with(trade(MIDNIGHT, "1.0001", "1"));
    assertEquals("1.0000", String.valueOf(down.vwap())); // 1.00005 between even 0 and odd 1
    Day up = Day.NONE.with(trade(MIDNIGHT, "1", "1")).with(trade(MIDNIGHT, "1.0003", "1"));
    assertEquals("1.0002", String.valueOf(up.vwap())); // 1.00015 between odd 1 and even 2
  }

  @Test
  void staysTrueWithTheLongestNumbersThereAre() {
    String large = "9".repeat(60);
    String fine = "0." + "0".repeat(39) + "1";
    Day day = Day.NONE.with(trade(MIDNIGHT, large, "1")).with(trade(MIDNIGHT, large, fine));
    day = day.with(trade(MIDNIGHT, large, large));
    assertEquals(large + ".0000", String.valueOf(day.vwap()));
    BigDecimal volume = new BigDecimal(large).add(BigDecimal.ONE).add(new BigDecimal(fine));
    assertEquals(volume.toPlainString(), String.valueOf(day.volume()));
  }

  @Test
  void isWhatOneMoreLookAtAllTradesSays() {
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      Day day = Day.NONE;
      Model model = new Model();
      long ts = MIDNIGHT;
      for (int step = 0; step < 100; step++) {
        ts += random.nextLong(Day.MICROS / 10) - Day.MICROS / 50;
        Trade trade =
            trade(
                ts,
                Decimal.of(1 + random.nextInt(100_000), 1 + random.nextInt(3)).toString(),
                Decimal.of(1 + random.nextInt(1_000), random.nextInt(9)).toString());
        day = day.with(trade);
        model.add(trade);
        assertEquals(model.text(), text(day), "seed " + seed + " step " + step);
      }
    }
  }

  private static String text(Day day) {
    return String.join(
        " ",
        String.valueOf(day.open()),
        String.valueOf(day.high()),
        String.valueOf(day.low()),
        String.valueOf(day.last()),
        String.valueOf(day.lastSize()),
        String.valueOf(day.volume()),
        String.valueOf(day.trades()),
        String.valueOf(day.vwap()));
  }

  /** The same with a list of the day's trades. */
  private static final class Model {
    private final java.util.List<Trade> trades = new java.util.ArrayList<>();
    private long number = Long.MIN_VALUE;
    private String last = "";

    void add(Trade trade) {
      last = trade.price() + " " + trade.size();
      long day = Math.floorDiv(trade.ts(), 86_400_000_000L);
      if (day > number) {
        number = day;
        trades.clear();
      }
      if (day == number) {
        trades.add(trade);
      }
    }

    String text() {
      Decimal high = trades.get(0).price();
      Decimal low = high;
      BigDecimal volume = BigDecimal.ZERO;
      BigDecimal notional = BigDecimal.ZERO;
      for (Trade each : trades) {
        BigDecimal price = each.price().toBigDecimal();
        high = price.compareTo(high.toBigDecimal()) > 0 ? each.price() : high;
        low = price.compareTo(low.toBigDecimal()) < 0 ? each.price() : low;
        volume = volume.add(each.size().toBigDecimal());
        notional = notional.add(price.multiply(each.size().toBigDecimal()));
      }
      int scale = trades.get(0).price().scale() + 4;
      return String.join(
          " ",
          trades.get(0).price().toString(),
          high.toString(),
          low.toString(),
          last,
          volume.toPlainString(),
          String.valueOf(trades.size()),
          notional.divide(volume, scale, RoundingMode.HALF_EVEN).toPlainString());
    }
  }
}
