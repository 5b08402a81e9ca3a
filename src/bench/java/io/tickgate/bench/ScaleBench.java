package io.tickgate.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * As many idle connections as this machine lets one packaged gateway have, and what each of them
 * takes: heap, memory outside of it, and the kernel's; and what their heartbeats take. System
 * property: {@code bench.connections}, 50,000 if not said.
 */
public final class ScaleBench {
  private static final int WANTED = Integer.getInteger("bench.connections", 50_000);
  private static final int[] STEPS = {1_000, 5_000, 10_000, 20_000, 30_000, 40_000, 50_000};

  /** What either process has open besides connections: jars above all, 380 in the client. */
  private static final int OTHERS = 600;

  /** Clients of one source address, which has 28,000 ports on Linux if nobody changed it. */
  private static final int EACH_ADDRESS = 20_000;

  private static final int SYMBOLS = 50;
  private static final Duration OPENING = Duration.ofSeconds(300);
  private static final int IDLE_SECONDS = 10;

  private final List<LoadClient> clients = new ArrayList<>();
  private int connected;

  private ScaleBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Files.createDirectories(ServerProcess.Launch.FOLDER);
    int most = Math.min(WANTED, Descriptors.most() - OTHERS);
    if (most < WANTED) {
      System.out.printf(
          "%d connections of %d: a process has %d descriptors here (ulimit -Hn), and needs %d for"
              + " other things%n",
          most, WANTED, Descriptors.most(), OTHERS);
    }
    String more = System.getProperty("bench.gateway", "");
    System.setProperty("bench.gateway", more + " -Dtickgate.deliver.max-connections=" + WANTED);
    new ScaleBench().run(most);
  }

  private static Workload idle(int count) {
    return new Workload(MemoryTable.NAME + "scale", SYMBOLS, count, 1, 0, 0, 0, 0, Set.of());
  }

  private void run(int most) throws IOException, InterruptedException {
    System.out.println(
        "| connections | opened/s | bytes each: heap | direct | RSS | kernel, both ends | RSS MB |"
            + " core idle % | load |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    try (ServerProcess server = Target.GATEWAY.start(idle(1), Case.PORT)) {
      new Case(Target.GATEWAY, "", idle(1)).warmUp();
      Memory before = Memory.of(server);
      long kernelBefore = kernel(before);
      for (int step : STEPS) {
        int count = Math.min(step, most);
        if (count > connected) {
          measure(server, count, before, kernelBefore);
        }
      }
    } finally {
      clients.forEach(LoadClient::close);
    }
  }

  private void measure(ServerProcess server, int count, Memory before, long kernelBefore)
      throws IOException, InterruptedException {
    int opened = count - connected;
    long start = System.nanoTime();
    while (connected < count) {
      open(Math.min(EACH_ADDRESS, count - connected));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    TimeUnit.SECONDS.sleep(2);
    double cpu = server.cpuSeconds();
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    cpu = server.cpuSeconds() - cpu;
    Memory with = Memory.of(server);
    requireAll();
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

  private void open(int count) {
    String address = "127.0.0." + (2 + clients.size());
    LoadClient client = new LoadClient(idle(count), QuoteFeed.names(SYMBOLS)).from(address);
    clients.add(client);
    client.open("127.0.0.1", Case.PORT, OPENING);
    connected += count;
  }

  private void requireAll() {
    for (LoadClient client : clients) {
      if (client.cutOffs() > 0 || client.faultCount() > 0) {
        throw new IllegalStateException(String.valueOf(client.faults()));
      }
    }
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
