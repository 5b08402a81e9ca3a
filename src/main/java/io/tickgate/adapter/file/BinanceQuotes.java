package io.tickgate.adapter.file;

import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;

/**
 * Rows of Binance's {@code bookTicker}; a price of zero stands for an empty side. Received is taken
 * for when it was published, the latest that a row tells.
 */
final class BinanceQuotes implements RowReader {
  private final Symbol symbol;
  private final int bidPrice;
  private final int bidSize;
  private final int askPrice;
  private final int askSize;
  private final int transactionTime;
  private final int eventTime;

  BinanceQuotes(CsvHeader header, Symbol symbol) throws CsvFault {
    this.symbol = symbol;
    bidPrice = header.require("best_bid_price");
    bidSize = header.require("best_bid_qty");
    askPrice = header.require("best_ask_price");
    askSize = header.require("best_ask_qty");
    transactionTime = header.require("transaction_time");
    eventTime = header.require("event_time");
  }

  @Override
  public Tick read(CsvRow row) throws CsvFault {
    Decimal bid = row.amount(bidPrice);
    Decimal ask = row.amount(askPrice);
    return new Quote(
        symbol,
        row.millisOrMicros(transactionTime),
        row.millisOrMicros(eventTime),
        bid.isZero() ? null : bid,
        bid.isZero() ? null : row.amount(bidSize),
        ask.isZero() ? null : ask,
        ask.isZero() ? null : row.amount(askSize));
  }
}
