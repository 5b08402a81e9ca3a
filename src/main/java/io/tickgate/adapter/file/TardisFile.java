package io.tickgate.adapter.file;

/** Recognises Tardis's CSV files, by their header alone. */
final class TardisFile {
  private TardisFile() {}

  /** Whether a header is one of theirs. */
  static boolean knows(CsvHeader header) {
    return header.has("exchange") && header.has("symbol") && header.has("local_timestamp");
  }

  /**
   * What reads the rows.
   *
   * @throws CsvFault when they are of a kind that has no place here
   */
  static RowReader rows(String path, CsvHeader header) throws CsvFault {
    // of the same columns as trades, which they aren't
    if (path.substring(path.lastIndexOf('/') + 1).contains("liquidations")) {
      throw new CsvFault("liquidations, which are no trades");
    }
    if (header.has("is_snapshot")) {
      return new TardisBook(header);
    }
    if (header.has("asks[0].price") || header.has("bids[0].price")) {
      return new TardisSnapshots(header);
    }
    if (header.has("bid_price")) {
      return new TardisQuotes(header);
    }
    if (header.has("side") && header.has("price")) {
      return new TardisTrades(header);
    }
    if (header.has("last_price")) {
      return new TardisTickers(header);
    }
    throw new CsvFault("columns of no kind that is known: " + String.join(",", header.names()));
  }
}
