package io.tickgate.adapter.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.TickListener;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.Listed;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must hold for every event of every market, whatever its seed. */
class SimulatedMarketPropertyTest {
  private static final long OPENING = 1_767_364_200_000_000L;

  @ParameterizedTest
  @CsvSource({
    "1, 20, 10, 200",
    "2, 1, 1, 1",
    "3, 5, 25, 200000",
    "4, 300, 2, 50",
    "-5, 40, 3, 5000"
  })
  void keepsItsWordOver200000Events(long seed, int symbols, int depth, int rate) {
    SimulatorSettings settings =
        new SimulatorSettings("sim", Listing.names(symbols), rate, seed, depth, true);
    run(settings, 200_000);
  }

  @Test
  void keepsItsWordForTenThousandSymbols() {
    SimulatorSettings settings =
        new SimulatorSettings("sim", Listing.names(10_000), 200_000, 6, 10, true);
    Rules rules = run(settings, 200_000);
    assertEquals(10_000, rules.listed.size());
    assertEquals("sim:SIM10000-USD", Symbol.of("sim", "SIM10000-USD").name());
    assertTrue(rules.listed.contains(Symbol.of("sim", "SIM10000-USD")));
  }

  private static Rules run(SimulatorSettings settings, int events) {
    SimulatedMarket market = new SimulatedMarket(settings);
    Rules rules = new Rules(settings);
    market.open(OPENING, rules);
    for (int i = 0; i < events; i++) {
      market.next(OPENING + market.dueNanos() / 1_000, rules);
    }
    return rules;
  }

  /** Checks each tick against what came before it. */
  private static final class Rules implements TickListener {
    private final SimulatorSettings settings;
    private final Set<Symbol> listed = new HashSet<>();
    private final Map<Symbol, ModelBook> books = new HashMap<>();
    private final Map<Symbol, Quote> quotes = new HashMap<>();
    private final Map<Symbol, Long> tradeIds = new HashMap<>();
    private final Map<Symbol, Decimal> homes = new HashMap<>();
    private long last;
    private long count;

    Rules(SimulatorSettings settings) {
      this.settings = settings;
    }

    @Override
    public boolean onTick(Tick tick) {
      count++;
      assertTrue(tick.ts() >= last, () -> say(tick, "time goes back"));
      assertEquals(tick.ts(), tick.rx());
      last = tick.ts();
      if (tick instanceof Listed) {
        assertTrue(listed.add(tick.symbol()), () -> say(tick, "listed twice"));
        assertTrue(books.isEmpty(), () -> say(tick, "listed after a snapshot"));
      } else if (tick instanceof BookChange change) {
        onChange(change);
      } else if (tick instanceof Quote quote) {
        onQuote(quote);
      } else if (tick instanceof Trade trade) {
        onTrade(trade);
      }
      return true;
    }

    private void onChange(BookChange change) {
      boolean first = !books.containsKey(change.symbol());
      assertEquals(first, change.snapshot(), () -> say(change, "snapshot first, then changes"));
      assertTrue(
          !change.bids().isEmpty() || !change.asks().isEmpty(), () -> say(change, "is empty"));
      ModelBook book = books.computeIfAbsent(change.symbol(), symbol -> new ModelBook());
      book.apply(change);
      assertEquals(settings.depth(), book.bids.size(), () -> say(change, "bids"));
      assertEquals(settings.depth(), book.asks.size(), () -> say(change, "asks"));
      for (PriceLevel level : change.bids()) {
        assertEquals(1, level.price().signum(), () -> say(change, "price"));
      }
      Decimal bid = book.bids.firstKey();
      Decimal ask = book.asks.firstKey();
      assertTrue(bid.compareTo(ask) < 0, () -> say(change, "crossed"));
      if (first) {
        homes.put(change.symbol(), bid);
        return;
      }
      Quote quote = quotes.get(change.symbol());
      assertNotNull(quote);
      assertEquals(bid, quote.bid(), () -> say(change, "bid"));
      assertEquals(ask, quote.ask(), () -> say(change, "ask"));
      assertEquals(book.bids.get(bid), quote.bidSize(), () -> say(change, "bid size"));
      assertEquals(book.asks.get(ask), quote.askSize(), () -> say(change, "ask size"));
    }

    private void onQuote(Quote quote) {
      Decimal bid = quote.bid();
      Decimal ask = quote.ask();
      Decimal home = homes.get(quote.symbol());
      assertNotNull(bid);
      assertNotNull(ask);
      assertNotNull(home);
      assertTrue(bid.compareTo(ask) < 0, () -> say(quote, "crossed"));
      double away = bid.toBigDecimal().doubleValue() / home.toBigDecimal().doubleValue();
      assertTrue(away > 0.4 && away < 1.6, () -> say(quote, "far from home " + home));
      assertEquals(
          1, Objects.requireNonNull(quote.bidSize()).signum(), () -> say(quote, "bid size"));
      assertEquals(
          1, Objects.requireNonNull(quote.askSize()).signum(), () -> say(quote, "ask size"));
      quotes.put(quote.symbol(), quote);
    }

    private void onTrade(Trade trade) {
      Quote quote = quotes.get(trade.symbol());
      assertNotNull(quote, () -> say(trade, "before a quote"));
      boolean buys = trade.side() == Side.BUY;
      assertEquals(buys ? quote.ask() : quote.bid(), trade.price(), () -> say(trade, "price"));
      Decimal most = Objects.requireNonNull(buys ? quote.askSize() : quote.bidSize());
      assertEquals(1, trade.size().signum(), () -> say(trade, "size"));
      assertTrue(trade.size().compareTo(most) <= 0, () -> say(trade, "more than there was"));
      long id = tradeIds.merge(trade.symbol(), 1L, Long::sum);
      assertEquals(Long.toString(id), trade.id(), () -> say(trade, "id"));
    }

    private String say(Tick tick, String what) {
      return "seed " + settings.seed() + ", tick " + count + ": " + what + ": " + tick;
    }

    @Override
    public void onTime(long now) {}
  }
}
