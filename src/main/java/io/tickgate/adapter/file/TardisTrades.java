package io.tickgate.adapter.file;

import io.tickgate.market.Side;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import org.jspecify.annotations.Nullable;

/** Rows of Tardis's {@code trades}; the side is the taker's, or {@code unknown}. */
final class TardisTrades implements RowReader {
  private final Instruments instruments;
  private final int timestamp;
  private final int localTimestamp;
  private final int id;
  private final int side;
  private final int price;
  private final int amount;

  TardisTrades(CsvHeader header) throws CsvFault {
    instruments = new NamedInstruments(header);
    timestamp = header.require("timestamp");
    localTimestamp = header.require("local_timestamp");
    id = header.require("id");
    side = header.require("side");
    price = header.require("price");
    amount = header.require("amount");
  }

  @Override
  public Tick read(CsvRow row) throws CsvFault {
    return new Trade(
        instruments.of(row).symbol,
        row.micros(timestamp),
        row.micros(localTimestamp),
        row.decimal(price),
        row.amount(amount),
        side(row),
        row.id(id));
  }

  private @Nullable Side side(CsvRow row) throws CsvFault {
    if (row.is(side, "buy")) {
      return Side.BUY;
    }
    if (row.is(side, "sell")) {
      return Side.SELL;
    }
    if (row.is(side, "unknown") || row.isEmpty(side)) {
      return null;
    }
    throw row.fault(side, "not buy, sell or unknown");
  }
}
