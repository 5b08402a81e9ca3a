package io.tickgate.adapter.file;

import io.tickgate.market.BarInterval;
import io.tickgate.market.Symbol;

/**
 * Recognises Binance's public dumps (data.binance.vision): by the header where there is one, which
 * spot files never have, else by the name and the number of columns. Symbol, and the interval of
 * klines, are in the name only.
 */
final class BinanceDump {
  private static final String TRADES = "id,price,qty,quote_qty,time,is_buyer_maker";
  private static final String AGGREGATES =
      "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker";
  private static final String BEST_MATCH = ",is_best_match";
  private static final String QUOTES =
      "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,"
          + "event_time";
  private static final String KLINES =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
          + "taker_buy_quote_volume,ignore";

  private final String path;
  private final BinanceName name;

  /**
   * A dump.
   *
   * @throws CsvFault when its name doesn't say whose it is
   */
  BinanceDump(String path) throws CsvFault {
    BinanceName told = BinanceName.of(path);
    if (told == null) {
      throw new CsvFault(
          "rows that only a name such as BTCUSDT-trades-2024-08-08.csv can tell the symbol of");
    }
    this.path = path;
    this.name = told;
  }

  /** Whether a header is one of a dump's. */
  static boolean knows(CsvHeader header) {
    return (header.has("price") && (header.has("agg_trade_id") || header.has("qty")))
        || header.has("best_bid_price")
        || header.has("open_time");
  }

  /** The header of a file without one, of that many columns. */
  CsvHeader header(int columns) throws CsvFault {
    String names =
        switch (name.kind()) {
          case "trades" -> columns == 7 ? TRADES + BEST_MATCH : TRADES;
          case "aggTrades" -> columns == 8 ? AGGREGATES + BEST_MATCH : AGGREGATES;
          case "bookTicker" -> QUOTES;
          default -> KLINES;
        };
    CsvHeader header = CsvHeader.of(names);
    if (header.names().size() != columns) {
      throw new CsvFault(
          columns + " columns, where " + name.kind() + " have " + header.names().size());
    }
    return header;
  }

  /**
   * What reads the rows.
   *
   * @param told whether the header stands in the file
   */
  RowReader rows(CsvHeader header, boolean told) throws CsvFault {
    Symbol symbol = Symbol.of(venue(header, told), name.symbol());
    if (header.has("best_bid_price")) {
      return new BinanceQuotes(header, symbol);
    }
    return header.has("open_time")
        ? new BinanceKlines(header, symbol, interval())
        : new BinanceTrades(header, symbol);
  }

  private BarInterval interval() throws CsvFault {
    BarInterval interval = BarInterval.of(name.interval());
    if (interval == null) {
      throw new CsvFault(
          "klines of '" + name.interval() + "', where bars are of 1s, 5s, 1m, 5m or 1h: " + path);
    }
    return interval;
  }

  private String venue(CsvHeader header, boolean told) {
    String venue = name.venue();
    if (venue != null) {
      return venue;
    }
    if (header.has("base_qty") || name.symbol().contains("USD_")) { // BTCUSD_PERP, BTCUSD_240927
      return "binance-coinm";
    }
    boolean spot = header.has("is_best_match") || (!told && header.has("open_time"));
    return spot ? "binance" : "binance-usdm";
  }
}
