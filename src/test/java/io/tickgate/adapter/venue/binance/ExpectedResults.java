package io.tickgate.adapter.venue.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Trade;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds a {@link MarketModel} against what expected.json says of a recording. */
public final class ExpectedResults {
  private ExpectedResults() {}

  /** The entry of that recording. */
  public static JsonNode of(String recording) throws IOException {
    JsonNode all = new ObjectMapper().readTree(RecordedFrames.path("expected.json").toFile());
    JsonNode entry = all.get(recording);
    if (entry == null) {
      throw new IllegalArgumentException("no expectation for " + recording);
    }
    return entry;
  }

  /** Checks every number of every symbol; returns how many stale changes there must have been. */
  public static int check(JsonNode entry, MarketModel model) {
    int stale = 0;
    for (Map.Entry<String, JsonNode> symbol : entry.get("symbols").properties()) {
      String name = symbol.getKey();
      JsonNode expected = symbol.getValue();
      MarketModel.Instrument actual = model.of(name);
      trades(name, expected, actual.trades);
      sides(name, expected, actual);
      quotes(name, expected, actual);
      book(name, expected.get("book"), actual);
      stale += expected.at("/book/updates_dropped_stale").asInt();
    }
    assertEquals(entry.get("symbols").size(), model.instruments.size(), "symbols");
    return stale;
  }

  private static void trades(String name, JsonNode expected, List<Trade> trades) {
    assertEquals(expected.path("trades").asInt(0), trades.size(), name + " trades");
    if (trades.isEmpty()) {
      return;
    }
    BigDecimal notional =
        trades.stream()
            .map(t -> t.price().toBigDecimal().multiply(t.size().toBigDecimal()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    List<BigDecimal> prices = trades.stream().map(t -> t.price().toBigDecimal()).toList();
    same(name + " notional", expected.get("notional"), notional);
    same(name + " first", expected.get("first_price"), prices.get(0));
    same(name + " last", expected.get("last_price"), prices.get(prices.size() - 1));
    same(name + " high", expected.get("high"), prices.stream().max(BigDecimal::compareTo).get());
    same(name + " low", expected.get("low"), prices.stream().min(BigDecimal::compareTo).get());
    assertEquals(micros(expected.get("first_trade_time")), trades.get(0).ts(), name);
    assertEquals(micros(expected.get("last_trade_time")), trades.get(trades.size() - 1).ts(), name);
    for (String id : List.of("last_trade_id", "last_agg_trade_id")) {
      if (expected.has(id)) {
        assertEquals(expected.get(id).asText(), trades.get(trades.size() - 1).id(), name);
      }
    }
    bars(name, expected.get("bars_1m"), trades);
  }

  private static long micros(JsonNode time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time.asText()));
  }

  private static void bars(String name, JsonNode expected, List<Trade> trades) {
    Map<String, BigDecimal[]> bars = new TreeMap<>(); // open, high, low, close, volume, count
    for (Trade trade : trades) {
      Instant minute = Instant.ofEpochSecond(trade.ts() / 60_000_000 * 60);
      String key = minute.toString().replace(":00Z", "Z");
      BigDecimal p = trade.price().toBigDecimal();
      BigDecimal[] bar =
          bars.computeIfAbsent(
              key, k -> new BigDecimal[] {p, p, p, p, BigDecimal.ZERO, BigDecimal.ZERO});
      bar[1] = bar[1].max(p);
      bar[2] = bar[2].min(p);
      bar[3] = p;
      bar[4] = bar[4].add(trade.size().toBigDecimal());
      bar[5] = bar[5].add(BigDecimal.ONE);
    }
    assertEquals(expected.size(), bars.size(), name + " bars");
    bars.forEach(
        (minute, bar) -> {
          String[] fields = {"o", "h", "l", "c", "v", "n"};
          for (int i = 0; i < fields.length; i++) {
            same(name + " " + minute, expected.get(minute).get(fields[i]), bar[i]);
          }
        });
  }

  private static void sides(String name, JsonNode expected, MarketModel.Instrument actual) {
    if (expected.has("volume")) {
      same(name + " volume", expected.get("volume"), actual.volume(null));
      same(name + " bought", expected.get("taker_buy_volume"), actual.volume(Side.BUY));
      same(name + " sold", expected.get("taker_sell_volume"), actual.volume(Side.SELL));
    }
  }

  private static void quotes(String name, JsonNode expected, MarketModel.Instrument actual) {
    assertEquals(expected.path("book_ticker_frames").asInt(0), actual.quotes, name + " quotes");
    JsonNode last = expected.get("last_book_ticker");
    if (last != null) {
      Quote quote = Objects.requireNonNull(actual.quote);
      same(name, last.at("/bid/0"), quote.bid());
      same(name, last.at("/bid/1"), quote.bidSize());
      same(name, last.at("/ask/0"), quote.ask());
      same(name, last.at("/ask/1"), quote.askSize());
    }
  }

  private static void book(String name, JsonNode expected, MarketModel.Instrument actual) {
    side(name + " bid", expected, "bid", actual.bids);
    side(name + " ask", expected, "ask", actual.asks);
    assertEquals(expected.get("snapshots").asInt(), actual.snapshots, name + " snapshots");
    assertEquals(expected.path("updates_applied").asInt(0), actual.changes, name + " changes");
    assertEquals(0, actual.resets, name + " resets");
  }

  private static void side(
      String name, JsonNode expected, String side, TreeMap<BigDecimal, BigDecimal> levels) {
    assertEquals(expected.get("levels_" + side).asInt(), levels.size(), name + " levels");
    BigDecimal sum = levels.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    same(name + " sum", expected.get("sum_" + side + "_size"), sum);
    same(name + " best", expected.get("best_" + side).get(0), levels.firstKey());
    JsonNode top = expected.get("top5_" + side);
    int depth = 0;
    for (var level : levels.entrySet()) {
      if (depth == top.size()) {
        break;
      }
      same(name + " price " + depth, top.get(depth).get(0), level.getKey());
      same(name + " size " + depth, top.get(depth).get(1), level.getValue());
      depth++;
    }
    assertEquals(Math.min(5, levels.size()), depth, name + " top");
  }

  private static void same(String what, JsonNode expected, @Nullable Decimal actual) {
    same(what, expected, Objects.requireNonNull(actual, what).toBigDecimal());
  }

  private static void same(String what, JsonNode expected, BigDecimal actual) {
    BigDecimal value = new BigDecimal(expected.asText());
    assertEquals(0, value.compareTo(actual), what + ": expected " + value + ", was " + actual);
  }
}
