package io.tickgate.adapter.file;

import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import io.tickgate.market.Tick;

/** Rows of Tardis's {@code quotes} and {@code book_ticker}; an empty side has empty fields. */
final class TardisQuotes implements RowReader {
  private final Instruments instruments;
  private final int timestamp;
  private final int localTimestamp;
  private final int bidPrice;
  private final int bidAmount;
  private final int askPrice;
  private final int askAmount;

  TardisQuotes(CsvHeader header) throws CsvFault {
    instruments = new NamedInstruments(header);
    timestamp = header.require("timestamp");
    localTimestamp = header.require("local_timestamp");
    bidPrice = header.require("bid_price");
    bidAmount = header.require("bid_amount");
    askPrice = header.require("ask_price");
    askAmount = header.require("ask_amount");
  }

  @Override
  public Tick read(CsvRow row) throws CsvFault {
    Decimal bid = row.decimalOrNull(bidPrice);
    Decimal ask = row.decimalOrNull(askPrice);
    return new Quote(
        instruments.of(row).symbol,
        row.micros(timestamp),
        row.micros(localTimestamp),
        bid,
        bid == null ? null : row.amountOrNull(bidAmount),
        ask,
        ask == null ? null : row.amountOrNull(askAmount));
  }
}
