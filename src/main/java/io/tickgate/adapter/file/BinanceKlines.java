package io.tickgate.adapter.file;

import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Candle;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import org.jspecify.annotations.Nullable;

/**
 * Rows of Binance's {@code klines}: a bar each, known when it ended. A bar without a trade is none
 * here, as there is none of an interval without trades.
 */
final class BinanceKlines implements RowReader {
  private final Symbol symbol;
  private final BarInterval interval;
  private final int openTime;
  private final int open;
  private final int high;
  private final int low;
  private final int close;
  private final int volume;
  private final int count;

  BinanceKlines(CsvHeader header, Symbol symbol, BarInterval interval) throws CsvFault {
    this.symbol = symbol;
    this.interval = interval;
    openTime = header.require("open_time");
    open = header.require("open");
    high = header.require("high");
    low = header.require("low");
    close = header.require("close");
    volume = header.require("volume");
    count = header.require("count");
  }

  @Override
  public @Nullable Tick read(CsvRow row) throws CsvFault {
    long start = row.millisOrMicros(openTime);
    if (interval.startOf(start) != start) {
      throw row.fault(openTime, "no bar of " + interval.text() + " starts there");
    }
    Bar bar =
        new Bar(
            interval,
            start,
            row.positive(open),
            row.positive(high),
            row.positive(low),
            row.positive(close),
            row.amount(volume),
            row.whole(count),
            true);
    return bar.trades() == 0 ? null : new Candle(symbol, bar.end(), bar.end(), bar);
  }
}
