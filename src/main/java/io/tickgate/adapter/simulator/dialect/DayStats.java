package io.tickgate.adapter.simulator.dialect;

import io.tickgate.market.Decimal;
import io.tickgate.market.Trade;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a venue's ticker tells about the day so far, starting from the price at the opening. */
final class DayStats {
  private final Decimal open;
  private Decimal high;
  private Decimal low;
  private Decimal last;
  private Decimal lastSize;
  private Decimal volume;
  private BigDecimal turnover = BigDecimal.ZERO;

  DayStats(Decimal open, Decimal size) {
    this.open = open;
    high = open;
    low = open;
    last = open;
    lastSize = size;
    volume = Decimal.of(0, size.scale());
  }

  void add(Trade trade) {
    last = trade.price();
    lastSize = trade.size();
    high = last.compareTo(high) > 0 ? last : high;
    low = last.compareTo(low) < 0 ? last : low;
    volume = volume.plus(trade.size());
    turnover = turnover.add(last.toBigDecimal().multiply(trade.size().toBigDecimal()));
  }

  Decimal open() {
    return open;
  }

  Decimal high() {
    return high;
  }

  Decimal low() {
    return low;
  }

  Decimal last() {
    return last;
  }

  Decimal lastSize() {
    return lastSize;
  }

  Decimal volume() {
    return volume;
  }

  /** Average price of the day, with the decimals of a price. */
  Decimal vwap() {
    if (volume.isZero()) {
      return open;
    }
    return Decimal.of(turnover.divide(volume.toBigDecimal(), open.scale(), RoundingMode.HALF_EVEN));
  }

  /** Last less open. */
  Decimal change() {
    return Decimal.of(last.toBigDecimal().subtract(open.toBigDecimal()));
  }

  /** The same in percent of open, with two decimals. */
  Decimal changePercent() {
    BigDecimal percent = change().toBigDecimal().movePointRight(2);
    return Decimal.of(percent.divide(open.toBigDecimal(), 2, RoundingMode.HALF_EVEN));
  }
}
