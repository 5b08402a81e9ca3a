package io.tickgate.adapter.venue.kraken;

import static io.tickgate.adapter.venue.JsonValues.required;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.adapter.venue.Crc32Text;
import io.tickgate.adapter.venue.JsonValues;
import io.tickgate.adapter.venue.SymbolReader;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Summary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One v1 message of data, {@code [id, payload…, channel, pair]}, used again for the next. Owned by
 * the decoder.
 *
 * <p>What the payloads are is said behind them, so they are read by their shape:
 *
 * <pre>
 *   {"as":[rows],"bs":[rows]}                     book snapshot, rows [price, volume, time]
 *   {"a":[rows],"c":"…"} {"b":[rows],"c":"…"}     book changes, in one message or two payloads of one
 *   {"a":[price,lots,volume],"b":…,"c":[…]}       ticker
 *   [[price, volume, time, side, type, misc]…]    trades
 * </pre>
 */
final class KrakenArray {
  private final SymbolReader<KrakenPair> symbols;
  private final List<KrakenTrade> trades = new ArrayList<>();
  private @Nullable KrakenChannel channel;
  private int depth;
  private @Nullable KrakenPair pair;
  private boolean snapshot;
  private boolean levelsSeen;
  private List<PriceLevel> bids = List.of();
  private List<PriceLevel> asks = List.of();
  private long newest;
  private long checksum;
  private final KrakenQuote bid = new KrakenQuote();
  private final KrakenQuote ask = new KrakenQuote();
  private final KrakenQuote close = new KrakenQuote();

  KrakenArray(SymbolReader<KrakenPair> symbols) {
    this.symbols = symbols;
  }

  /** Reads the array the parser stands on; false when it isn't market data. */
  boolean read(JsonParser json) throws IOException {
    clear();
    JsonToken first = json.nextToken();
    if (first != JsonToken.VALUE_NUMBER_INT) {
      for (JsonToken token = first; token != JsonToken.END_ARRAY; token = json.nextToken()) {
        json.skipChildren();
      }
      return false;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      switch (json.currentToken()) {
        case START_OBJECT -> readPayload(json);
        case START_ARRAY -> readTrades(json);
        case VALUE_STRING -> readName(json);
        default -> {}
      }
    }
    return true;
  }

  KrakenChannel channel() {
    return required(channel, "channel");
  }

  KrakenPair pair() {
    return required(pair, "pair");
  }

  List<KrakenTrade> trades() {
    if (trades.isEmpty()) {
      throw new IllegalArgumentException("no usable trades");
    }
    return trades;
  }

  /** The levels of the message; its time is that of its newest level. */
  BookChange toChange(Crc32Text text, long rx) {
    if (!levelsSeen) {
      throw new IllegalArgumentException("no usable levels");
    }
    KrakenPair known = pair();
    known.tellDepth(depth);
    if (snapshot) {
      known.seeSnapshot(Math.max(bids.size(), asks.size()));
    }
    KrakenCheck check = checksum == KrakenCheck.NONE ? null : new KrakenCheck(text, checksum);
    long ts = newest == 0 ? rx : newest;
    return new BookChange(known.symbol, ts, rx, snapshot, bids, asks, known.depth(), check);
  }

  /** The ticker has no time of its own. */
  Summary toSummary(long rx) {
    if (bid.price == null && ask.price == null && close.price == null) {
      throw new IllegalArgumentException("no usable ticker");
    }
    return new Summary(
        pair().symbol, rx, rx, bid.price, bid.size, ask.price, ask.size, close.price, close.size);
  }

  private void readName(JsonParser json) throws IOException {
    if (channel == null) {
      channel = KrakenChannel.of(json);
      depth = KrakenChannel.depth(json);
    } else {
      pair = symbols.read(json);
    }
  }

  private void readPayload(JsonParser json) throws IOException {
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      switch (name) {
        case "as", "bs" -> {
          snapshot = true;
          JsonValues.expect(json, JsonToken.START_ARRAY);
          json.nextToken();
          setLevels(name.charAt(0), readLevels(json));
        }
        case "a", "b" -> readSide(name.charAt(0), json);
        case "c" -> readC(json);
        default -> json.skipChildren();
      }
    }
  }

  private void readSide(char side, JsonParser json) throws IOException {
    JsonValues.expect(json, JsonToken.START_ARRAY);
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_ARRAY || first == JsonToken.END_ARRAY) {
      setLevels(side, readLevels(json));
    } else {
      (side == 'a' ? ask : bid).read(json);
    }
  }

  private void readC(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      json.nextToken();
      close.read(json);
    } else {
      checksum = KrakenCheck.read(json);
    }
  }

  private void setLevels(char side, List<PriceLevel> levels) {
    levelsSeen = true;
    if (side == 'a') {
      asks = levels;
    } else {
      bids = levels;
    }
  }

  /**
   * The rows from the one the parser stands on. A fourth element "r" marks a level that was sent
   * before and came back into the window: it is set like any other.
   */
  private List<PriceLevel> readLevels(JsonParser json) throws IOException {
    List<PriceLevel> levels = new ArrayList<>();
    for (; json.currentToken() != JsonToken.END_ARRAY; json.nextToken()) {
      JsonValues.expect(json, JsonToken.START_ARRAY);
      json.nextToken();
      Decimal price = JsonValues.decimal(json);
      json.nextToken();
      levels.add(new PriceLevel(price, JsonValues.size(json)));
      json.nextToken();
      newest = Math.max(newest, EpochSeconds.micros(json));
      JsonValues.endArray(json);
    }
    return levels;
  }

  /** Rows of trades; the flat arrays of channels without use (ohlc, spread) are skipped. */
  private void readTrades(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_ARRAY) {
        trades.add(KrakenTrade.read(json));
      } else {
        json.skipChildren();
      }
    }
  }

  private void clear() {
    trades.clear();
    channel = null;
    depth = 0;
    pair = null;
    snapshot = false;
    levelsSeen = false;
    bids = List.of();
    asks = List.of();
    newest = 0;
    checksum = KrakenCheck.NONE;
    bid.clear();
    ask.clear();
    close.clear();
  }
}
