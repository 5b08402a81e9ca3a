package io.tickgate.book;

import io.tickgate.market.Decimal;
import io.tickgate.market.Trade;
import io.tickgate.market.codec.BinaryReader;
import io.tickgate.market.codec.BinaryWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Last trade, and open, high, low, volume and trade count of the session day (UTC, by the trades'
 * venue time). Immutable; cumulative, so whoever skips states loses no volume and no extreme.
 */
public final class Day {
  static final long MICROS = 86_400_000_000L;

  /** Nothing known. */
  public static final Day NONE = new Day(Long.MIN_VALUE, null, null, null, 0, Notional.ZERO);

  /**
   * Decimals that vwap has beyond those of the price. It is a quotient, so the one value that has
   * to be rounded; four more digits than a price keep it finer than any tick.
   */
  private static final int VWAP_EXTRA_SCALE = 4;

  private final long number; // days since the epoch
  private final @Nullable Decimal last;
  private final @Nullable Decimal lastSize;
  private final @Nullable Range range;
  private final long trades;
  private final Notional notional;
  private @Nullable Decimal vwap; // made on first use; a race makes the same value twice

  private record Range(Decimal open, Decimal high, Decimal low, Decimal volume) {}

  private Day(
      long number,
      @Nullable Decimal last,
      @Nullable Decimal lastSize,
      @Nullable Range range,
      long trades,
      Notional notional) {
    this.number = number;
    this.last = last;
    this.lastSize = lastSize;
    this.range = range;
    this.trades = trades;
    this.notional = notional;
  }

  /** Writes all of it. */
  void write(BinaryWriter out) {
    Range known = range;
    out.signed(known == null ? 0 : number);
    out.decimal(last);
    out.decimal(lastSize);
    out.decimal(known == null ? null : known.open);
    if (known != null) {
      out.decimal(known.high);
      out.decimal(known.low);
      out.decimal(known.volume);
      out.whole(trades);
      notional.write(out);
    }
  }

  /** As {@link #write} wrote it; {@link IllegalArgumentException} when it can't have. */
  static Day read(BinaryReader in) {
    long number = in.signed();
    Decimal last = in.decimal();
    Decimal lastSize = in.decimal();
    Decimal open = in.decimal();
    if (open == null) {
      return last == null ? NONE : NONE.withLast(last, lastSize);
    }
    Range range = new Range(open, in.someDecimal(), in.someDecimal(), in.someDecimal());
    return new Day(number, last, lastSize, range, in.whole(), Notional.read(in));
  }

  /** After one more trade, which starts a new day when its time says so. */
  Day with(Trade trade) {
    long day = Math.floorDiv(trade.ts(), MICROS);
    Decimal price = trade.price();
    Range old = range;
    if (old == null || day > number) {
      Range first = new Range(price, price, price, trade.size());
      Notional sum = Notional.ZERO.plus(price, trade.size());
      return new Day(day, price, trade.size(), first, 1, sum);
    }
    if (day < number) { // late for a day that is over: it was the last trade, but not of this day
      return new Day(number, price, trade.size(), old, trades, notional);
    }
    Range wider =
        new Range(
            old.open,
            price.compareTo(old.high) > 0 ? price : old.high,
            price.compareTo(old.low) < 0 ? price : old.low,
            old.volume.plus(trade.size()));
    Notional sum = notional.plus(price, trade.size());
    return new Day(number, price, trade.size(), wider, trades + 1, sum);
  }

  /** Whether all that can be read of it is the same. */
  boolean sameAs(Day other) {
    return trades == other.trades
        && Objects.equals(last, other.last)
        && Objects.equals(lastSize, other.lastSize)
        && Objects.equals(range, other.range)
        && Objects.equals(vwap(), other.vwap());
  }

  /** The same with a last price that the venue told outside of its trades. */
  Day withLast(Decimal price, @Nullable Decimal size) {
    return new Day(number, price, size, range, trades, notional);
  }

  public @Nullable Decimal last() {
    return last;
  }

  public @Nullable Decimal lastSize() {
    return lastSize;
  }

  public @Nullable Decimal open() {
    return range == null ? null : range.open;
  }

  public @Nullable Decimal high() {
    return range == null ? null : range.high;
  }

  public @Nullable Decimal low() {
    return range == null ? null : range.low;
  }

  public @Nullable Decimal volume() {
    return range == null ? null : range.volume;
  }

  /** Number of trades of the day. */
  public long trades() {
    return trades;
  }

  /**
   * Volume-weighted average price, rounded half even to the price's decimals and four more; null
   * without volume.
   */
  public @Nullable Decimal vwap() {
    Decimal mean = vwap; // read once: a second look needn't see what the first one did
    if (mean == null && range != null && !range.volume.isZero()) {
      BigDecimal sum = notional.toBigDecimal();
      int scale = Math.min(range.open.scale() + VWAP_EXTRA_SCALE, Decimal.MAX_SCALE);
      BigDecimal volume = range.volume.toBigDecimal();
      mean = Decimal.of(sum.divide(volume, scale, RoundingMode.HALF_EVEN));
      vwap = mean;
    }
    return mean;
  }
}
