package io.tickgate.adapter.venue.coinbaseat;

import static io.tickgate.adapter.venue.JsonValues.required;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.venue.JsonValues;
import io.tickgate.adapter.venue.SymbolReader;
import io.tickgate.market.Decimal;
import io.tickgate.market.Side;
import io.tickgate.market.Trade;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One row of market_trades; {@code side} as the venue says it, null where it doesn't know. */
record AdvancedTrade(
    AdvancedProduct product,
    Decimal price,
    Decimal size,
    @Nullable Side side,
    long time,
    String id) {

  /** Reads the object the parser stands on. */
  static AdvancedTrade read(JsonParser json, SymbolReader<AdvancedProduct> symbols)
      throws IOException {
    AdvancedProduct product = null;
    Decimal price = null;
    Decimal size = null;
    Side side = null;
    long time = 0;
    String id = null;
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      switch (name) {
        case "product_id" -> product = symbols.read(json);
        case "price" -> price = JsonValues.decimal(json);
        case "size" -> size = JsonValues.size(json);
        case "side" -> side = JsonValues.side(json, "BUY", "SELL");
        case "time" -> time = JsonValues.time(json);
        case "trade_id" -> id = JsonValues.id(json);
        default -> json.skipChildren();
      }
    }
    return new AdvancedTrade(
        required(product, "product_id"),
        required(price, "price"),
        required(size, "size"),
        side,
        time,
        required(id, "trade_id"));
  }

  Trade toTrade(long rx, boolean sideIsMaker) {
    Side taker = side == null || !sideIsMaker ? side : opposite(side);
    return new Trade(product.symbol, time == 0 ? rx : time, rx, price, size, taker, id);
  }

  private static Side opposite(Side side) {
    return side == Side.BUY ? Side.SELL : Side.BUY;
  }
}
