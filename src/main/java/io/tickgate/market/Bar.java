package io.tickgate.market;

/**
 * Open, high, low, close and volume of the trades whose venue time falls into one interval.
 *
 * @param start microseconds since the epoch
 * @param trades number of trades, at least 1
 * @param closed whether no further trade is expected in it
 */
public record Bar(
    BarInterval interval,
    long start,
    Decimal open,
    Decimal high,
    Decimal low,
    Decimal close,
    Decimal volume,
    long trades,
    boolean closed) {

  /** The bar that this trade opens. */
  public static Bar open(BarInterval interval, Trade trade) {
    Decimal price = trade.price();
    long start = interval.startOf(trade.ts());
    return new Bar(interval, start, price, price, price, price, trade.size(), 1, false);
  }

  /** The bar after one more trade in it; the trade is taken as the newest, so it sets the close. */
  public Bar with(Trade trade) {
    Decimal price = trade.price();
    return new Bar(
        interval,
        start,
        open,
        price.compareTo(high) > 0 ? price : high,
        price.compareTo(low) < 0 ? price : low,
        price,
        volume.plus(trade.size()),
        trades + 1,
        closed);
  }

  /**
   * The bar after all that is in another one, of a shorter interval within this one's; its trades
   * are taken as the newest.
   */
  public Bar with(Bar part) {
    return new Bar(
        interval,
        start,
        open,
        part.high.compareTo(high) > 0 ? part.high : high,
        part.low.compareTo(low) < 0 ? part.low : low,
        part.close,
        volume.plus(part.volume),
        trades + part.trades,
        closed);
  }

  /** The bar that this one opens, of an interval at least as long. */
  public Bar opening(BarInterval longer) {
    return new Bar(longer, longer.startOf(start), open, high, low, close, volume, trades, false);
  }

  /** The same bar, closed. */
  public Bar closedBar() {
    return new Bar(interval, start, open, high, low, close, volume, trades, true);
  }

  /** First microsecond after the bar. */
  public long end() {
    return start + interval.micros();
  }
}
