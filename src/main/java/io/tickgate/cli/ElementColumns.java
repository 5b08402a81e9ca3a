package io.tickgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Elements in columns for people, below a line that names them. A column grows with what is in it
 * and never shrinks: what is coming isn't known.
 */
final class ElementColumns implements ElementPrinter {
  /** Lines of a screen, after which the names are said again. */
  private static final int SCREEN = 40;

  /** Of a side of a book. */
  private static final int LEVELS = 3;

  private final List<String> fields;
  private final PrintWriter out;
  private final int[] widths;
  private long lines;

  private ElementColumns(List<String> fields, PrintWriter out) {
    this.fields = fields;
    this.out = out;
    this.widths = fields.stream().map(ElementColumns::title).mapToInt(String::length).toArray();
  }

  static ElementColumns of(String channel, PrintWriter out) {
    List<String> fields =
        switch (channel) {
          case "trade" -> List.of("ts", "s", "side", "price", "size", "id");
          case "quote" -> List.of("ts", "s", "bidSize", "bid", "ask", "askSize");
          case "book" -> List.of("ts", "s", "bids", "asks");
          case "bar" ->
              List.of("start", "s", "interval", "open", "high", "low", "close", "volume", "closed");
          default -> List.of("ts", "s", "bid", "ask", "last", "lastSize", "high", "low", "volume");
        };
    return new ElementColumns(fields, out);
  }

  @Override
  public void print(JsonNode element) {
    String[] values = new String[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = text(fields.get(i), element.path(fields.get(i)));
      widths[i] = Math.max(widths[i], values[i].length());
    }
    if (lines++ % SCREEN == 0) {
      line(fields.stream().map(ElementColumns::title).toArray(String[]::new));
    }
    line(values);
  }

  private static String title(String field) {
    return switch (field) {
      case "ts" -> "TIME";
      case "s" -> "SYMBOL";
      default -> field.toUpperCase(Locale.ROOT);
    };
  }

  private static String text(String field, JsonNode value) {
    if (field.equals("ts") || field.equals("start")) {
      return value.isNumber() ? Times.text(value.asLong()) : "-";
    }
    if (value.isArray()) {
      return levels(value);
    }
    String text = value.asText();
    return text.isEmpty() ? "-" : text;
  }

  private static String levels(JsonNode side) {
    StringJoiner text = new StringJoiner(" ");
    for (int i = 0; i < Math.min(LEVELS, side.size()); i++) {
      text.add(side.get(i).path(0).asText() + "x" + side.get(i).path(1).asText());
    }
    if (side.size() > LEVELS) {
      text.add("+" + (side.size() - LEVELS));
    }
    return side.isEmpty() ? "-" : text.toString();
  }

  private void line(String... values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      char[] space = new char[widths[i] - Math.min(widths[i], values[i].length())];
      Arrays.fill(space, ' ');
      line.append(i == 0 ? "" : "  ").append(values[i]).append(space);
    }
    out.println(line.toString().stripTrailing());
  }
}
