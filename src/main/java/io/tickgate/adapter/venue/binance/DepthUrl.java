package io.tickgate.adapter.venue.binance;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Address of a REST depth snapshot, such as {@code …/api/v3/depth?symbol=BTCUSDT&limit=5000}. */
final class DepthUrl {
  private DepthUrl() {}

  /** The symbol asked for, or null when the address asks for something else. */
  static @Nullable String symbol(String url) {
    int query = url.indexOf('?');
    if (query < 0 || !url.substring(0, query).endsWith("/depth")) {
      return null;
    }
    for (String parameter : url.substring(query + 1).split("&", -1)) {
      if (parameter.startsWith("symbol=")) {
        return parameter.substring("symbol=".length()).toUpperCase(Locale.ROOT);
      }
    }
    return null;
  }
}
