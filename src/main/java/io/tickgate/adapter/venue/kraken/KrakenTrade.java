package io.tickgate.adapter.venue.kraken;

import static io.tickgate.adapter.venue.JsonValues.required;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.adapter.venue.JsonValues;
import io.tickgate.market.Decimal;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import java.io.IOException;

/** A row {@code [price, volume, time, side, type, misc]} of v1's trade channel. */
record KrakenTrade(Decimal price, Decimal size, long ts, Side side) {
  /** Reads the array the parser stands on. */
  static KrakenTrade read(JsonParser json) throws IOException {
    JsonValues.expect(json, JsonToken.START_ARRAY);
    json.nextToken();
    Decimal price = JsonValues.decimal(json);
    json.nextToken();
    Decimal size = JsonValues.size(json);
    json.nextToken();
    long ts = EpochSeconds.micros(json);
    json.nextToken();
    Side side = required(JsonValues.side(json, "b", "s"), "side");
    JsonValues.endArray(json);
    return new KrakenTrade(price, size, ts, side);
  }

  /** The taker's side is the row's; v1 has no trade ids. */
  Trade toTrade(Symbol symbol, long rx) {
    return new Trade(symbol, ts, rx, price, size, side, null);
  }
}
