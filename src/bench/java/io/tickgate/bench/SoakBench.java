package io.tickgate.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * A packaged gateway under a market with bursts, clients that stay, slow ones, and others that come
 * and go all the time; prints a line a minute, and fails when heap or direct memory has grown
 * between the first half and the second, the start aside, or when somebody who stayed was cut off
 * or missed something that nobody told. System property: {@code soak.minutes}, 3 at least.
 */
public final class SoakBench {
  private static final int MINUTES = Math.max(3, Integer.getInteger("soak.minutes", 30));

  /** Then logs are full and what is hot is compiled. */
  private static final int STARTING = Math.max(1, MINUTES / 5);

  private static final int MIDDLE = Math.max(2, MINUTES * 3 / 5);

  private static final int SYMBOLS = 10;

  /** With room for what is described here and not for a leak. */
  private static final String JVM =
      "-Xmx256m -XX:MaxDirectMemorySize=128m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError";

  /** Bursts; and logs so short that they are full after the first minute or two. */
  private static final String GATEWAY =
      "-Dtickgate.feeds.sim.even=false -Dtickgate.feeds.sim.opening-rush=true"
          + " -Dtickgate.book.trade-log=500 -Dtickgate.book.bars=60";

  /** Who stays: fast ones with all that comes and slow ones. */
  private static final Workload STAYING =
      new Workload(MemoryTable.NAME + "soak", SYMBOLS, 100, 5, 20_000, 0, 10, 5_000, Set.of());

  /** Who comes and goes. */
  private static final Workload PASSING =
      new Workload("passing", SYMBOLS, 20, 5, 0, 100, 0, 0, Set.of(Workload.Trait.DEFLATE));

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** More than this and a twentieth is growth; less is what pools and compilers do. */
  private static final long SLACK = 1 << 20;

  private final List<Memory> samples = new ArrayList<>();
  private long passed;

  private SoakBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Files.createDirectories(ServerProcess.Launch.FOLDER);
    System.setProperty("bench.jvm", System.getProperty("bench.jvm", JVM));
    System.setProperty("bench.gateway", System.getProperty("bench.gateway", GATEWAY));
    new SoakBench().run();
  }

  private static LoadClient clients(Workload of) {
    return new LoadClient(of, QuoteFeed.names(of.symbols()));
  }

  private void run() throws IOException, InterruptedException {
    System.out.println(
        "| minute | heap MB | direct MB | RSS MB | descriptors | came and went | updates/s |"
            + " slow age p99 ms | load |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    try (ServerProcess server = Target.GATEWAY.start(STAYING, Case.PORT);
        Witness witness = new Witness(Case.PORT);
        LoadClient staying = clients(STAYING)) {
      staying.open("127.0.0.1", Case.PORT, PATIENCE);
      for (int minute = 1; minute <= MINUTES; minute++) {
        staying.startMeasuring();
        comeAndGo(TimeUnit.MINUTES.toNanos(1));
        staying.stopMeasuring();
        samples.add(Memory.of(server));
        print(minute, server, staying);
        server.requireAlive();
      }
      int missing = staying.laggards(PATIENCE);
      require(staying.cutOffs() == 0 && staying.faultCount() == 0, "" + staying.faults());
      require(missing == 0, missing + " values didn't come");
      require(witness.fault().isEmpty() && witness.trades() > 0, "witness: " + witness.fault());
      System.out.printf(
          "to one who wants each trade %d came, %d were told as missed%n",
          witness.trades(), witness.missed());
    }
    requireFlat("heap", Memory::heap);
    requireFlat("direct memory", Memory::direct);
  }

  private void comeAndGo(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      try (LoadClient passing = clients(PASSING)) {
        passing.open("127.0.0.1", Case.PORT, PATIENCE);
        TimeUnit.MILLISECONDS.sleep(500);
        require(passing.cutOffs() == 0 && passing.faultCount() == 0, "" + passing.faults());
      }
      passed += PASSING.clients();
    }
  }

  private void print(int minute, ServerProcess server, LoadClient staying) {
    Memory now = samples.get(samples.size() - 1);
    System.out.printf(
        Locale.ROOT,
        "| %d | %.1f | %.1f | %d | %d | %d | %d | %.0f | %.1f |%n",
        minute,
        now.heap() / 1e6,
        now.direct() / 1e6,
        now.rss() / 1_000_000,
        server.descriptors(),
        passed,
        (staying.fast().updates() + staying.slow().updates()) / 60,
        staying.slow().ages().millis(0.99),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private void requireFlat(String what, ToLongFunction<Memory> part) {
    double early = least(samples.subList(STARTING, MIDDLE), part);
    double late = least(samples.subList(MIDDLE, MINUTES), part);
    System.out.printf(
        Locale.ROOT, "%s: %.1f MB early, %.1f MB late%n", what, early / 1e6, late / 1e6);
    if (late > early * 1.05 + SLACK) {
      printGrowth();
      throw new IllegalStateException(what + " grew");
    }
  }

  /** The least of some minutes: a burst under way takes some megabytes. */
  private static double least(List<Memory> of, ToLongFunction<Memory> part) {
    return of.stream().mapToLong(part).min().orElseThrow();
  }

  /** The classes of which there is more in the end than after the start, the most first. */
  private void printGrowth() {
    Map<String, Long> early = samples.get(STARTING).classes();
    Map<String, Long> late = samples.get(samples.size() - 1).classes();
    Comparator<Map.Entry<String, Long>> byGrowth =
        Comparator.comparingLong(each -> early.getOrDefault(each.getKey(), 0L) - each.getValue());
    late.entrySet().stream()
        .sorted(byGrowth)
        .limit(10)
        .forEach(
            each ->
                System.out.printf(
                    "  %+d %s%n",
                    each.getValue() - early.getOrDefault(each.getKey(), 0L), each.getKey()));
  }

  private static void require(boolean holds, String fault) {
    if (!holds) {
      throw new IllegalStateException(fault);
    }
  }
}
