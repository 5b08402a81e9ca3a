package io.tickgate.adapter.file;

import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;

/**
 * Rows of Binance's {@code trades} and {@code aggTrades}. Nobody says when they were received, so
 * that is when they happened.
 */
final class BinanceTrades implements RowReader {
  private final Symbol symbol;
  private final int id;
  private final int price;
  private final int size;
  private final int time;
  private final int buyerIsMaker;

  BinanceTrades(CsvHeader header, Symbol symbol) throws CsvFault {
    this.symbol = symbol;
    id = header.require("id", "agg_trade_id");
    price = header.require("price");
    size = header.require("qty", "quantity");
    time = header.require("time", "transact_time");
    buyerIsMaker = header.require("is_buyer_maker", "isBuyerMaker");
  }

  @Override
  public Tick read(CsvRow row) throws CsvFault {
    long ts = row.millisOrMicros(time);
    Side taker = row.flag(buyerIsMaker) ? Side.SELL : Side.BUY;
    return new Trade(symbol, ts, ts, row.positive(price), row.amount(size), taker, row.id(id));
  }
}
