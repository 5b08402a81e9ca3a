package io.tickgate.adapter.simulator.dialect;

import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.simulator.dialect.BookText.KrakenLevels;
import io.tickgate.market.BookChange;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kraken spot, version 2: channels {@code book} with a depth of 10, {@code trade} and {@code
 * ticker} on every change of the best bid or ask. Numbers are JSON numbers with all their decimals.
 */
public final class KrakenDialect implements Dialect {
  /** A heartbeat comes when nothing else did for a second. */
  private static final long HEARTBEAT_MICROS = 1_000_000;

  private static final int DEPTH = 10;

  /** See {@link CoinbaseDialect}. */
  private static final long TRADES_BEFORE = 70_000_000;

  private final Map<Symbol, Pair> pairs = new HashMap<>();
  private final List<String> names;
  private final FrameListener out;
  private final FrameText frame = new FrameText();
  private final BookText books = new BookText(frame);
  private long lastSent;

  public KrakenDialect(List<Symbol> symbols, FrameListener out) {
    this.out = out;
    names = symbols.stream().map(KrakenDialect::pairName).toList();
    symbols.forEach(symbol -> pairs.put(symbol, new Pair(pairName(symbol))));
  }

  private static final class Pair {
    final String name;
    final VenueBook book = new VenueBook();
    final KrakenWindow bids = new KrakenWindow(DEPTH);
    final KrakenWindow asks = new KrakenWindow(DEPTH);
    @Nullable DayStats day;

    Pair(String name) {
      this.name = name;
    }
  }

  private static String pairName(Symbol symbol) {
    return symbol.nativeName().replace('-', '/');
  }

  @Override
  public String venue() {
    return "kraken";
  }

  @Override
  public String url() {
    return "wss://ws.kraken.com/v2";
  }

  @Override
  public List<String> requests() {
    return List.of(
        request("book", "\"depth\":10,\"snapshot\":true", 1),
        request("trade", "\"snapshot\":false", 2),
        request("ticker", "\"event_trigger\":\"bbo\",\"snapshot\":true", 3));
  }

  private String request(String channel, String options, int id) {
    frame.text("{\"method\":\"subscribe\",\"params\":{\"channel\":").quoted(channel);
    frame.text(",\"symbol\":[").quoted(names).text("],").text(options);
    return frame.text("},\"req_id\":").number(id).text("}").take();
  }

  @Override
  public void onConnect(long now) {
    frame.text("{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"version\":\"2.0.10\",");
    frame.text("\"system\":\"online\",\"api_version\":\"v2\",");
    frame.text("\"connection_id\":12393906104898154338}]}"); // ids exceed 2^63
    send(now);
  }

  @Override
  public void onRequests(long now) {
    for (String name : names) {
      acknowledge("\"channel\":\"book\",\"depth\":10,\"snapshot\":true", name, 1, now);
    }
    for (String name : names) {
      acknowledge("\"channel\":\"trade\",\"snapshot\":false", name, 2, now);
    }
    for (String name : names) {
      String channel = "\"channel\":\"ticker\",\"event_trigger\":\"bbo\",\"snapshot\":true";
      acknowledge(channel, name, 3, now);
    }
  }

  private void acknowledge(String channel, String name, int id, long now) {
    frame.text("{\"method\":\"subscribe\",\"result\":{").text(channel);
    frame.text(",\"symbol\":").quoted(name).text("},\"success\":true,\"time_in\":").time(now);
    frame.text(",\"time_out\":").time(now).text(",\"req_id\":").number(id).text("}");
    send(now);
  }

  @Override
  public boolean onTick(Tick tick) {
    Pair pair = pairs.get(tick.symbol());
    if (pair != null) {
      if (tick instanceof BookChange change) {
        onChange(pair, change);
      } else if (tick instanceof Trade trade) {
        onTrade(pair, trade);
      } else if (tick instanceof Quote quote) {
        onQuote(pair, TopOfBook.of(quote));
      }
    }
    return true;
  }

  @Override
  public void onTime(long now) {
    if (now - lastSent >= HEARTBEAT_MICROS) {
      frame.text("{\"channel\":\"heartbeat\"}");
      send(now);
    }
  }

  private void onChange(Pair pair, BookChange change) {
    pair.book.apply(change);
    KrakenLevels told =
        new KrakenLevels(pair.bids.moveTo(pair.book.bids), pair.asks.moveTo(pair.book.asks));
    if (told.isEmpty()) {
      return; // all below the window
    }
    long checksum = KrakenWindow.checksum(pair.asks, pair.bids);
    books.kraken(pair.name, change.snapshot(), told, checksum, change.ts());
    send(change.ts());
  }

  private void onTrade(Pair pair, Trade trade) {
    if (pair.day == null) {
      return;
    }
    pair.day.add(trade);
    frame.text("{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":");
    frame.quoted(pair.name).text(",\"side\":").quoted(trade.side() == Side.BUY ? "buy" : "sell");
    frame.text(",\"price\":").number(trade.price()).text(",\"qty\":").number(trade.size());
    frame.text(",\"ord_type\":\"market\",\"trade_id\":");
    frame.number(TRADES_BEFORE + Long.parseLong(String.valueOf(trade.id())));
    frame.text(",\"timestamp\":").time(trade.ts()).text("}]}");
    send(trade.ts());
  }

  private void onQuote(Pair pair, TopOfBook top) {
    boolean first = pair.day == null;
    DayStats day = pair.day == null ? new DayStats(top.bid(), top.bidSize()) : pair.day;
    pair.day = day;
    frame.text("{\"channel\":\"ticker\",\"type\":").quoted(first ? "snapshot" : "update");
    frame.text(",\"data\":[{\"symbol\":").quoted(pair.name);
    frame.text(",\"bid\":").number(top.bid()).text(",\"bid_qty\":").number(top.bidSize());
    frame.text(",\"ask\":").number(top.ask()).text(",\"ask_qty\":").number(top.askSize());
    frame.text(",\"last\":").number(day.last()).text(",\"volume\":").number(day.volume());
    frame.text(",\"vwap\":").number(day.vwap()).text(",\"low\":").number(day.low());
    frame.text(",\"high\":").number(day.high()).text(",\"change\":").number(day.change());
    frame.text(",\"change_pct\":").number(day.changePercent());
    frame.text(",\"timestamp\":").time(top.ts()).text("}]}");
    send(top.ts());
  }

  private void send(long now) {
    lastSent = now;
    frame.sendTo(out, now);
  }
}
