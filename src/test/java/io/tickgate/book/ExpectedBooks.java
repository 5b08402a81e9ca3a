package io.tickgate.book;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Decimal;
import io.tickgate.market.Levels;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Side;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The recordings of {@code ../shared/feeds-real}, and what must be in the books after each. */
public final class ExpectedBooks {
  private static final Path RECORDINGS = Path.of("../shared/feeds-real");
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

  private final String name;
  private final JsonNode symbols;

  private ExpectedBooks(String name) throws IOException {
    this.name = name;
    this.symbols = expected().get(name).get("symbols");
  }

  /** What must come of that recording; skips the test where there are none. */
  public static ExpectedBooks of(String name) throws IOException {
    assumeTrue(Files.isDirectory(RECORDINGS), "skipped: ../shared/feeds-real isn't there");
    return new ExpectedBooks(name);
  }

  /** The recordings of venues that have a decoder; {@code none} where there are none. */
  public static List<String> names() throws IOException {
    if (!Files.isDirectory(RECORDINGS)) {
      return List.of("none");
    }
    List<String> names = new ArrayList<>();
    expected().fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> !name.startsWith("raw/") || venue(name) == null);
    return names;
  }

  private static JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(RECORDINGS.resolve("expected.json").toFile());
  }

  /** Whose recording it is; null when nobody decodes it. */
  public static String venue(String name) {
    Map<String, String> venues =
        Map.of(
            "raw/binance-coinm", "binance-coinm",
            "raw/binance-spot", "binance",
            "raw/binance-usdm", "binance-usdm",
            "raw/bitstamp", "bitstamp",
            "raw/coinbase-at", "coinbase-at",
            "raw/coinbase-exchange", "coinbase",
            "raw/kraken", "kraken",
            "raw/okx", "okx");
    return venues.entrySet().stream()
        .filter(each -> name.startsWith(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** Its files, with commas between. */
  public static String path(String name) {
    List<String> files = new ArrayList<>();
    for (String file : name.substring("raw/".length()).split(" \\+ ")) {
      files.add(RECORDINGS.resolve("raw").resolve(file).toString());
    }
    return String.join(",", files);
  }

  /** The symbols, as the venue spells them. */
  public List<String> symbols() {
    List<String> names = new ArrayList<>();
    symbols.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** What differs, a line a symbol: nothing when every number is exact. The feed's thread. */
  public List<String> differences(CheckedFeed played) {
    List<String> wrong = new ArrayList<>();
    for (var entry : symbols.properties()) {
      SymbolBook book = played.books().find(venue(name) + ":" + entry.getKey());
      if (book == null || !begun(entry.getValue(), book)) {
        wrong.add("nothing of " + entry.getKey());
        continue;
      }
      Map<String, String> want = new TreeMap<>();
      Map<String, String> got = new TreeMap<>();
      trades(entry.getValue(), book, want, got);
      quotes(entry.getValue(), book, want, got);
      levels(entry.getValue().path("book"), played, book, want, got);
      if (!want.equals(got)) {
        want.keySet().removeIf(key -> want.get(key).equals(got.get(key)));
        got.keySet().retainAll(want.keySet());
        wrong.add(entry.getKey() + " expected " + want + " but was " + got);
      }
    }
    return wrong;
  }

  private static boolean begun(JsonNode want, SymbolBook book) {
    boolean noQuote = want.path("last_book_ticker").isMissingNode() || book.quote() != null;
    boolean noLevels = !want.path("book").path("synced").asBoolean() || book.book() != null;
    return noQuote && noLevels && (want.path("trades").asInt() == 0 || book.ticker() != null);
  }

  private static void trades(
      JsonNode want, SymbolBook book, Map<String, String> wants, Map<String, String> gots) {
    if (!want.has("trades")) {
      return;
    }
    Tally tally = new Tally();
    for (long i = 0; i < book.trades().head(); i++) {
      tally.add(book.trades().get(i));
    }
    put("trades", want.get("trades").asText(), tally.count, wants, gots);
    if (tally.count == 0) {
      return;
    }
    put("volume", want.get("volume"), tally.volume, wants, gots);
    put("notional", want.get("notional"), tally.notional, wants, gots);
    put("buys", want.get("taker_buy_volume"), tally.bought, wants, gots);
    put("sells", want.get("taker_sell_volume"), tally.sold, wants, gots);
    TradeVersion first = book.trades().get(0);
    TradeVersion last = book.trades().newest();
    put("first", want.get("first_price"), first.trade().price().toBigDecimal(), wants, gots);
    put("last", want.get("last_price"), last.trade().price().toBigDecimal(), wants, gots);
    put("ticker last", want.get("last_price"), number(book.ticker().day().last()), wants, gots);
    put("first time", micros(want.get("first_trade_time")), first.ts(), wants, gots);
    put("last time", micros(want.get("last_trade_time")), last.ts(), wants, gots);
    if (want.has("last_trade_id") && !want.get("last_trade_id").isNull()) {
      put("id", want.get("last_trade_id").asText(), last.trade().id(), wants, gots);
    }
    bars(want, book, wants, gots);
  }

  private static void bars(
      JsonNode want, SymbolBook book, Map<String, String> wants, Map<String, String> gots) {
    for (var bar : want.get("bars_1m").properties()) {
      JsonNode b = bar.getValue();
      StringBuilder text = new StringBuilder();
      for (String field : List.of("o", "h", "l", "c", "v")) {
        text.append(plain(new BigDecimal(b.get(field).asText()))).append(' ');
      }
      wants.put("bar " + bar.getKey(), text.append(b.get("n").asText()).append(" true").toString());
    }
    Log<Bar> history = book.bars(BarInterval.M1).history();
    BigDecimal high = null;
    BigDecimal low = null;
    for (long i = 0; i < history.head(); i++) {
      Bar bar = history.get(i);
      String start = MINUTE.format(Instant.ofEpochSecond(bar.start() / 1_000_000));
      StringBuilder text = new StringBuilder();
      for (Decimal value : List.of(bar.open(), bar.high(), bar.low(), bar.close(), bar.volume())) {
        text.append(plain(value.toBigDecimal())).append(' ');
      }
      gots.put(
          "bar " + start, text.append(bar.trades()).append(' ').append(bar.closed()).toString());
      high = high == null ? bar.high().toBigDecimal() : high.max(bar.high().toBigDecimal());
      low = low == null ? bar.low().toBigDecimal() : low.min(bar.low().toBigDecimal());
    }
    put("high", want.get("high"), high, wants, gots);
    put("low", want.get("low"), low, wants, gots);
    boolean oneDay =
        want.get("bars_1m").properties().stream()
                .map(bar -> bar.getKey().substring(0, 10))
                .distinct()
                .count()
            == 1;
    if (oneDay) { // the ticker's sums are those of the last session day
      Day day = book.ticker().day();
      put("day high", want.get("high"), number(day.high()), wants, gots);
      put("day low", want.get("low"), number(day.low()), wants, gots);
      put("day open", want.get("first_price"), number(day.open()), wants, gots);
      put("day volume", want.get("volume"), number(day.volume()), wants, gots);
      put("day trades", want.get("trades").asText(), day.trades(), wants, gots);
      BigDecimal vwap =
          new BigDecimal(want.get("notional").asText())
              .divide(
                  new BigDecimal(want.get("volume").asText()),
                  day.vwap().scale(),
                  java.math.RoundingMode.HALF_EVEN);
      put("day vwap", plain(vwap), plain(number(day.vwap())), wants, gots);
    }
  }

  private static void quotes(
      JsonNode want, SymbolBook book, Map<String, String> wants, Map<String, String> gots) {
    JsonNode best = want.path("last_book_ticker");
    if (!best.isMissingNode() && !best.isNull()) {
      QuoteVersion.Top top = book.quote().top();
      put("quote bid", best.get("bid").get(0), number(top.bid()), wants, gots);
      put("quote bid size", best.get("bid").get(1), number(top.bidSize()), wants, gots);
      put("quote ask", best.get("ask").get(0), number(top.ask()), wants, gots);
      put("quote ask size", best.get("ask").get(1), number(top.askSize()), wants, gots);
    }
    JsonNode ticker = want.path("last_ticker");
    if (!want.has("book") && ticker.has("bid")) {
      put("ticker bid", ticker.get("bid"), number(book.ticker().top().bid()), wants, gots);
      put("ticker ask", ticker.get("ask"), number(book.ticker().top().ask()), wants, gots);
      put("ticker last", ticker.get("last"), number(book.ticker().day().last()), wants, gots);
    }
  }

  private static void levels(
      JsonNode want,
      CheckedFeed played,
      SymbolBook book,
      Map<String, String> wants,
      Map<String, String> gots) {
    if (!want.path("synced").asBoolean()) {
      return;
    }
    OrderBook levels = book.orderBook();
    put("state", "SYNCED", levels.state(), wants, gots);
    put("bids", want.get("levels_bid").asText(), levels.bids().size(), wants, gots);
    put("asks", want.get("levels_ask").asText(), levels.asks().size(), wants, gots);
    put("bid sum", want.get("sum_bid_size"), sum(levels.bids()), wants, gots);
    put("ask sum", want.get("sum_ask_size"), sum(levels.asks()), wants, gots);
    put("top bids", plain(want.get("top5_bid")), plain(levels.bids()), wants, gots);
    put("top asks", plain(want.get("top5_ask")), plain(levels.asks()), wants, gots);
    put("best bid", plain(want.get("best_bid").get(0)), plain(book.book().bids(1)), wants, gots);
    put("best ask", plain(want.get("best_ask").get(0)), plain(book.book().asks(1)), wants, gots);
    if (want.has("checksum_ok")) {
      long checks = played.checks(book.symbol());
      put("checksums", want.get("checksum_ok").asText(), checks, wants, gots);
    }
  }

  private static String plain(JsonNode node) {
    if (node.isTextual()) {
      return plain(new BigDecimal(node.asText()));
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode level : node) {
      for (JsonNode value : level) {
        text.append(plain(new BigDecimal(value.asText()))).append(' ');
      }
    }
    return text.toString();
  }

  private static String plain(Levels side) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(5, side.size()); i++) {
      text.append(plain(side.level(i).price().toBigDecimal())).append(' ');
      text.append(plain(side.level(i).size().toBigDecimal())).append(' ');
    }
    return text.toString();
  }

  private static String plain(List<PriceLevel> best) {
    return plain(best.get(0).price().toBigDecimal());
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }

  private static BigDecimal sum(Levels side) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < side.size(); i++) {
      sum = sum.add(side.level(i).size().toBigDecimal());
    }
    return sum;
  }

  private static BigDecimal number(Decimal value) {
    return value.toBigDecimal();
  }

  private static long micros(JsonNode time) {
    Instant instant = Instant.parse(time.asText());
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  private static void put(
      String key,
      JsonNode want,
      BigDecimal got,
      Map<String, String> wants,
      Map<String, String> gots) {
    put(key, plain(new BigDecimal(want.asText())), plain(got), wants, gots);
  }

  private static void put(
      String key, Object want, Object got, Map<String, String> wants, Map<String, String> gots) {
    wants.put(key, String.valueOf(want));
    gots.put(key, String.valueOf(got));
  }

  private static final class Tally {
    long count;
    BigDecimal volume = BigDecimal.ZERO;
    BigDecimal notional = BigDecimal.ZERO;
    BigDecimal bought = BigDecimal.ZERO;
    BigDecimal sold = BigDecimal.ZERO;

    void add(TradeVersion version) {
      BigDecimal size = version.trade().size().toBigDecimal();
      count++;
      volume = volume.add(size);
      notional = notional.add(size.multiply(version.trade().price().toBigDecimal()));
      if (version.trade().side() == Side.BUY) {
        bought = bought.add(size);
      } else {
        sold = sold.add(size);
      }
    }
  }
}
