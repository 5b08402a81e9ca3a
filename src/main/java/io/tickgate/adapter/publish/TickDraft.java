package io.tickgate.adapter.publish;

import static io.tickgate.adapter.publish.FieldReader.bad;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Status;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import io.tickgate.wire.RequestFault;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of one object. Its fields come in any order, the type perhaps last, so they
 * are kept until the object ends. Used again for the next one.
 */
final class TickDraft {
  private static final long NO_TIME = -1;

  private final SymbolCache symbols = new SymbolCache();
  private @Nullable String type;
  private @Nullable Symbol symbol;
  private long ts;
  private boolean quoted; // a side was named, be it as null
  private @Nullable Decimal bid;
  private @Nullable Decimal bidSize;
  private @Nullable Decimal ask;
  private @Nullable Decimal askSize;
  private @Nullable Decimal price;
  private @Nullable Decimal size;
  private @Nullable Side side;
  private @Nullable String id;
  private boolean snapshot;
  private @Nullable List<PriceLevel> bids;
  private @Nullable List<PriceLevel> asks;
  private Status.@Nullable State state;

  void clear() {
    type = null;
    symbol = null;
    ts = NO_TIME;
    quoted = false;
    bid = null;
    bidSize = null;
    ask = null;
    askSize = null;
    price = null;
    size = null;
    side = null;
    id = null;
    snapshot = false;
    bids = null;
    asks = null;
    state = null;
  }

  /** Takes the value that the parser stands on. Fields that it doesn't know are skipped. */
  void read(String field, JsonParser json) throws IOException, RequestFault {
    switch (field) {
      case "type" -> type = FieldReader.text(field, json);
      case "symbol" -> symbol = symbols.read(json);
      case "ts" -> ts = FieldReader.time(field, json, NO_TIME);
      case "bid" -> {
        quoted = true;
        bid = FieldReader.decimalOrNull(field, json);
      }
      case "ask" -> {
        quoted = true;
        ask = FieldReader.decimalOrNull(field, json);
      }
      case "bidSize" -> bidSize = FieldReader.sizeOrNull(field, json);
      case "askSize" -> askSize = FieldReader.sizeOrNull(field, json);
      case "price" -> price = FieldReader.decimal(field, json);
      case "size" -> size = FieldReader.size(field, json);
      case "side" -> side = side(field, json);
      case "id" -> id = FieldReader.id(field, json);
      case "snapshot" -> snapshot = FieldReader.bool(field, json);
      case "bids" -> bids = LevelReader.read(field, json);
      case "asks" -> asks = LevelReader.read(field, json);
      case "state" -> state = state(field, json);
      default -> json.skipChildren();
    }
  }

  private static @Nullable Side side(String field, JsonParser json)
      throws IOException, RequestFault {
    if (FieldReader.isNull(json)) {
      return null;
    }
    return switch (FieldReader.text(field, json)) {
      case "buy" -> Side.BUY;
      case "sell" -> Side.SELL;
      default -> throw bad(field, "not buy or sell");
    };
  }

  private static Status.State state(String field, JsonParser json)
      throws IOException, RequestFault {
    return switch (FieldReader.text(field, json)) {
      case "open" -> Status.State.OPEN;
      case "halted" -> Status.State.HALTED;
      case "closed" -> Status.State.CLOSED;
      default -> throw bad(field, "not one of open, halted, closed");
    };
  }

  /** The tick; {@code rx} stands in for a time that wasn't given. */
  Tick toTick(long rx) throws RequestFault {
    String kind = required("type", type);
    Symbol of = required("symbol", symbol);
    long at = ts == NO_TIME ? rx : ts;
    return switch (kind) {
      case "quote" -> quote(of, at, rx);
      case "trade" ->
          new Trade(of, at, rx, required("price", price), required("size", size), side, id);
      case "book" -> book(of, at, rx);
      case "status" -> new Status(of, at, rx, required("state", state));
      default ->
          throw bad(
              "type",
              "'" + FieldReader.shorten(kind) + "' is not one of quote, trade, book, status");
    };
  }

  private Quote quote(Symbol of, long at, long rx) throws RequestFault {
    if (!quoted) {
      throw bad("bid", "missing, and ask too");
    }
    sizeHasPrice("bid", bid, bidSize);
    sizeHasPrice("ask", ask, askSize);
    return new Quote(of, at, rx, bid, bidSize, ask, askSize);
  }

  private static void sizeHasPrice(String side, @Nullable Decimal price, @Nullable Decimal size)
      throws RequestFault {
    if (price == null && size != null) {
      throw bad(side + "Size", "without " + side);
    }
  }

  private BookChange book(Symbol of, long at, long rx) throws RequestFault {
    List<PriceLevel> bidLevels = bids;
    List<PriceLevel> askLevels = asks;
    if (bidLevels == null && askLevels == null) {
      throw bad("bids", "missing, and asks too");
    }
    return new BookChange(
        of,
        at,
        rx,
        snapshot,
        bidLevels == null ? List.of() : bidLevels,
        askLevels == null ? List.of() : askLevels,
        0,
        null);
  }

  private static <T> T required(String field, @Nullable T value) throws RequestFault {
    if (value == null) {
      throw bad(field, "missing");
    }
    return value;
  }
}
