package io.tickgate.book;

/**
 * Bounds of what books keep.
 *
 * @param symbols most symbols of the node
 * @param levels most price levels of one side of a book; the worst make room
 * @param tradeLog most trades kept for one symbol
 * @param eventLog most versions kept of a channel that someone reads in mode {@code all}
 * @param bars most closed bars kept for one symbol and interval
 * @param logTotal entries of all logs together, beyond the few that each starts with
 */
public record BookLimits(
    int symbols, int levels, int tradeLog, int eventLog, int bars, long logTotal) {
  public BookLimits {
    positive("max-symbols", symbols);
    positive("max-levels", levels);
    positive("trade-log", tradeLog);
    positive("event-log", eventLog);
    positive("bars", bars);
    positive("log-total", logTotal);
  }

  private static void positive(String key, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException("tickgate.book." + key + ": " + value + " is not above 0");
    }
  }

  /** What the gateway starts with; the configuration tells the reasons. */
  public static BookLimits defaults() {
    return new BookLimits(50_000, 100_000, 32_768, 1_024, 1_024, 4_000_000);
  }
}
