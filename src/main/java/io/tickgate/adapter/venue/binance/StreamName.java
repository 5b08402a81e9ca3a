package io.tickgate.adapter.venue.binance;

import io.tickgate.adapter.venue.Chars;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Name of a stream, such as {@code btcusdt@depth5@100ms}.
 *
 * @param symbol in upper case, as payloads spell it
 * @param kind what stands between the first and the second {@code @}
 */
record StreamName(String symbol, String kind) {
  private static final String DEPTH = "@depth";

  /** The streams named in a connection's address, combined or raw; other names are left out. */
  static List<StreamName> of(String url) {
    int combined = url.indexOf("streams=");
    int raw = url.indexOf("/ws/");
    if (combined < 0 && raw < 0) {
      return List.of();
    }
    String rest = combined >= 0 ? url.substring(combined + 8) : url.substring(raw + 4);
    String names = rest.split("[&?#]", 2)[0];
    List<StreamName> streams = new ArrayList<>();
    for (String name : names.split("/", -1)) {
      StreamName stream = parse(name);
      if (stream != null) {
        streams.add(stream);
      }
    }
    return streams;
  }

  private static @Nullable StreamName parse(String name) {
    String[] parts = name.split("@", -1);
    if (parts.length < 2 || parts[0].isEmpty()) {
      return null;
    }
    return new StreamName(parts[0].toUpperCase(Locale.ROOT), parts[1]);
  }

  /** Whether this gateway makes anything of the stream. */
  boolean isUsed() {
    return switch (kind) {
      case "trade", "aggTrade", "bookTicker", "ticker" -> true;
      default -> kind.startsWith("depth");
    };
  }

  /** Whether it carries changes of a book, which need a snapshot. */
  boolean isDiffDepth() {
    return kind.equals("depth");
  }

  /** Whether it carries the best 5, 10 or 20 levels, whole each time. */
  boolean isPartialDepth() {
    return kind.startsWith("depth") && !isDiffDepth();
  }

  /** {@link #isPartialDepth()} of a name not yet taken apart. */
  static boolean isPartialDepth(Chars stream) {
    int after = stream.indexOf(DEPTH) + DEPTH.length();
    return after > DEPTH.length() && after < stream.length() && isDigit(stream.array()[after]);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
