package io.tickgate.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;

/** Draws a {@link RateHistory} in characters that every terminal and every log can show. */
final class RatePlot {
  private static final int COLUMNS = 60;
  private static final int ROWS = 6;

  private RatePlot() {}

  static void print(RateHistory history, PrintWriter out) {
    if (history.isEmpty()) {
      return;
    }
    double[] rates = history.columns(COLUMNS);
    double most = Arrays.stream(rates).max().orElse(0);
    String seconds = number(history.columnMicros(COLUMNS) / 1e6);
    out.printf(Locale.ROOT, "%nticks a second, a column each %s s%n", seconds);
    for (int row = ROWS; row > 0; row--) {
      out.printf(Locale.ROOT, "%9s |%s%n", number(most * row / ROWS), bars(rates, most, row));
    }
    out.printf(Locale.ROOT, "%9s +%s%n", "", "-".repeat(rates.length));
    long end = history.start() + rates.length * history.columnMicros(COLUMNS);
    out.println(" ".repeat(11) + Times.text(history.start()) + " to " + Times.text(end));
  }

  /**
   * A mark where a column reaches at least half into the row; the lowest also where it is above 0.
   */
  private static String bars(double[] rates, double most, int row) {
    StringBuilder line = new StringBuilder();
    for (double rate : rates) {
      boolean reaches = rate * ROWS >= most * (row - 0.5);
      line.append(reaches || (row == 1 && rate > 0) ? '#' : ' ');
    }
    return line.toString().stripTrailing();
  }

  private static String number(double value) {
    return value >= 100 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
