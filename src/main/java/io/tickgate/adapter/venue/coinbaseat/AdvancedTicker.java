package io.tickgate.adapter.venue.coinbaseat;

import static io.tickgate.adapter.venue.JsonValues.required;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.venue.JsonValues;
import io.tickgate.adapter.venue.SymbolReader;
import io.tickgate.market.Decimal;
import io.tickgate.market.Summary;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One row of ticker or ticker_batch; the latter may tell the last price only. */
record AdvancedTicker(
    AdvancedProduct product,
    @Nullable Decimal bid,
    @Nullable Decimal bidSize,
    @Nullable Decimal ask,
    @Nullable Decimal askSize,
    @Nullable Decimal last) {

  /** Reads the object the parser stands on. */
  static AdvancedTicker read(JsonParser json, SymbolReader<AdvancedProduct> symbols)
      throws IOException {
    AdvancedProduct product = null;
    Decimal bid = null;
    Decimal bidSize = null;
    Decimal ask = null;
    Decimal askSize = null;
    Decimal last = null;
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      switch (name) {
        case "product_id" -> product = symbols.read(json);
        case "best_bid" -> bid = JsonValues.decimalOrNull(json);
        case "best_bid_quantity" -> bidSize = JsonValues.sizeOrNull(json);
        case "best_ask" -> ask = JsonValues.decimalOrNull(json);
        case "best_ask_quantity" -> askSize = JsonValues.sizeOrNull(json);
        case "price" -> last = JsonValues.decimalOrNull(json);
        default -> json.skipChildren();
      }
    }
    return new AdvancedTicker(required(product, "product_id"), bid, bidSize, ask, askSize, last);
  }

  Summary toSummary(long ts, long rx) {
    return new Summary(product.symbol, ts, rx, bid, bidSize, ask, askSize, last, null);
  }
}
