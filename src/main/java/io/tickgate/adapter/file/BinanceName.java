package io.tickgate.adapter.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a Binance dump says: {@code BTCUSDT-aggTrades-2024-08-08.zip} and {@code
 * BTCUSDT-1m-2024-08.csv} as the venue names them, with {@code /spot/}, {@code /futures/um/} or
 * {@code /futures/cm/} in the path where its folders were kept, or {@code
 * binance_usdm_BTCUSDT_klines_1m_2024-08-08.csv}.
 *
 * @param venue {@code binance}, {@code binance-usdm} or {@code binance-coinm}; null when it doesn't
 *     say
 * @param kind {@code trades}, {@code aggTrades}, {@code bookTicker} or {@code klines}
 * @param interval of klines, as the venue writes it; empty of others
 */
record BinanceName(@Nullable String venue, String symbol, String kind, String interval) {
  private static final String DATE = "[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?";
  private static final String INTERVAL = "[0-9]{1,2}(?:s|m|h|d|w|mo)";
  private static final String PACKING = "(?:\\.csv)?(?:\\.gz|\\.zst|\\.zip)?";

  private static final Pattern OF_THE_VENUE =
      Pattern.compile(
          "([A-Z0-9_]{2,32})-(trades|aggTrades|bookTicker|" + INTERVAL + ")-" + DATE + PACKING);

  private static final Pattern WITH_MARKET =
      Pattern.compile(
          "binance_(spot|usdm|coinm)_([A-Z0-9_]{2,32})_"
              + ("(trades|aggTrades|bookTicker|klines)(?:_(" + INTERVAL + "))?_")
              + (DATE + PACKING));

  /** What that path of a file says; null when it isn't one of a dump. */
  static @Nullable BinanceName of(String path) {
    String slashes = path.replace('\\', '/');
    String file = slashes.substring(slashes.lastIndexOf('/') + 1);
    Matcher full = WITH_MARKET.matcher(file);
    if (full.matches()) {
      String market = full.group(1);
      String interval = full.group(4) == null ? "" : full.group(4);
      String venue = market.equals("spot") ? "binance" : "binance-" + market;
      return new BinanceName(venue, full.group(2), full.group(3), interval);
    }
    Matcher plain = OF_THE_VENUE.matcher(file);
    if (!plain.matches()) {
      return null;
    }
    String what = plain.group(2);
    boolean klines = Character.isDigit(what.charAt(0));
    return new BinanceName(
        folder(slashes), plain.group(1), klines ? "klines" : what, klines ? what : "");
  }

  private static @Nullable String folder(String path) {
    if (path.contains("futures/um/")) {
      return "binance-usdm";
    }
    if (path.contains("futures/cm/")) {
      return "binance-coinm";
    }
    return path.contains("spot/") ? "binance" : null;
  }
}
