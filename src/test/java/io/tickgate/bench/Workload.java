package io.tickgate.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What clients ask for and how they read.
 *
 * @param symbols how many there are
 * @param clients connections that read as fast as they can
 * @param perClient symbols of each of them, popular ones more often (Zipf)
 * @param deliveries updates a second that all of them together are offered
 * @param intervalMs what they ask for
 * @param slowClients connections that have all symbols
 * @param slowBytesPerSecond what each of those reads
 * @param traits what else is special
 */
public record Workload(
    String name,
    int symbols,
    int clients,
    int perClient,
    int deliveries,
    int intervalMs,
    int slowClients,
    int slowBytesPerSecond,
    Set<Trait> traits) {
  /** What can be special about a workload. */
  public enum Trait {
    /** permessage-deflate is offered. */
    DEFLATE,
    /** Only changed fields are asked for. */
    CHANGES,
    /** The connections are wss. */
    TLS
  }

  /** The same choice of symbols in each run. */
  private static final long SEED = 7;

  public static final Workload W1 = new Workload("W1", 500, 500, 50, 30_000, 0, 0, 0, Set.of());
  public static final Workload W1_MAX =
      new Workload("W1max", 500, 500, 50, 250_000, 0, 0, 0, Set.of());

  /** Fast clients with 100 updates a second each, slow ones that are offered 2,000. */
  public static final Workload W3 =
      new Workload("W3", 200, 200, 10, 20_000, 0, 20, 20_000, Set.of());

  public static final Workload W4 = new Workload("W4", 50, 10_000, 1, 0, 0, 0, 0, Set.of());
  public static final Workload W5 = new Workload("W5", 20, 1_000, 20, 10_000, 100, 0, 0, Set.of());

  public Workload withInterval(int milliseconds) {
    return new Workload(
        name,
        symbols,
        clients,
        perClient,
        deliveries,
        milliseconds,
        slowClients,
        slowBytesPerSecond,
        traits);
  }

  /** The same with that trait besides those it has. */
  public Workload with(Trait trait) {
    Set<Trait> more = new HashSet<>(traits);
    more.add(trait);
    return new Workload(
        name,
        symbols,
        clients,
        perClient,
        deliveries,
        intervalMs,
        slowClients,
        slowBytesPerSecond,
        Set.copyOf(more));
  }

  boolean deflate() {
    return traits.contains(Trait.DEFLATE);
  }

  boolean changes() {
    return traits.contains(Trait.CHANGES);
  }

  boolean tls() {
    return traits.contains(Trait.TLS);
  }

  public Workload withoutSlow() {
    return new Workload(
        name, symbols, clients, perClient, deliveries, intervalMs, 0, slowBytesPerSecond, traits);
  }

  public Workload withPerClient(int count) {
    return new Workload(
        name,
        symbols,
        clients,
        count,
        deliveries,
        intervalMs,
        slowClients,
        slowBytesPerSecond,
        traits);
  }

  /** The same with so many clients, and offered in proportion. */
  public Workload withClients(int fast, int slow) {
    int offered = (int) ((long) deliveries * fast / clients);
    return new Workload(
        name, symbols, fast, perClient, offered, intervalMs, slow, slowBytesPerSecond, traits);
  }

  /** Quotes a second of all symbols together that make this many deliveries; at least 1. */
  public int quotesPerSecond() {
    if (deliveries == 0) {
      return 1;
    }
    return (int) Math.max(1, (long) deliveries * symbols / ((long) clients * perClient));
  }

  /** The symbols of each fast client, as numbers from 0, the most popular. */
  List<int[]> choices() {
    Random random = new Random(SEED);
    List<int[]> choices = new ArrayList<>(clients);
    for (int client = 0; client < clients; client++) {
      choices.add(draw(random));
    }
    return choices;
  }

  private int[] draw(Random random) {
    double[] weights = new double[symbols];
    double sum = 0;
    for (int i = 0; i < symbols; i++) {
      weights[i] = 1.0 / (i + 1);
      sum += weights[i];
    }
    int[] drawn = new int[perClient];
    for (int n = 0; n < perClient; n++) {
      double at = random.nextDouble() * sum;
      int i = 0;
      while (i < symbols - 1 && (at -= weights[i]) >= 0) {
        i++;
      }
      while (weights[i] == 0) { // rounding at the far end
        i--;
      }
      drawn[n] = i;
      sum -= weights[i];
      weights[i] = 0;
    }
    return drawn;
  }
}
