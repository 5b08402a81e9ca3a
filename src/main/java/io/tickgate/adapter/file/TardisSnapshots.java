package io.tickgate.adapter.file;

import io.tickgate.adapter.venue.LevelPairs;
import io.tickgate.market.BookChange;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Tick;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of Tardis's {@code book_snapshot_N}: the N best levels of both sides, each row a whole book.
 * Levels that aren't there are empty.
 */
final class TardisSnapshots implements RowReader {
  private final Instruments instruments;
  private final int timestamp;
  private final int localTimestamp;
  private final Side bids;
  private final Side asks;

  TardisSnapshots(CsvHeader header) throws CsvFault {
    instruments = new NamedInstruments(header);
    timestamp = header.require("timestamp");
    localTimestamp = header.require("local_timestamp");
    bids = new Side(header, "bids");
    asks = new Side(header, "asks");
  }

  @Override
  public Tick read(CsvRow row) throws CsvFault {
    return new BookChange(
        instruments.of(row).symbol,
        row.micros(timestamp),
        row.micros(localTimestamp),
        true,
        bids.read(row),
        asks.read(row),
        0,
        null);
  }

  /** Where the levels of a side stand. */
  private static final class Side {
    private final LevelPairs levels = new LevelPairs();
    private final int[] prices;
    private final int[] amounts;

    Side(CsvHeader header, String name) throws CsvFault {
      List<Integer> columns = new ArrayList<>();
      int column;
      while ((column = header.find(name + "[" + columns.size() + "].price")) != CsvRow.NONE) {
        columns.add(column);
      }
      prices = columns.stream().mapToInt(Integer::intValue).toArray();
      amounts = new int[prices.length];
      for (int i = 0; i < amounts.length; i++) {
        amounts[i] = header.require(name + "[" + i + "].amount");
      }
    }

    List<PriceLevel> read(CsvRow row) throws CsvFault {
      levels.clear();
      for (int i = 0; i < prices.length; i++) {
        if (!row.isEmpty(prices[i])) {
          levels.add(row.positive(prices[i]), row.amount(amounts[i]));
        }
      }
      return levels.toList();
    }
  }
}
