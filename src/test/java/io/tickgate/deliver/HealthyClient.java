package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.Symbol;
import java.util.Arrays;

/** A client that does nothing wrong, and how long it waits for its updates. One thread. */
final class HealthyClient implements AutoCloseable {
  /** Others' tests and collections happen meanwhile; what waits for an attacker waits longer. */
  private static final long SLACK_MICROS = 50_000;

  private static final long PROMPT_MICROS = 1_000_000;

  private final TestMarket market;
  private final Symbol symbol = Ticks.fresh("HEALTHY");
  private final StreamClient client;
  private final long usual;
  private int n;

  /** Connects, and learns what is usual. */
  HealthyClient(TestMarket market) {
    this.market = market;
    market.tick(Ticks.quote(symbol, 0));
    client = StreamClient.connect();
    client.subscribeWith("quote", "'intervalMs':0", symbol); // a beat would hide what it waits for
    client.next("quote", symbol);
    median(); // what is compiled and cached on the way
    usual = median();
  }

  /** An update reaches it while something goes on. */
  void assertServed() {
    long micros = update();
    assertTrue(micros < PROMPT_MICROS, "an update took " + micros + " µs");
  }

  /** Updates reach it as fast as before. */
  void assertAsUsual() {
    long now = median();
    assertTrue(now < 5 * usual + SLACK_MICROS, "median " + now + " µs, it was " + usual);
  }

  private long median() {
    long[] all = new long[15];
    for (int i = 0; i < all.length; i++) {
      all[i] = update();
    }
    Arrays.sort(all);
    return all[all.length / 2];
  }

  private long update() {
    n++;
    long start = System.nanoTime();
    market.tick(Ticks.quote(symbol, n));
    client.nextWith("quote", symbol, "bid", n + ".10");
    return (System.nanoTime() - start) / 1_000;
  }

  @Override
  public void close() {
    client.close();
  }
}
