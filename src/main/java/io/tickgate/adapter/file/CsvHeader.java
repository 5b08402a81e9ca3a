package io.tickgate.adapter.file;

import java.util.List;

/** The columns of a file by name. */
record CsvHeader(List<String> names) {
  CsvHeader {
    names = List.copyOf(names);
  }

  static CsvHeader of(String names) {
    return new CsvHeader(List.of(names.split(",", -1)));
  }

  boolean has(String name) {
    return names.contains(name);
  }

  /** The column of one of these names, or {@link CsvRow#NONE}. */
  int find(String... aliases) {
    for (String alias : aliases) {
      int column = names.indexOf(alias);
      if (column >= 0) {
        return column;
      }
    }
    return CsvRow.NONE;
  }

  /** The same; one of them must be there. */
  int require(String... aliases) throws CsvFault {
    int column = find(aliases);
    if (column == CsvRow.NONE) {
      throw new CsvFault("no column " + String.join(" or ", aliases));
    }
    return column;
  }

  /** A fault of one column, counted from 0. */
  CsvFault fault(int column, String message) {
    return new CsvFault("column " + (column + 1) + " (" + names.get(column) + "): " + message);
  }
}
