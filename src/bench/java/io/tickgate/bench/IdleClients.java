package io.tickgate.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What idle clients take of a gateway and of the machine, as there are more and more of them: a
 * line of a table at each step.
 */
final class IdleClients {
  private static final int[] STEPS = {1_000, 5_000, 10_000, 20_000, 30_000, 40_000, 50_000};

  /** After the last one came, until its first answers are written. */
  private static final int SETTLE_SECONDS = 2;

  private static final int IDLE_SECONDS = 10;

  /** How clients come, and whether they are still there. */
  interface Opening {
    /**
     * Lets some of {@code missing} clients in, at least one; returns how many when each has what it
     * asked for.
     *
     * @throws IOException when they aren't let in
     */
    int open(int missing) throws IOException, InterruptedException;

    /**
     * Checks that nobody was lost.
     *
     * @throws IOException when somebody was
     */
    void requireAll() throws IOException;
  }

  private final ServerProcess server;
  private final Opening opening;
  private final Memory before;
  private final long kernelBefore;
  private int open;

  /** Starts with a server that is warm and has no clients. */
  IdleClients(ServerProcess server, Opening opening) throws IOException, InterruptedException {
    this.server = server;
    this.opening = opening;
    before = Memory.of(server);
    kernelBefore = kernel(before);
  }

  /** Prints the table, up to so many clients. */
  void measure(int most) throws IOException, InterruptedException {
    System.out.println(
        "| clients | opened/s | bytes each: heap | direct | RSS | kernel, both ends | RSS MB |"
            + " core % | load |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (int step : STEPS) {
      int count = Math.min(step, most);
      if (count > open) {
        line(count);
      }
    }
  }

  private void line(int count) throws IOException, InterruptedException {
    int opened = count - open;
    long start = System.nanoTime();
    while (open < count) {
      open += opening.open(count - open);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    double cpu = server.cpuSeconds();
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    cpu = server.cpuSeconds() - cpu;
    Memory with = Memory.of(server);
    opening.requireAll();
    System.out.printf(
        Locale.ROOT,
        "| %d | %.0f | %d | %d | %d | %d | %d | %.1f | %.1f |%n",
        count,
        opened / seconds,
        (with.heap() - before.heap()) / count,
        (with.direct() - before.direct()) / count,
        (with.rss() - before.rss()) / count,
        (kernel(with) - kernelBefore) / count,
        with.rss() >> 20,
        100 * cpu / IDLE_SECONDS,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** Buffers of sockets, and the kernel's own objects, of which some are others'. */
  private static long kernel(Memory memory) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("Slab:")) {
        return memory.kernel() + Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
      }
    }
    return memory.kernel();
  }
}
