package io.tickgate.adapter.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.TickListener;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulatedMarketTest {
  private static SimulatorSettings settings(int symbols, int rate, long seed, boolean rush) {
    return new SimulatorSettings("sim", Listing.names(symbols), rate, seed, 10, rush);
  }

  /** Runs to that second and gives every tick with the second it fell in. */
  private static void run(SimulatedMarket market, double seconds, TickListener ticks) {
    while (market.dueNanos() < seconds * 1e9) {
      market.next(market.dueNanos() / 1_000, ticks);
    }
  }

  /** A listener that needs no time. */
  private interface Ticks extends TickListener {
    void take(Tick tick);

    @Override
    default boolean onTick(Tick tick) {
      take(tick);
      return true;
    }

    @Override
    default void onTime(long now) {}
  }

  private static List<Tick> ticks(SimulatorSettings settings, double seconds) {
    List<Tick> ticks = new ArrayList<>();
    SimulatedMarket market = new SimulatedMarket(settings);
    Ticks all = ticks::add;
    market.open(0, all);
    run(market, seconds, all);
    return ticks;
  }

  @Test
  void givesTheSameTicksForTheSameSeed() {
    List<Tick> first = ticks(settings(20, 2_000, 7, true), 5);
    assertTrue(first.size() > 10_000, () -> "only " + first.size());
    assertEquals(first, ticks(settings(20, 2_000, 7, true), 5));
  }

  @Test
  void givesOtherTicksForAnotherSeed() {
    assertNotEquals(ticks(settings(2, 100, 7, true), 1), ticks(settings(2, 100, 8, true), 1));
  }

  @Test
  void repeatsTheSameMarketOnAnyMachine() {
    List<Tick> ticks = ticks(settings(3, 100, 1, true), 10);
    Map<String, Quote> last = new HashMap<>();
    for (Tick tick : ticks) {
      if (tick instanceof Quote quote) {
        last.put(quote.symbol().nativeName(), quote);
      }
    }
    assertEquals(1_498, ticks.size());
    assertEquals("0.06842812@90067.53/90068.57@0.06041958", show(last.get("BTC-USD")));
    assertEquals("63.0000000@138.303/138.319@60.0000000", show(last.get("SOL-USD")));
  }

  private static String show(@Nullable Quote quote) {
    Objects.requireNonNull(quote);
    return quote.bidSize() + "@" + quote.bid() + "/" + quote.ask() + "@" + quote.askSize();
  }

  @Test
  void mixesQuotesBookChangesAndTrades() {
    int[] counts = new int[3];
    Ticks count =
        tick -> {
          if (tick instanceof Quote) {
            counts[0]++;
          } else if (tick instanceof BookChange) {
            counts[1]++;
          } else if (tick instanceof Trade) {
            counts[2]++;
          }
        };
    run(new SimulatedMarket(settings(20, 10_000, 3, false)), 30, count);
    double all = counts[0] + counts[1] + counts[2];
    assertEquals(0.60, counts[0] / all, 0.005, "quotes, seed 3");
    assertEquals(0.25, counts[1] / all, 0.005, "book changes, seed 3");
    assertEquals(0.15, counts[2] / all, 0.005, "trades, seed 3");
  }

  @Test
  void spreadsActivityByRank() {
    Map<String, Integer> counts = new HashMap<>();
    Ticks count = tick -> counts.merge(tick.symbol().nativeName(), 1, Integer::sum);
    run(new SimulatedMarket(settings(10, 10_000, 4, false)), 30, count);
    double all = counts.values().stream().mapToInt(Integer::intValue).sum();
    // 1/rank over the sum of 1/1 to 1/10, which is 2.929
    assertEquals(1 / 2.929, count(counts, "BTC-USD") / all, 0.01, "rank 1, seed 4");
    assertEquals(0.5 / 2.929, count(counts, "ETH-USD") / all, 0.01, "rank 2, seed 4");
    assertEquals(0.1 / 2.929, count(counts, "DOGE-USD") / all, 0.01, "rank 10, seed 4");
  }

  private static int count(Map<String, Integer> counts, String name) {
    return counts.getOrDefault(name, 0);
  }

  @Test
  void movesSymbolsTogether() {
    List<double[]> prices = samples(settings(6, 2_000, 5, false), 600);
    assertEquals(0.5, correlation(prices, 0, 1), 0.15, "BTC and ETH by the second, seed 5");
    assertEquals(0.5, correlation(prices, 2, 3), 0.15, "SOL and XRP by the second, seed 5");
  }

  @Test
  void movesAsFarAsItsVolatilitySays() {
    List<double[]> prices = samples(settings(6, 2_000, 5, false), 600);
    double squares = 0;
    for (int i = 1; i < prices.size(); i++) {
      double move = prices.get(i)[0] / prices.get(i - 1)[0] - 1;
      squares += move * move;
    }
    double deviation = Math.sqrt(squares / (prices.size() - 1));
    assertEquals(0.8e-4, deviation, 0.2e-4, "BTC-USD by the second, seed 5");
  }

  /** Mid prices of every symbol after each second. */
  private static List<double[]> samples(SimulatorSettings settings, int seconds) {
    Map<String, Double> mids = new HashMap<>();
    SimulatedMarket market = new SimulatedMarket(settings);
    Ticks mid =
        tick -> {
          if (tick instanceof Quote quote) {
            mids.put(quote.symbol().nativeName(), (value(quote.bid()) + value(quote.ask())) / 2);
          }
        };
    market.open(0, mid);
    List<double[]> samples = new ArrayList<>();
    for (int second = 1; second <= seconds; second++) {
      run(market, second, mid);
      samples.add(
          settings.symbols().stream()
              .mapToDouble(name -> Objects.requireNonNull(mids.get(name)))
              .toArray());
    }
    return samples;
  }

  private static double correlation(List<double[]> prices, int one, int other) {
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 1; i < prices.size(); i++) {
      double x = prices.get(i)[one] / prices.get(i - 1)[one] - 1;
      double y = prices.get(i)[other] / prices.get(i - 1)[other] - 1;
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    return xy / Math.sqrt(xx * yy);
  }

  @Test
  void opensWithARushAndWideSpreads() {
    double[] sums = new double[2];
    int[] quotes = new int[2];
    Ticks spread =
        tick -> {
          if (tick instanceof Quote quote && quote.symbol().nativeName().equals("EUR-USD")) {
            int when = tick.ts() < 2_000_000 ? 0 : 1;
            sums[when] += value(quote.ask()) - value(quote.bid());
            quotes[when]++;
          }
        };
    run(new SimulatedMarket(settings(6, 2_000, 9, true)), 40, spread);
    double rush = sums[0] / quotes[0];
    double calm = sums[1] / quotes[1];
    assertTrue(rush > 1.3 * calm, () -> "seed 9: " + rush + " against " + calm);
    double perSecond = quotes[0] / 2.0;
    double later = quotes[1] / 38.0;
    assertTrue(perSecond > 2 * later, () -> "seed 9: " + perSecond + " against " + later);
  }

  @Test
  void comesInBursts() {
    int[] perSlot = new int[600];
    Ticks count = tick -> perSlot[(int) (tick.ts() / 100_000)]++;
    run(new SimulatedMarket(settings(6, 1_000, 2, false)), 60, count);
    double squares = 0;
    for (int slot : perSlot) {
      squares += (slot - 100.0) * (slot - 100.0) / perSlot.length;
    }
    // events without memory would give 100 (a little more, as a trade makes two updates)
    assertTrue(squares > 1_000, "seed 2: variance " + squares);
  }

  @Test
  void wandersButStaysNearHomeForAWeek() {
    double[] range = {2, 0};
    Ticks price =
        tick -> {
          if (tick instanceof Quote quote) {
            range[0] = Math.min(range[0], value(quote.bid()) / 90_000);
            range[1] = Math.max(range[1], value(quote.ask()) / 90_000);
          }
        };
    run(new SimulatedMarket(settings(1, 1, 11, false)), 7 * 24 * 3600, price);
    assertTrue(range[0] > 0.9 && range[0] < 0.99, () -> "seed 11: low " + range[0]);
    assertTrue(range[1] < 1.1 && range[1] > 1.01, () -> "seed 11: high " + range[1]);
  }

  private static double value(@Nullable Decimal decimal) {
    return Objects.requireNonNull(decimal).toBigDecimal().doubleValue();
  }

  @Test
  void evenMarketQuotesAllSymbolsAlikeAndWithoutBursts() {
    SimulatedMarket market =
        new SimulatedMarket(
            new SimulatorSettings("sim", Listing.names(20), 2_000, 9, 10, false, true));
    int[] inTenth = new int[200]; // twenty seconds
    Map<Symbol, Integer> quotes = new HashMap<>();
    TickListener ticks =
        new TickListener() {
          @Override
          public boolean onTick(Tick tick) {
            if (tick instanceof Quote) {
              quotes.merge(tick.symbol(), 1, Integer::sum);
            }
            return true;
          }

          @Override
          public void onTime(long now) {}
        };
    while (market.dueNanos() < 20_000_000_000L) {
      int tenth = (int) (market.dueNanos() / 100_000_000);
      inTenth[tenth] += market.next(1, ticks);
    }
    // 200 on average in each; both bounds are six standard deviations off
    assertEquals(0, Arrays.stream(inTenth).filter(n -> n < 100 || n > 300).count());
    assertEquals(20, quotes.size());
    // 1,200 on average of each
    assertEquals(0, quotes.values().stream().filter(n -> n < 950 || n > 1_450).count());
  }
}
