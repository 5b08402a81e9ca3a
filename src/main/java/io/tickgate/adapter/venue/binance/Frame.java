package io.tickgate.adapter.venue.binance;

import io.tickgate.adapter.venue.Chars;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one message, in whatever order they came: a raw payload, a combined stream's {@code
 * {"stream":…,"data":…}}, a REST answer. Read first and understood after, because what {@code a}
 * means depends on an {@code e} that may follow it. Used again for each message: {@link
 * FrameReader} fills it.
 */
final class Frame {
  /** A number that wasn't there. */
  static final long NONE = -1;

  final Chars stream = new Chars();
  final Chars symbol = new Chars();

  EventType type = EventType.NONE;
  long eventTime; // E
  long transactionTime; // T
  long firstId; // U
  long lastId; // u
  long previousId; // pu
  long snapshotId; // lastUpdateId
  long tradeId; // t
  long aggregateId; // a, a number
  @Nullable Decimal price; // p
  @Nullable Decimal quantity; // q
  @Nullable Decimal last; // c
  @Nullable Decimal lastQuantity; // Q
  @Nullable Decimal bid; // b, a string
  @Nullable Decimal bidQuantity; // B
  @Nullable Decimal ask; // a, a string
  @Nullable Decimal askQuantity; // A
  @Nullable List<PriceLevel> bids; // b or bids, an array
  @Nullable List<PriceLevel> asks; // a or asks, an array
  @Nullable Boolean buyerIsMaker; // m
  boolean market; // X is MARKET, or isn't there
  boolean error;

  /** A field that holds something else than the venue documents, or null. */
  @Nullable String wrong;

  /** Whether it has the four values of a book ticker, which on spot doesn't say what it is. */
  boolean hasQuote() {
    return bid != null && bidQuantity != null && ask != null && askQuantity != null;
  }

  /** Fails when a field this gateway knows has a type the venue doesn't document. */
  void requireSound() {
    if (wrong != null) {
      throw new IllegalArgumentException("unexpected type of field " + wrong);
    }
  }

  /** The value, which must be there. */
  static <T> T require(@Nullable T value, String field) {
    if (value == null) {
      throw new IllegalArgumentException("no field " + field);
    }
    return value;
  }

  /** The number, which must be there. */
  static long require(long value, String field) {
    if (value < 0) {
      throw new IllegalArgumentException("no field " + field);
    }
    return value;
  }

  /** Empties all fields. */
  void clear() {
    stream.clear();
    symbol.clear();
    type = EventType.NONE;
    eventTime = transactionTime = NONE;
    firstId = lastId = previousId = snapshotId = tradeId = aggregateId = NONE;
    price = quantity = last = lastQuantity = null;
    bid = bidQuantity = ask = askQuantity = null;
    bids = asks = null;
    buyerIsMaker = null;
    market = true;
    error = false;
    wrong = null;
  }
}
