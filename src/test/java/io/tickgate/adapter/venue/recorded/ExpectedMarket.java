package io.tickgate.adapter.venue.recorded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tickgate.market.Bar;
import io.tickgate.market.Candle;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Summary;
import io.tickgate.market.Trade;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The entry of one recording in expected.json, compared with what came out of it. */
public final class ExpectedMarket {
  private final JsonNode entry;
  private int compared;

  private ExpectedMarket(JsonNode entry) {
    this.entry = entry;
  }

  public static ExpectedMarket of(String recording) throws IOException {
    JsonNode all = new ObjectMapper().readTree(Recording.path("expected.json").toFile());
    JsonNode entry = all.get(recording);
    assertNotNull(entry, recording);
    return new ExpectedMarket(entry);
  }

  public int frames() {
    return entry.get("frames_in").asInt();
  }

  /** Frames whose type starts with that text. */
  public int frames(String type) {
    int frames = 0;
    for (Map.Entry<String, JsonNode> each : entry.get("messages_by_type").properties()) {
      frames += each.getKey().startsWith(type) ? each.getValue().asInt() : 0;
    }
    return frames;
  }

  /** Compares every number of every symbol; the numbers compared are returned. */
  public int compare(MarketModel market) {
    for (Map.Entry<String, JsonNode> each : entry.get("symbols").properties()) {
      MarketModel.Instrument instrument = market.instruments.get(each.getKey());
      assertNotNull(instrument, each.getKey());
      for (Map.Entry<String, JsonNode> value : each.getValue().properties()) {
        compare(each.getKey() + " " + value.getKey(), value.getKey(), value.getValue(), instrument);
      }
    }
    return compared;
  }

  private void compare(String at, String name, JsonNode value, MarketModel.Instrument of) {
    List<Trade> trades = of.trades;
    switch (name) {
      case "trades" -> same(at, value.asInt(), trades.size());
      case "volume" -> same(at, value, volume(trades, trade -> true));
      case "taker_buy_volume" -> same(at, value, volume(trades, t -> t.side() == Side.BUY));
      case "taker_sell_volume" -> same(at, value, volume(trades, t -> t.side() == Side.SELL));
      case "notional" -> same(at, value, notional(trades));
      case "first_price" -> same(at, value, trades.get(0).price().toBigDecimal());
      case "last_price" -> same(at, value, newest(trades).price().toBigDecimal());
      case "high" -> same(at, value, prices(trades).lastKey());
      case "low" -> same(at, value, prices(trades).firstKey());
      case "first_trade_time" -> same(at, micros(value.asText()), trades.get(0).ts());
      case "last_trade_time" -> same(at, micros(value.asText()), newest(trades).ts());
      case "last_trade_id" -> same(at, value.asText(), newest(trades).id());
      case "bars_1m" -> same(at, value.toString(), bars(value, trades));
      case "ticker_frames" -> same(at, value.asInt(), of.summaries);
      case "last_ticker" -> compareTicker(at, value, of.lastSummary);
      case "last_match_frames" -> compared++; // history, by nature in no tick
      case "book" -> compareBook(at, value, of.book);
      case "quotes" -> same(at, value.asInt(), of.quotes);
      case "rows" -> same(at, value.asInt(), of.quotes + of.candles.size() + of.summaries);
      case "last_quote", "last_book_ticker" -> compareQuote(at, value, of.lastQuote);
      case "snapshot_rows" -> same(at, value.asInt(), of.book.snapshots);
      case "last_top" -> compareTop(at, value, of.book);
      case "klines" -> compareCandles(at, value, of.candles);
      case "last" -> compareLast(at, value, of.lastSummary);
      default -> throw new AssertionError(at + " is not compared");
    }
  }

  private void compareTicker(String at, JsonNode value, @Nullable Summary summary) {
    assertNotNull(summary, at);
    for (Map.Entry<String, JsonNode> each : value.properties()) {
      Decimal actual =
          switch (each.getKey()) {
            case "price", "last" -> summary.last();
            case "bid", "best_bid" -> summary.bid();
            case "ask", "best_ask" -> summary.ask();
            case "sequence" -> Decimal.parse(each.getValue().asText()); // not part of a tick
            default -> throw new AssertionError(at + " " + each.getKey() + " is not compared");
          };
      assertNotNull(actual, at);
      same(at + " " + each.getKey(), each.getValue(), actual.toBigDecimal());
    }
  }

  private void compareQuote(String at, JsonNode value, @Nullable Quote quote) {
    assertNotNull(quote, at);
    PriceLevel bid = new PriceLevel(quote.bid(), quote.bidSize());
    PriceLevel ask = new PriceLevel(quote.ask(), quote.askSize());
    sameLevels(at + " bid", List.of(value.get("bid")), List.of(bid));
    sameLevels(at + " ask", List.of(value.get("ask")), List.of(ask));
  }

  private void compareTop(String at, JsonNode value, BookModel book) {
    sameLevels(at + " bid", List.of(value.get("bid")), book.bids.values());
    sameLevels(at + " ask", List.of(value.get("ask")), book.asks.values());
  }

  private void compareCandles(String at, JsonNode value, List<Candle> candles) {
    same(at, value.size(), candles.size());
    for (int i = 0; i < value.size(); i++) {
      JsonNode kline = value.get(i);
      Bar bar = candles.get(i).bar();
      long time = kline.get("open_time").asLong();
      same(at + " start", time < 1e14 ? time * 1_000 : time, bar.start());
      same(at + " open", kline.get("o"), bar.open().toBigDecimal());
      same(at + " high", kline.get("h"), bar.high().toBigDecimal());
      same(at + " low", kline.get("l"), bar.low().toBigDecimal());
      same(at + " close", kline.get("c"), bar.close().toBigDecimal());
      same(at + " volume", kline.get("v"), bar.volume().toBigDecimal());
      same(at + " trades", kline.get("n").asLong(), bar.trades());
    }
  }

  private void compareLast(String at, JsonNode value, @Nullable Summary summary) {
    assertNotNull(summary, at);
    assertNotNull(summary.last(), at);
    same(at, value.get("last_price"), summary.last().toBigDecimal()); // the rest has no place
  }

  private void compareBook(String at, JsonNode value, BookModel book) {
    same(at + " failed checksums", 0, book.checksumsFailed);
    for (Map.Entry<String, JsonNode> each : value.properties()) {
      String where = at + " " + each.getKey();
      JsonNode expected = each.getValue();
      switch (each.getKey()) {
        case "synced" -> same(where, expected.asBoolean(), book.snapshots > 0);
        case "levels_bid" -> same(where, expected.asInt(), book.bids.size());
        case "levels_ask" -> same(where, expected.asInt(), book.asks.size());
        case "best_bid" -> sameLevels(where, List.of(expected), book.bids.values());
        case "best_ask" -> sameLevels(where, List.of(expected), book.asks.values());
        case "top5_bid" -> sameLevels(where, expected, book.bids.values());
        case "top5_ask" -> sameLevels(where, expected, book.asks.values());
        case "crossed" ->
            same(
                where,
                expected.asBoolean(),
                book.bids.firstKey().compareTo(book.asks.firstKey()) >= 0);
        case "sum_bid_size" -> same(where, expected, sum(book.bids));
        case "sum_ask_size" -> same(where, expected, sum(book.asks));
        case "checksum_ok" -> same(where, expected.asInt(), book.checksumsOk);
        case "deletes_of_absent_level" -> same(where, expected.asInt(), book.deletesOfAbsent);
        case "snapshots" -> same(where, expected.asInt(), book.snapshots);
        case "rows" -> same(where, expected.asInt(), book.levels);
        case "updates" -> same(where, expected.asInt(), book.updates);
        default -> throw new AssertionError(where + " is not compared");
      }
    }
  }

  private void sameLevels(
      String at, Iterable<JsonNode> expected, Collection<PriceLevel> actualLevels) {
    Iterator<PriceLevel> actual = actualLevels.iterator();
    for (JsonNode level : expected) {
      assertTrue(actual.hasNext(), at);
      PriceLevel next = actual.next();
      same(at + " price", level.get(0), next.price().toBigDecimal());
      same(at + " size", level.get(1), next.size().toBigDecimal());
    }
  }

  private void same(String at, JsonNode expected, BigDecimal actual) {
    same(at, plain(new BigDecimal(expected.asText())), plain(actual));
  }

  private void same(String at, @Nullable Object expected, @Nullable Object actual) {
    assertEquals(expected, actual, at);
    compared++;
  }

  private static BigDecimal sum(NavigableMap<BigDecimal, PriceLevel> side) {
    return side.values().stream()
        .map(level -> level.size().toBigDecimal())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal volume(List<Trade> trades, Predicate<Trade> which) {
    return trades.stream()
        .filter(which)
        .map(trade -> trade.size().toBigDecimal())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal notional(List<Trade> trades) {
    return trades.stream()
        .map(trade -> trade.size().toBigDecimal().multiply(trade.price().toBigDecimal()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static TreeMap<BigDecimal, Trade> prices(List<Trade> trades) {
    TreeMap<BigDecimal, Trade> prices = new TreeMap<>();
    trades.forEach(trade -> prices.put(trade.price().toBigDecimal(), trade));
    return prices;
  }

  private static Trade newest(List<Trade> trades) {
    return trades.get(trades.size() - 1);
  }

  /** The bars of the same minutes, written as expected.json writes them. */
  private static String bars(JsonNode expected, List<Trade> trades) {
    TreeMap<String, List<Trade>> minutes = new TreeMap<>();
    for (Trade trade : trades) {
      String minute = Instant.ofEpochSecond(trade.ts() / 60_000_000 * 60).toString();
      minutes
          .computeIfAbsent(minute.substring(0, 16) + "Z", m -> new java.util.ArrayList<>())
          .add(trade);
    }
    StringBuilder text = new StringBuilder();
    minutes.forEach(
        (minute, in) ->
            text.append(text.isEmpty() ? "{" : ",")
                .append('"')
                .append(minute)
                .append("\":")
                .append(bar(in)));
    assertEquals(expected.size(), minutes.size());
    return text.append('}').toString();
  }

  private static String bar(List<Trade> trades) {
    TreeMap<BigDecimal, Trade> prices = prices(trades);
    return "{\"o\":\"%s\",\"h\":\"%s\",\"l\":\"%s\",\"c\":\"%s\",\"v\":\"%s\",\"n\":%d}"
        .formatted(
            plain(trades.get(0).price().toBigDecimal()),
            plain(prices.lastKey()),
            plain(prices.firstKey()),
            plain(newest(trades).price().toBigDecimal()),
            plain(volume(trades, trade -> true)),
            trades.size());
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }

  private static long micros(String instant) {
    Instant time = Instant.parse(instant);
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }
}
