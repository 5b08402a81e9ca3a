package io.tickgate.adapter.file;

import io.tickgate.market.Decimal;
import io.tickgate.market.Summary;
import io.tickgate.market.Tick;
import org.jspecify.annotations.Nullable;

/** Rows of Tardis's {@code derivative_ticker}, of which the last price has a place here. */
final class TardisTickers implements RowReader {
  private final Instruments instruments;
  private final int timestamp;
  private final int localTimestamp;
  private final int lastPrice;

  TardisTickers(CsvHeader header) throws CsvFault {
    instruments = new NamedInstruments(header);
    timestamp = header.require("timestamp");
    localTimestamp = header.require("local_timestamp");
    lastPrice = header.require("last_price");
  }

  @Override
  public @Nullable Tick read(CsvRow row) throws CsvFault {
    Decimal last = row.decimalOrNull(lastPrice);
    return last == null
        ? null
        : new Summary(
            instruments.of(row).symbol,
            row.micros(timestamp),
            row.micros(localTimestamp),
            null,
            null,
            null,
            null,
            last,
            null);
  }
}
