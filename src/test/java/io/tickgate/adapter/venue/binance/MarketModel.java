package io.tickgate.adapter.venue.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.adapter.TickListener;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A slow and simple market, kept apart from the gateway's own books to check decoders with. */
public final class MarketModel implements TickListener {
  /** All that is known of one symbol. */
  public static final class Instrument {
    public final List<Trade> trades = new ArrayList<>();
    public final TreeMap<BigDecimal, BigDecimal> bids = new TreeMap<>(Comparator.reverseOrder());
    public final TreeMap<BigDecimal, BigDecimal> asks = new TreeMap<>();
    public @Nullable Quote quote;
    public int quotes;
    public int snapshots;
    public int changes;
    public int resets;

    /** Sum of the sizes of the trades of that side, or of all when it is null. */
    public BigDecimal volume(@Nullable Side side) {
      return trades.stream()
          .filter(trade -> side == null || trade.side() == side)
          .map(trade -> trade.size().toBigDecimal())
          .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void apply(BookChange change) {
      if (change.snapshot()) {
        bids.clear();
        asks.clear();
        snapshots++;
      } else {
        changes++;
      }
      change.bids().forEach(level -> set(bids, level));
      change.asks().forEach(level -> set(asks, level));
      assertEquals(0, change.window());
      assertEquals(null, change.check());
    }

    private static void set(TreeMap<BigDecimal, BigDecimal> side, PriceLevel level) {
      BigDecimal price = level.price().toBigDecimal();
      if (level.size().isZero()) {
        side.remove(price);
      } else {
        side.put(price, level.size().toBigDecimal());
      }
    }
  }

  /** Every tick, in order, when asked for. */
  public final List<Tick> ticks = new ArrayList<>();

  public final Map<String, Instrument> instruments = new HashMap<>();

  /** What is known of the symbol of that native name. */
  public Instrument of(String nativeName) {
    return instruments.computeIfAbsent(nativeName, name -> new Instrument());
  }

  @Override
  public boolean onTick(Tick tick) {
    ticks.add(tick);
    Instrument instrument = of(tick.symbol().nativeName());
    if (tick instanceof Trade trade) {
      instrument.trades.add(trade);
    } else if (tick instanceof Quote quote) {
      instrument.quote = quote;
      instrument.quotes++;
    } else if (tick instanceof BookChange change) {
      instrument.apply(change);
    } else if (tick instanceof BookReset) {
      instrument.bids.clear();
      instrument.asks.clear();
      instrument.resets++;
    }
    return true;
  }

  @Override
  public void onTime(long now) {
    // of no use here
  }
}
