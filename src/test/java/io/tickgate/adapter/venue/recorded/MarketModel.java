package io.tickgate.adapter.venue.recorded;

import io.tickgate.adapter.TickListener;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Candle;
import io.tickgate.market.Listed;
import io.tickgate.market.Quote;
import io.tickgate.market.Summary;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that the ticks of a recording say, by symbol. */
public final class MarketModel implements TickListener {
  /** What is known of one symbol. */
  static final class Instrument {
    final List<Trade> trades = new ArrayList<>();
    final BookModel book = new BookModel();
    final List<Candle> candles = new ArrayList<>();
    @Nullable Quote lastQuote;
    int quotes;
    @Nullable Summary lastSummary;
    int summaries;
    int resets;
    int listed;
  }

  final Map<String, Instrument> instruments = new TreeMap<>();

  @Override
  public boolean onTick(Tick tick) {
    Instrument of =
        instruments.computeIfAbsent(tick.symbol().nativeName(), name -> new Instrument());
    if (tick instanceof Trade trade) {
      of.trades.add(trade);
    } else if (tick instanceof Summary summary) {
      of.lastSummary = summary;
      of.summaries++;
    } else if (tick instanceof BookChange change) {
      return of.book.apply(change);
    } else if (tick instanceof Quote quote) {
      of.lastQuote = quote;
      of.quotes++;
    } else if (tick instanceof Candle candle) {
      of.candles.add(candle);
    } else if (tick instanceof BookReset) {
      of.resets++;
    } else if (tick instanceof Listed) {
      of.listed++;
    }
    return true;
  }

  @Override
  public void onTime(long now) {}
}
