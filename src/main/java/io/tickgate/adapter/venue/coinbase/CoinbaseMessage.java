package io.tickgate.adapter.venue.coinbase;

import static io.tickgate.adapter.venue.JsonValues.expect;
import static io.tickgate.adapter.venue.JsonValues.required;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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

/**
 * The fields of one message, of whatever type and in whatever order, used again for the next. Owned
 * by the decoder.
 */
final class CoinbaseMessage {
  /** No trade id was given; the venue counts from 1. */
  private static final long NO_ID = -1;

  private final SymbolReader<CoinbaseProduct> symbols;
  private final List<CoinbaseProduct> listed = new ArrayList<>();
  private @Nullable CoinbaseType type;
  private @Nullable CoinbaseProduct product;
  private @Nullable List<PriceLevel> bids;
  private @Nullable List<PriceLevel> asks;
  private long time;
  private long tradeId;
  private @Nullable Side maker;
  private @Nullable Decimal price;
  private @Nullable Decimal size;
  private @Nullable Decimal bestBid;
  private @Nullable Decimal bestBidSize;
  private @Nullable Decimal bestAsk;
  private @Nullable Decimal bestAskSize;
  private @Nullable Decimal lastSize;

  CoinbaseMessage(SymbolReader<CoinbaseProduct> symbols) {
    this.symbols = symbols;
  }

  /** Reads the object the parser stands on; fields of types without use aren't looked at. */
  void read(JsonParser json) throws IOException {
    clear();
    expect(json, JsonToken.START_OBJECT);
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      if (type == CoinbaseType.OTHER) {
        json.skipChildren();
      } else {
        readField(name, json);
      }
    }
  }

  CoinbaseType type() {
    return required(type, "type");
  }

  CoinbaseProduct product() {
    return required(product, "product_id");
  }

  /** The products of a subscriptions message, some more than once. */
  List<CoinbaseProduct> listed() {
    return listed;
  }

  long tradeId() {
    if (tradeId == NO_ID) {
      throw new IllegalArgumentException("no usable trade_id");
    }
    return tradeId;
  }

  BookChange toChange(long rx) {
    return new BookChange(
        product().symbol,
        ts(rx),
        rx,
        type == CoinbaseType.SNAPSHOT,
        required(bids, "bids"),
        required(asks, "asks"),
        0,
        null);
  }

  /** The match as a trade: its side is the maker's, the trade's is the taker's. */
  Trade toTrade(long rx) {
    Side taker = required(maker, "side") == Side.BUY ? Side.SELL : Side.BUY;
    return new Trade(
        product().symbol,
        ts(rx),
        rx,
        required(price, "price"),
        required(size, "size"),
        taker,
        Long.toString(tradeId()));
  }

  Summary toSummary(long rx) {
    return new Summary(
        product().symbol, ts(rx), rx, bestBid, bestBidSize, bestAsk, bestAskSize, price, lastSize);
  }

  private long ts(long rx) {
    return time == 0 ? rx : time;
  }

  private void readField(String name, JsonParser json) throws IOException {
    switch (name) {
      case "type" -> type = CoinbaseType.of(json);
      case "product_id" -> product = symbols.read(json);
      case "bids" -> bids = JsonValues.levels(json);
      case "asks" -> asks = JsonValues.levels(json);
      case "changes" -> readChanges(json);
      case "time" -> time = JsonValues.time(json);
      case "trade_id" -> tradeId = JsonValues.whole(json);
      case "side" -> maker = JsonValues.side(json, "buy", "sell");
      case "price" -> price = JsonValues.decimalOrNull(json);
      case "size" -> size = JsonValues.sizeOrNull(json);
      case "best_bid" -> bestBid = JsonValues.decimalOrNull(json);
      case "best_bid_size" -> bestBidSize = JsonValues.sizeOrNull(json);
      case "best_ask" -> bestAsk = JsonValues.decimalOrNull(json);
      case "best_ask_size" -> bestAskSize = JsonValues.sizeOrNull(json);
      case "last_size" -> lastSize = JsonValues.sizeOrNull(json);
      case "channels" -> readChannels(json);
      default -> json.skipChildren();
    }
  }

  /** Rows {@code [side, price, size]}. */
  private void readChanges(JsonParser json) throws IOException {
    expect(json, JsonToken.START_ARRAY);
    List<PriceLevel> buys = new ArrayList<>(2); // nearly all messages hold one change
    List<PriceLevel> sells = new ArrayList<>(2);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json, JsonToken.START_ARRAY);
      json.nextToken();
      Side side = required(JsonValues.side(json, "buy", "sell"), "side");
      json.nextToken();
      Decimal levelPrice = JsonValues.decimal(json);
      json.nextToken();
      PriceLevel level = new PriceLevel(levelPrice, JsonValues.size(json));
      (side == Side.BUY ? buys : sells).add(level);
      JsonValues.endArray(json);
    }
    bids = buys;
    asks = sells;
  }

  /** Objects {@code {"name": …, "product_ids": […]}}; a channel without products is a bare text. */
  private void readChannels(JsonParser json) throws IOException {
    expect(json, JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        continue;
      }
      for (String name; (name = json.nextFieldName()) != null; ) {
        json.nextToken();
        if (name.equals("product_ids")) {
          readProducts(json);
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private void readProducts(JsonParser json) throws IOException {
    expect(json, JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      listed.add(required(symbols.read(json), "product_id"));
    }
  }

  private void clear() {
    listed.clear();
    type = null;
    product = null;
    bids = null;
    asks = null;
    time = 0;
    tradeId = NO_ID;
    maker = null;
    price = null;
    size = null;
    bestBid = null;
    bestBidSize = null;
    bestAsk = null;
    bestAskSize = null;
    lastSize = null;
  }
}
