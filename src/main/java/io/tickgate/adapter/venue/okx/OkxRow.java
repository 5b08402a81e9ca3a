package io.tickgate.adapter.venue.okx;

import static io.tickgate.adapter.venue.JsonValues.required;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.venue.Crc32Text;
import io.tickgate.adapter.venue.JsonValues;
import io.tickgate.adapter.venue.SymbolReader;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Summary;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of {@code data}, of whatever channel. */
final class OkxRow {
  private @Nullable OkxInstrument instrument;
  private long time;
  private @Nullable List<PriceLevel> bids;
  private @Nullable List<PriceLevel> asks;
  private int checksum = OkxCheck.NONE;
  private long prevSeqId = OkxInstrument.NO_SEQ_ID;
  private long seqId = OkxInstrument.NO_SEQ_ID;
  private @Nullable Decimal price;
  private @Nullable Decimal size;
  private @Nullable Side side;
  private @Nullable String tradeId;
  private @Nullable Decimal bid;
  private @Nullable Decimal bidSize;
  private @Nullable Decimal ask;
  private @Nullable Decimal askSize;
  private @Nullable Decimal last;
  private @Nullable Decimal lastSize;

  private OkxRow() {}

  /** Reads the object the parser stands on. */
  static OkxRow read(JsonParser json, SymbolReader<OkxInstrument> symbols) throws IOException {
    OkxRow row = new OkxRow();
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      row.readField(name, json, symbols);
    }
    return row;
  }

  /** The row's own instrument, or that of the message where the row names none. */
  OkxInstrument instrument(@Nullable OkxInstrument ofMessage) {
    return required(instrument == null ? ofMessage : instrument, "instId");
  }

  long prevSeqId() {
    return prevSeqId;
  }

  long seqId() {
    return seqId;
  }

  BookChange toChange(Symbol symbol, boolean snapshot, Crc32Text text, long rx) {
    OkxCheck check = checksum == OkxCheck.NONE ? null : new OkxCheck(text, checksum);
    // the venue sends a removal for a level that leaves its window, so nothing is cut here
    return new BookChange(
        symbol, ts(rx), rx, snapshot, required(bids, "bids"), required(asks, "asks"), 0, check);
  }

  Quote toQuote(Symbol symbol, long rx) {
    PriceLevel bestBid = best(required(bids, "bids"));
    PriceLevel bestAsk = best(required(asks, "asks"));
    return new Quote(
        symbol,
        ts(rx),
        rx,
        bestBid == null ? null : bestBid.price(),
        bestBid == null ? null : bestBid.size(),
        bestAsk == null ? null : bestAsk.price(),
        bestAsk == null ? null : bestAsk.size());
  }

  Trade toTrade(Symbol symbol, long rx) {
    return new Trade(
        symbol,
        ts(rx),
        rx,
        required(price, "px"),
        required(size, "sz"),
        required(side, "side"),
        required(tradeId, "tradeId"));
  }

  Summary toSummary(Symbol symbol, long rx) {
    return new Summary(symbol, ts(rx), rx, bid, bidSize, ask, askSize, last, lastSize);
  }

  private long ts(long rx) {
    return time == 0 ? rx : time;
  }

  private static @Nullable PriceLevel best(List<PriceLevel> side) {
    return side.isEmpty() ? null : side.get(0);
  }

  private void readField(String name, JsonParser json, SymbolReader<OkxInstrument> symbols)
      throws IOException {
    switch (name) {
      case "instId" -> instrument = required(symbols.read(json), "instId");
      case "ts" -> time = JsonValues.millis(json);
      case "bids" -> bids = JsonValues.levels(json);
      case "asks" -> asks = JsonValues.levels(json);
      case "checksum" -> checksum = OkxCheck.read(json);
      case "prevSeqId" -> prevSeqId = JsonValues.whole(json);
      case "seqId" -> seqId = JsonValues.whole(json);
      case "px" -> price = JsonValues.decimal(json);
      case "sz" -> size = JsonValues.size(json);
      case "side" -> side = JsonValues.side(json, "buy", "sell");
      case "tradeId" -> tradeId = JsonValues.id(json);
      case "bidPx" -> bid = JsonValues.decimalOrNull(json);
      case "bidSz" -> bidSize = JsonValues.sizeOrNull(json);
      case "askPx" -> ask = JsonValues.decimalOrNull(json);
      case "askSz" -> askSize = JsonValues.sizeOrNull(json);
      case "last" -> last = JsonValues.decimalOrNull(json);
      case "lastSz" -> lastSize = JsonValues.sizeOrNull(json);
      default -> json.skipChildren();
    }
  }
}
