package io.tickgate.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows whose columns stand below each other: the first to the left, numbers to the right. */
final class Table {
  private final PrintWriter out;
  private final List<List<String>> rows = new ArrayList<>();

  Table(PrintWriter out) {
    this.out = out;
  }

  void row(List<String> fields) {
    rows.add(List.copyOf(fields));
  }

  /** Prints all rows. */
  void end() {
    int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String space = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? row.get(i) + space : "  " + space + row.get(i));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
