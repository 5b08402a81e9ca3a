package io.tickgate.adapter.venue;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The venues that can be decoded, and which of them an address belongs to. */
public final class Venues {
  private static final Map<String, String> VENUE_OF_HOST = new HashMap<>();

  static {
    hosts("coinbase", "exchange.coinbase.com", "pro.coinbase.com");
    hosts("coinbase-at", "advanced-trade-ws.coinbase.com");
    // not all of kraken.com: its futures speak another protocol
    hosts("kraken", "ws.kraken.com", "api.kraken.com");
    hosts("binance", "stream.binance.com", "api.binance.com");
    hosts("binance", "data-stream.binance.vision", "data-api.binance.vision");
    hosts("binance-usdm", "fstream.binance.com", "fapi.binance.com");
    hosts("binance-coinm", "dstream.binance.com", "dapi.binance.com");
    hosts("bitstamp", "bitstamp.net");
    hosts("okx", "okx.com", "okex.com");
  }

  private static final Set<String> NAMES =
      Collections.unmodifiableSet(new TreeSet<>(VENUE_OF_HOST.values()));

  private Venues() {}

  /** The names that a configuration may give, sorted. */
  public static Set<String> names() {
    return NAMES;
  }

  /**
   * The venue that an address, of a WebSocket or of a REST request, belongs to.
   *
   * @return null when it is none of ours, or not an address
   */
  public static @Nullable String venueOf(String url) {
    String host = host(url);
    for (String suffix = host; !suffix.isEmpty(); suffix = parent(suffix)) {
      String venue = VENUE_OF_HOST.get(suffix);
      if (venue != null) {
        return venue;
      }
    }
    return null;
  }

  private static void hosts(String venue, String... hosts) {
    for (String host : hosts) {
      VENUE_OF_HOST.put(host, venue);
    }
  }

  private static String host(String url) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return "";
    }
    int end = scheme + 3;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String authority = url.substring(scheme + 3, end);
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int port = host.indexOf(':');
    return (port < 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
  }

  private static String parent(String host) {
    int dot = host.indexOf('.');
    return dot < 0 ? "" : host.substring(dot + 1);
  }
}
