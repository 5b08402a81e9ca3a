package io.tickgate.deliver;

import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Quotes, trades and books of some symbols, by chance from a seed, until it is stopped. */
final class RestlessMarket implements AutoCloseable {
  private final TestMarket market;
  private final List<Symbol> symbols;
  private final Random random;
  private final Thread thread = new Thread(this::run, "restless-market");
  private volatile boolean stopped;
  private volatile long pauseNanos = 1_000_000;
  private volatile int count = 1; // written by the market's thread alone

  RestlessMarket(TestMarket market, List<Symbol> symbols, long seed) {
    this.market = market;
    this.symbols = symbols;
    this.random = new Random(seed);
    for (Symbol symbol : symbols) {
      market.tick(Ticks.quote(symbol, 1), Ticks.trade(symbol, 1), book(symbol, true));
    }
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Time between two bursts. */
  void pause(long nanos) {
    pauseNanos = nanos;
  }

  /** Waits until so many more ticks are in the book. */
  void awaitMore(int ticks) {
    int end = count + ticks;
    while (count < end && thread.isAlive()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void run() {
    while (!stopped) {
      burst(1 + random.nextInt(4));
      LockSupport.parkNanos(pauseNanos); // the market's pace, not a wait for anything
    }
  }

  /** So many ticks at once. */
  private void burst(int size) {
    Tick[] ticks = new Tick[size];
    for (int i = 0; i < size; i++) {
      Symbol symbol = symbols.get(random.nextInt(symbols.size()));
      int number = count + i + 1;
      ticks[i] =
          switch (random.nextInt(3)) {
            case 0 -> Ticks.quote(symbol, number);
            case 1 -> Ticks.trade(symbol, number);
            default -> book(symbol, false);
          };
    }
    market.tick(ticks);
    count = count + size;
  }

  /** Bids below 100, asks above, so that they never cross. */
  private Tick book(Symbol symbol, boolean snapshot) {
    List<PriceLevel> bids = new ArrayList<>();
    List<PriceLevel> asks = new ArrayList<>();
    for (int i = 0; i < (snapshot ? 40 : 1 + random.nextInt(4)); i++) {
      int step = snapshot ? i : random.nextInt(60);
      boolean gone = !snapshot && random.nextInt(3) == 0;
      Decimal size = gone ? Decimal.ZERO : Decimal.of(1 + random.nextInt(99_999), 3);
      if (snapshot || random.nextBoolean()) {
        bids.add(new PriceLevel(Decimal.of(9_999 - step, 2), size));
      }
      if (snapshot || bids.size() <= i) {
        asks.add(new PriceLevel(Decimal.of(10_001 + step, 2), size));
      }
    }
    return Ticks.book(symbol, snapshot, bids, asks);
  }

  /** Stops and returns when the last tick is in the book. */
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
  }
}
