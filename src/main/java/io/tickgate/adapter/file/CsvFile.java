package io.tickgate.adapter.file;

import io.tickgate.market.Tick;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file of ticks as it is read, line by line, on one thread. */
public final class CsvFile {
  /** The kind with the fewest, Binance's trades, has six. */
  private static final int MIN_COLUMNS = 6;

  private final CsvRow row;
  private final RowReader rows;
  private final int columns;
  private final byte[] header; // empty without one

  private CsvFile(CsvRow row, CsvHeader names, RowReader rows, byte[] header) {
    this.row = row;
    this.rows = rows;
    this.columns = names.names().size();
    this.header = header;
    row.header(names);
  }

  /**
   * Goes by the first line, which is to be {@linkplain #read read} too, and by the name.
   *
   * @param path how the file is named; may tell the symbol
   * @return null when the line isn't one of such a file
   * @throws CsvFault when it is, but of a kind that can't be read
   */
  public static @Nullable CsvFile of(String path, byte[] bytes, int from, int to) throws CsvFault {
    CsvRow row = new CsvRow(new CsvHeader(List.of()));
    int start = afterMark(bytes, from, to);
    try {
      row.split(bytes, start, to);
    } catch (CsvFault notCsv) {
      return null;
    }
    if (row.size() < MIN_COLUMNS) {
      return null;
    }
    if (isData(row)) {
      BinanceDump dump = new BinanceDump(path);
      CsvHeader names = dump.header(row.size());
      return new CsvFile(row, names, dump.rows(names, false), new byte[0]);
    }
    CsvHeader names = names(row);
    RowReader rows = rows(path, names);
    return rows == null
        ? null
        : new CsvFile(row, names, rows, Arrays.copyOfRange(bytes, start, to));
  }

  private static @Nullable RowReader rows(String path, CsvHeader names) throws CsvFault {
    if (TardisFile.knows(names)) {
      return TardisFile.rows(path, names);
    }
    return BinanceDump.knows(names) ? new BinanceDump(path).rows(names, true) : null;
  }

  private static CsvHeader names(CsvRow row) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      names.add(row.text(i));
    }
    return new CsvHeader(names);
  }

  /** Whether all fields are numbers or truth values, which names of columns are not. */
  private static boolean isData(CsvRow row) {
    for (int i = 0; i < row.size(); i++) {
      if (!row.isFlag(i) && !row.text(i).matches("[0-9.eE+-]{1,64}")) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a line, whose bytes it may change.
   *
   * @return the tick that is complete by it; null when there is none, as of a header
   * @throws CsvFault when it isn't a row of this file; it has no effect then
   */
  public @Nullable Tick read(byte[] bytes, int from, int to) throws CsvFault {
    int start = afterMark(bytes, from, to);
    if (header.length > 0 && Arrays.equals(bytes, start, to, header, 0, header.length)) {
      return null; // again where files were put together
    }
    row.split(bytes, start, to);
    if (row.size() != columns) {
      throw new CsvFault(row.size() + " columns, where the file has " + columns);
    }
    return rows.read(row);
  }

  /** No line follows: the tick that was kept back, or null. */
  public @Nullable Tick end() {
    return rows.end();
  }

  /** Behind the byte order mark that some tools put before a text. */
  private static int afterMark(byte[] bytes, int from, int to) {
    boolean mark =
        to - from >= 3
            && bytes[from] == (byte) 0xef
            && bytes[from + 1] == (byte) 0xbb
            && bytes[from + 2] == (byte) 0xbf;
    return mark ? from + 3 : from;
  }
}
