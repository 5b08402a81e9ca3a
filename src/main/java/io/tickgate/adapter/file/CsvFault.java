package io.tickgate.adapter.file;

/**
 * A row that isn't what its file holds, or a file that can't be told; names the column. Without a
 * stack trace: a file may be full of them.
 */
public final class CsvFault extends Exception {
  private static final long serialVersionUID = 1L;

  CsvFault(String message) {
    super(message, null, false, false);
  }
}
