package io.tickgate.adapter.venue.binance;

import static io.tickgate.adapter.venue.binance.Frame.NONE;
import static io.tickgate.adapter.venue.binance.Frame.require;

import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Summary;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import org.jspecify.annotations.Nullable;

/** Makes ticks of a frame's fields; throws when one is missing that its kind can't do without. */
final class Ticks {
  private final Frame frame;

  Ticks(Frame frame) {
    this.frame = frame;
  }

  /** Both sides of a book, whole or what changed. */
  BookChange book(Symbol symbol, boolean snapshot, long rx) {
    var bids = require(frame.bids, "bids");
    var asks = require(frame.asks, "asks");
    return new BookChange(symbol, time(rx), rx, snapshot, bids, asks, 0, null);
  }

  Quote quote(Symbol symbol, long rx) {
    Decimal bid = side(require(frame.bid, "b"));
    Decimal bidSize = require(size(frame.bidQuantity), "B");
    Decimal ask = side(require(frame.ask, "a"));
    Decimal askSize = require(size(frame.askQuantity), "A");
    return new Quote(
        symbol, time(rx), rx, bid, bid == null ? null : bidSize, ask, ask == null ? null : askSize);
  }

  Trade trade(Symbol symbol, long rx) {
    Decimal price = require(frame.price, "p");
    Decimal size = require(frame.quantity, "q");
    if (price.signum() <= 0 || size.signum() <= 0) {
      throw new IllegalArgumentException("a trade without a positive price and size");
    }
    long ts = EpochTime.micros(require(frame.transactionTime, "T"));
    Side taker = require(frame.buyerIsMaker, "m") ? Side.SELL : Side.BUY;
    boolean single = frame.type == EventType.TRADE;
    long id = require(single ? frame.tradeId : frame.aggregateId, single ? "t" : "a");
    return new Trade(symbol, ts, rx, price, size, taker, Long.toString(id));
  }

  /** The rolling day's ticker; futures send it without bid and ask. */
  Summary summary(Symbol symbol, long rx) {
    long ts = EpochTime.micros(require(frame.eventTime, "E"));
    Decimal last = require(frame.last, "c");
    Decimal bid = side(frame.bid);
    Decimal ask = side(frame.ask);
    return new Summary(
        symbol,
        ts,
        rx,
        bid,
        bid == null ? null : size(frame.bidQuantity),
        ask,
        ask == null ? null : size(frame.askQuantity),
        side(last),
        size(frame.lastQuantity));
  }

  /** When the matching engine did it, else when it was published, else when it came in. */
  private long time(long rx) {
    long time = frame.transactionTime != NONE ? frame.transactionTime : frame.eventTime;
    return time == NONE ? rx : EpochTime.micros(time);
  }

  /** A price; null for the zero that stands for an empty side. */
  private static @Nullable Decimal side(@Nullable Decimal price) {
    if (price == null || price.isZero()) {
      return null;
    }
    if (price.signum() < 0) {
      throw new IllegalArgumentException("a negative price");
    }
    return price;
  }

  private static @Nullable Decimal size(@Nullable Decimal size) {
    if (size != null && size.signum() < 0) {
      throw new IllegalArgumentException("a negative size");
    }
    return size;
  }
}
