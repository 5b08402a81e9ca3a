package io.tickgate.adapter.simulator.dialect;

import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.simulator.Noise;
import io.tickgate.market.BookChange;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Coinbase Exchange: channels {@code level2}, {@code ticker} and {@code matches}. A ticker comes
 * with each match, with the quote that the trade leaves, so the quotes in between are not told. A
 * match carries the maker's side, a ticker the taker's.
 */
public final class CoinbaseDialect implements Dialect {
  private static final List<String> CHANNELS = List.of("level2", "ticker", "matches");

  /** Trade ids of the market count from 1; a venue has a past. */
  private static final long TRADES_BEFORE = 40_000_000;

  private final Map<Symbol, Product> products = new HashMap<>();
  private final List<String> ids;
  private final FrameListener out;
  private final FrameText frame = new FrameText();
  private final BookText books = new BookText(frame);
  private final Noise orders = new Noise(1); // order ids need only look like some
  private long sequence = 9_000_000_000L;

  public CoinbaseDialect(List<Symbol> symbols, FrameListener out) {
    this.out = out;
    ids = symbols.stream().map(Symbol::nativeName).toList();
    symbols.forEach(symbol -> products.put(symbol, new Product(symbol.nativeName())));
  }

  private static final class Product {
    final String id;
    @Nullable DayStats day;
    @Nullable Match untold; // its ticker waits for the quote that it leaves

    Product(String id) {
      this.id = id;
    }
  }

  private record Match(long sequence, long tradeId, @Nullable Side taker, long ts) {}

  @Override
  public String venue() {
    return "coinbase";
  }

  @Override
  public String url() {
    return "wss://ws-feed.exchange.coinbase.com";
  }

  @Override
  public List<String> requests() {
    frame.text("{\"type\":\"subscribe\",\"product_ids\":[").quoted(ids);
    return List.of(frame.text("],\"channels\":[").quoted(CHANNELS).text("]}").take());
  }

  @Override
  public void onConnect(long now) {
    // says nothing until asked
  }

  @Override
  public void onRequests(long now) {
    frame.text("{\"type\":\"subscriptions\",\"channels\":[");
    for (String channel : CHANNELS) {
      frame.text("{\"name\":").quoted(channel);
      frame.text(",\"product_ids\":[").quoted(ids).text("]},");
    }
    frame.trim(',').text("]}").sendTo(out, now);
  }

  @Override
  public boolean onTick(Tick tick) {
    sequence++;
    Product product = products.get(tick.symbol());
    if (product != null) {
      if (tick instanceof BookChange change) {
        onChange(product, change);
      } else if (tick instanceof Trade trade) {
        onTrade(product, trade);
      } else if (tick instanceof Quote quote) {
        onQuote(product, TopOfBook.of(quote));
      }
    }
    return true;
  }

  @Override
  public void onTime(long now) {
    // nothing on these channels comes by the clock
  }

  private void onChange(Product product, BookChange change) {
    if (change.snapshot()) {
      VenueBook book = new VenueBook();
      book.apply(change);
      books.coinbase(product.id, book.bids, book.asks);
      frame.sendTo(out, change.ts());
      return;
    }
    frame.text("{\"type\":\"l2update\",\"product_id\":").quoted(product.id).text(",\"changes\":[");
    change.bids().forEach(level -> change("buy", level));
    change.asks().forEach(level -> change("sell", level));
    frame.trim(',').text("],\"time\":").time(change.ts()).text("}").sendTo(out, change.ts());
  }

  private void change(String side, PriceLevel level) {
    frame.text("[").quoted(side).text(",").quoted(level.price());
    frame.text(",").quoted(level.size()).text("],");
  }

  private void onTrade(Product product, Trade trade) {
    if (product.day != null) {
      product.day.add(trade);
      long id = TRADES_BEFORE + Long.parseLong(String.valueOf(trade.id()));
      product.untold = new Match(sequence, id, trade.side(), trade.ts());
      match("match", product, product.day, product.untold);
    }
  }

  private void onQuote(Product product, TopOfBook top) {
    if (product.day == null) {
      product.day = new DayStats(top.bid(), top.bidSize());
      Match last = new Match(sequence, TRADES_BEFORE, Side.SELL, top.ts());
      ticker(product, product.day, last, top);
      match("last_match", product, product.day, last);
    } else if (product.untold != null) {
      ticker(product, product.day, product.untold, top);
      product.untold = null;
    }
  }

  private void match(String type, Product product, DayStats day, Match match) {
    frame.text("{\"type\":").quoted(type).text(",\"trade_id\":").number(match.tradeId);
    frame.text(",\"maker_order_id\":").quoted(orderId());
    frame.text(",\"taker_order_id\":").quoted(orderId());
    frame.text(",\"side\":").quoted(match.taker == Side.BUY ? "sell" : "buy");
    frame.text(",\"size\":").quoted(day.lastSize()).text(",\"price\":").quoted(day.last());
    frame.text(",\"product_id\":").quoted(product.id).text(",\"sequence\":").number(match.sequence);
    frame.text(",\"time\":").time(match.ts).text("}").sendTo(out, match.ts);
  }

  private void ticker(Product product, DayStats day, Match match, TopOfBook top) {
    frame.text("{\"type\":\"ticker\",\"sequence\":").number(match.sequence);
    frame.text(",\"product_id\":").quoted(product.id).text(",\"price\":").quoted(day.last());
    frame.text(",\"open_24h\":").quoted(day.open()).text(",\"volume_24h\":").quoted(day.volume());
    frame.text(",\"low_24h\":").quoted(day.low()).text(",\"high_24h\":").quoted(day.high());
    frame.text(",\"volume_30d\":").quoted(day.volume());
    frame
        .text(",\"best_bid\":")
        .quoted(top.bid())
        .text(",\"best_bid_size\":")
        .quoted(top.bidSize());
    frame
        .text(",\"best_ask\":")
        .quoted(top.ask())
        .text(",\"best_ask_size\":")
        .quoted(top.askSize());
    frame.text(",\"side\":").quoted(match.taker == Side.BUY ? "buy" : "sell");
    frame.text(",\"time\":").time(match.ts).text(",\"trade_id\":").number(match.tradeId);
    frame.text(",\"last_size\":").quoted(day.lastSize()).text("}").sendTo(out, match.ts);
  }

  private String orderId() {
    long version4 = (orders.next() & ~0xF000L) | 0x4000L;
    return new UUID(version4, (orders.next() >>> 2) | 0x8000000000000000L).toString();
  }
}
