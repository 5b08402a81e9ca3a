package io.tickgate.adapter.venue.coinbaseat;

import static io.tickgate.adapter.venue.JsonValues.expect;
import static io.tickgate.adapter.venue.JsonValues.required;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.adapter.venue.JsonValues;
import io.tickgate.adapter.venue.SymbolReader;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of {@code events}, of whatever channel. */
final class AdvancedEvent {
  private final SymbolReader<AdvancedProduct> symbols;
  private @Nullable Boolean snapshot;
  private @Nullable AdvancedProduct product;
  private @Nullable List<PriceLevel> bids;
  private @Nullable List<PriceLevel> asks;
  private long newest;
  private @Nullable BookChange change;
  private @Nullable List<AdvancedTrade> trades;
  private @Nullable List<AdvancedTicker> tickers;
  private @Nullable List<AdvancedProduct> listed;

  private AdvancedEvent(SymbolReader<AdvancedProduct> symbols) {
    this.symbols = symbols;
  }

  /** Reads the object the parser stands on. */
  static AdvancedEvent read(JsonParser json, SymbolReader<AdvancedProduct> symbols)
      throws IOException {
    expect(json, JsonToken.START_OBJECT);
    AdvancedEvent event = new AdvancedEvent(symbols);
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      event.readField(name, json);
    }
    return event;
  }

  /**
   * Fails unless the event holds what its channel needs, so that no later use of it fails.
   *
   * @param sent when the venue sent the message, for an event without a time
   */
  void check(AdvancedChannel channel, long sent, long rx) {
    switch (channel) {
      case BOOK -> change = toChange(sent, rx);
      case TRADES -> {
        snapshot();
        trades();
      }
      case TICKER, TICKER_BATCH -> tickers();
      case SUBSCRIPTIONS -> listed();
      case HEARTBEATS, OTHER -> {}
    }
  }

  /** The levels of an l2_data event. */
  BookChange change() {
    return required(change, "change");
  }

  boolean snapshot() {
    return required(snapshot, "event type");
  }

  AdvancedProduct product() {
    return required(product, "product_id");
  }

  /** Newest first, as the venue sends them. */
  List<AdvancedTrade> trades() {
    return required(trades, "trades");
  }

  List<AdvancedTicker> tickers() {
    return required(tickers, "tickers");
  }

  /** The products of a subscriptions event, some more than once. */
  List<AdvancedProduct> listed() {
    return required(listed, "subscriptions");
  }

  /** The time is that of the newest change; snapshots were documented with the epoch there. */
  private BookChange toChange(long sent, long rx) {
    return new BookChange(
        product().symbol,
        newest == 0 ? sent : newest,
        rx,
        snapshot(),
        required(bids, "updates"),
        required(asks, "updates"),
        0,
        null);
  }

  private void readField(String name, JsonParser json) throws IOException {
    switch (name) {
      case "type" -> snapshot = JsonValues.snapshot(json);
      case "product_id" -> product = symbols.read(json);
      case "updates" -> readUpdates(json);
      case "trades" -> {
        trades = new ArrayList<>();
        for (expect(json, JsonToken.START_ARRAY); nextRow(json); ) {
          trades.add(AdvancedTrade.read(json, symbols));
        }
      }
      case "tickers" -> {
        tickers = new ArrayList<>();
        for (expect(json, JsonToken.START_ARRAY); nextRow(json); ) {
          tickers.add(AdvancedTicker.read(json, symbols));
        }
      }
      case "subscriptions" -> readSubscriptions(json);
      default -> json.skipChildren();
    }
  }

  private static boolean nextRow(JsonParser json) throws IOException {
    if (json.nextToken() == JsonToken.END_ARRAY) {
      return false;
    }
    expect(json, JsonToken.START_OBJECT);
    return true;
  }

  private void readUpdates(JsonParser json) throws IOException {
    bids = new ArrayList<>();
    asks = new ArrayList<>();
    for (expect(json, JsonToken.START_ARRAY); nextRow(json); ) {
      readUpdate(json, bids, asks);
    }
  }

  private void readUpdate(JsonParser json, List<PriceLevel> bids, List<PriceLevel> asks)
      throws IOException {
    List<PriceLevel> side = null;
    Decimal price = null;
    Decimal size = null;
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      switch (name) {
        case "side" ->
            side = JsonValues.is(json, "bid") ? bids : JsonValues.is(json, "offer") ? asks : null;
        case "price_level" -> price = JsonValues.decimal(json);
        case "new_quantity" -> size = JsonValues.size(json);
        case "event_time" -> newest = Math.max(newest, JsonValues.time(json));
        default -> {}
      }
      json.skipChildren();
    }
    required(side, "side")
        .add(new PriceLevel(required(price, "price_level"), required(size, "new_quantity")));
  }

  /** An object of lists; heartbeats and the user's own channels hold other things than products. */
  private void readSubscriptions(JsonParser json) throws IOException {
    expect(json, JsonToken.START_OBJECT);
    listed = new ArrayList<>();
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      switch (name) {
        case "level2", "market_trades", "ticker", "ticker_batch" -> {
          expect(json, JsonToken.START_ARRAY);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            listed.add(required(symbols.read(json), "product"));
          }
        }
        default -> json.skipChildren();
      }
    }
  }
}
