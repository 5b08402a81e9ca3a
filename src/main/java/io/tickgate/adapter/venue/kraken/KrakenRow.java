package io.tickgate.adapter.venue.kraken;

import static io.tickgate.adapter.venue.JsonValues.expect;
import static io.tickgate.adapter.venue.JsonValues.required;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.adapter.venue.Crc32Text;
import io.tickgate.adapter.venue.JsonValues;
import io.tickgate.adapter.venue.SymbolReader;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Side;
import io.tickgate.market.Summary;
import io.tickgate.market.Trade;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of v2's {@code data}, of whatever channel. */
final class KrakenRow {
  private @Nullable KrakenPair pair;
  private long time;
  private @Nullable List<PriceLevel> bids;
  private @Nullable List<PriceLevel> asks;
  private long checksum = KrakenCheck.NONE;
  private @Nullable Decimal price;
  private @Nullable Decimal size;
  private @Nullable Side side;
  private @Nullable String tradeId;
  private @Nullable Decimal bid;
  private @Nullable Decimal bidSize;
  private @Nullable Decimal ask;
  private @Nullable Decimal askSize;
  private @Nullable Decimal last;

  private KrakenRow() {}

  /** Reads the object the parser stands on. */
  static KrakenRow read(JsonParser json, SymbolReader<KrakenPair> symbols) throws IOException {
    expect(json, JsonToken.START_OBJECT);
    KrakenRow row = new KrakenRow();
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      row.readField(name, json, symbols);
    }
    return row;
  }

  KrakenPair pair() {
    return required(pair, "symbol");
  }

  /** The levels, to be cut to the pair's depth by the time this is called. */
  BookChange toChange(boolean snapshot, Crc32Text text, long rx) {
    KrakenPair known = pair();
    List<PriceLevel> bidLevels = required(bids, "bids");
    List<PriceLevel> askLevels = required(asks, "asks");
    if (snapshot) {
      known.seeSnapshot(Math.max(bidLevels.size(), askLevels.size()));
    }
    KrakenCheck check = checksum == KrakenCheck.NONE ? null : new KrakenCheck(text, checksum);
    return new BookChange(
        known.symbol, ts(rx), rx, snapshot, bidLevels, askLevels, known.depth(), check);
  }

  Trade toTrade(long rx) {
    return new Trade(
        pair().symbol,
        ts(rx),
        rx,
        required(price, "price"),
        required(size, "qty"),
        required(side, "side"),
        tradeId);
  }

  Summary toSummary(long rx) {
    return new Summary(pair().symbol, ts(rx), rx, bid, bidSize, ask, askSize, last, null);
  }

  private long ts(long rx) {
    return time == 0 ? rx : time;
  }

  private void readField(String name, JsonParser json, SymbolReader<KrakenPair> symbols)
      throws IOException {
    switch (name) {
      case "symbol" -> pair = symbols.read(json);
      case "timestamp" -> time = JsonValues.time(json);
      case "bids" -> bids = readLevels(json);
      case "asks" -> asks = readLevels(json);
      case "checksum" -> checksum = KrakenCheck.read(json);
      case "price" -> price = JsonValues.decimal(json);
      case "qty" -> size = JsonValues.size(json);
      case "side" -> side = JsonValues.side(json, "buy", "sell");
      case "trade_id" -> tradeId = JsonValues.id(json);
      case "bid" -> bid = JsonValues.decimalOrNull(json);
      case "bid_qty" -> bidSize = JsonValues.sizeOrNull(json);
      case "ask" -> ask = JsonValues.decimalOrNull(json);
      case "ask_qty" -> askSize = JsonValues.sizeOrNull(json);
      case "last" -> last = JsonValues.decimalOrNull(json);
      default -> json.skipChildren();
    }
  }

  private static List<PriceLevel> readLevels(JsonParser json) throws IOException {
    expect(json, JsonToken.START_ARRAY);
    if (json.nextToken() == JsonToken.END_ARRAY) {
      return List.of();
    }
    List<PriceLevel> levels = new ArrayList<>();
    do {
      levels.add(readLevel(json));
    } while (json.nextToken() != JsonToken.END_ARRAY);
    return levels;
  }

  private static PriceLevel readLevel(JsonParser json) throws IOException {
    expect(json, JsonToken.START_OBJECT);
    Decimal price = null;
    Decimal size = null;
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      switch (name) {
        case "price" -> price = JsonValues.decimal(json);
        case "qty" -> size = JsonValues.size(json);
        default -> json.skipChildren();
      }
    }
    return new PriceLevel(required(price, "price"), required(size, "qty"));
  }
}
