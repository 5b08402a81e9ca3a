package io.tickgate.adapter.simulator;

import io.tickgate.market.Symbol;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What can be traded here: twenty names people know, and any other, made up from its characters.
 */
final class Listing {
  /** The venue of simulated symbols. */
  static final String VENUE = "sim";

  /**
   * Name, home price with its decimals, typical size with its decimals, usual spread in price
   * steps, volatility in 1/10,000 a second (1.0 is about 56 % a year of round-the-clock trading).
   * Most active first.
   */
  private static final String KNOWN =
      """
      BTC-USD  90000.00  0.25000000  120  0.8
      ETH-USD   3100.00  4.00000000   15  1.1
      SOL-USD   135.000  90.0000000   12  1.5
      XRP-USD   2.10000  5000.00000   18  1.4
      EUR-USD   1.08520     1000000    3  0.2
      AAPL       232.00         300    2  0.5
      NVDA       141.00         500    2  0.9
      GBP-USD   1.26450      800000    4  0.2
      USD-JPY   156.250     1000000    5  0.2
      DOGE-USD  0.14000  30000.0000    4  1.7
      MSFT       428.00         200    3  0.4
      TSLA       398.00         250    6  1.2
      AMZN       219.00         300    2  0.6
      ADA-USD   0.40000  20000.0000    6  1.6
      XAU-USD   2650.00      120.00   12  0.3
      LTC-USD   82.0000  60.0000000   50  1.3
      AVAX-USD  13.5000  400.000000    9  1.7
      LINK-USD  13.2000  500.000000    8  1.6
      GOOGL      191.00         300    2  0.5
      META       602.00         150    8  0.6
      """;

  private static final List<String> KNOWN_NAMES = KNOWN.lines().map(Listing::firstWord).toList();

  private final Map<String, String[]> known = new HashMap<>();
  private final long seed;

  /** The seed decides what unknown names are like. */
  Listing(long seed) {
    this.seed = seed;
    KNOWN.lines().map(line -> line.split(" +")).forEach(words -> known.put(words[0], words));
  }

  /** That many names: the known ones, then {@code SIM0021-USD} and on. */
  static List<String> names(int count) {
    List<String> names = new ArrayList<>(KNOWN_NAMES.subList(0, Math.min(count, knownNames())));
    while (names.size() < count) {
      names.add(String.format(Locale.ROOT, "SIM%04d-USD", names.size() + 1));
    }
    return List.copyOf(names);
  }

  static int knownNames() {
    return KNOWN_NAMES.size();
  }

  /** The instrument of that name. */
  Instrument instrument(String name) {
    Symbol symbol = Symbol.of(VENUE, name);
    String[] words = known.get(name);
    if (words == null) {
      return madeUp(symbol);
    }
    BigDecimal home = new BigDecimal(words[1]);
    BigDecimal lot = new BigDecimal(words[2]);
    return new Instrument(
        symbol,
        home.unscaledValue().longValueExact(),
        home.scale(),
        lot.unscaledValue().longValueExact(),
        lot.scale(),
        Integer.parseInt(words[3]),
        Double.parseDouble(words[4]) / 10_000);
  }

  /** Anything from a penny stock in cents of a cent to an index, worth about 20,000 a level. */
  private Instrument madeUp(Symbol symbol) {
    Noise noise = new Noise(seed ^ ((long) symbol.name().hashCode() << 32));
    noise.next();
    int priceScale = 2 + noise.below(4);
    double size = noise.uniform();
    long home = Instrument.MIN_HOME + (long) (1_000_000 * size * size * size);
    int sizeScale = noise.below(9);
    double price = home;
    for (int i = 0; i < priceScale; i++) {
      price /= 10;
    }
    double lot = 20_000 / price;
    for (int i = 0; i < sizeScale; i++) {
      lot *= 10;
    }
    int spread = 1 + noise.below((int) Math.min(40, home / 2_000));
    double volatility = 0.00003 + 0.0002 * noise.uniform();
    return new Instrument(
        symbol, home, priceScale, Math.max(20, (long) lot), sizeScale, spread, volatility);
  }

  private static String firstWord(String line) {
    return line.substring(0, line.indexOf(' '));
  }
}
