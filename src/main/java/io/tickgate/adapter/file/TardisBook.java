package io.tickgate.adapter.file;

import io.tickgate.adapter.venue.LevelPairs;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.Tick;
import org.jspecify.annotations.Nullable;

/**
 * Rows of Tardis's {@code incremental_book_L2}, a level each. Those of one message, which follow
 * each other with the same receive time, become one change of the book; so a change is known to be
 * complete when the row behind it is there.
 *
 * <p>A snapshot begins where {@code is_snapshot} turns from false to true: the book before is void
 * then. Further messages of a snapshot add to it.
 */
final class TardisBook implements RowReader {
  private final Instruments instruments;
  private final int timestamp;
  private final int localTimestamp;
  private final int isSnapshot;
  private final int side;
  private final int price;
  private final int amount;

  // the message under way
  private @Nullable Instrument instrument;
  private boolean snapshot;
  private long ts;
  private long rx;
  private final LevelPairs bids = new LevelPairs();
  private final LevelPairs asks = new LevelPairs();
  private int levels;

  TardisBook(CsvHeader header) throws CsvFault {
    instruments = new NamedInstruments(header);
    timestamp = header.require("timestamp");
    localTimestamp = header.require("local_timestamp");
    isSnapshot = header.require("is_snapshot");
    side = header.require("side");
    price = header.require("price");
    amount = header.require("amount");
  }

  @Override
  public @Nullable Tick read(CsvRow row) throws CsvFault {
    Instrument of = instruments.of(row);
    long rowTs = row.micros(timestamp);
    long rowRx = row.micros(localTimestamp);
    boolean part = row.flag(isSnapshot);
    boolean bid = bid(row);
    Decimal levelPrice = row.positive(price);
    Decimal levelAmount = row.amount(amount);
    boolean continued =
        of == instrument && rowRx == rx && part == snapshot && levels < LevelPairs.MAX_LEVELS;
    Tick complete = continued ? null : end();
    instrument = of;
    snapshot = part;
    ts = rowTs;
    rx = rowRx;
    levels++;
    (bid ? bids : asks).add(levelPrice, levelAmount);
    return complete;
  }

  private boolean bid(CsvRow row) throws CsvFault {
    if (row.is(side, "bid")) {
      return true;
    }
    if (row.is(side, "ask")) {
      return false;
    }
    throw row.fault(side, "not bid or ask");
  }

  @Override
  public @Nullable Tick end() {
    Instrument of = instrument;
    if (of == null) {
      return null;
    }
    boolean begins = snapshot && !of.inSnapshot;
    of.inSnapshot = snapshot;
    Tick change = new BookChange(of.symbol, ts, rx, begins, bids.toList(), asks.toList(), 0, null);
    instrument = null;
    levels = 0;
    bids.clear();
    asks.clear();
    return change;
  }
}
