package io.tickgate.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One server under one workload. */
record Case(Target target, String variant, Workload workload) {
  private static final int WARMUP_SECONDS = Integer.getInteger("bench.warmup", 6);
  private static final int SECONDS = Integer.getInteger("bench.seconds", 10);

  /** Twenty seconds of slow clients, as what they have to show needs time to get old. */
  private static final int SLOW_SECONDS = Integer.getInteger("bench.slowSeconds", 20);

  static final int PORT = Integer.getInteger("bench.port", 18_080);
  private static final Duration OPENING = Duration.ofSeconds(90);

  /**
   * Connections that come and go before idle ones are counted: what code and pools need once isn't
   * what a connection costs. Few, as some servers keep what they had for those.
   */
  private static final int WARMING = 200;

  private static final Duration CONVERGING = Duration.ofSeconds(5);

  String name() {
    return target.text() + variant;
  }

  Outcome run() throws IOException, InterruptedException {
    try (ServerProcess server = target.start(workload, PORT);
        LoadClient client = clients(workload)) {
      return workload.deliveries() == 0 ? memory(server, client) : load(server, client);
    }
  }

  private LoadClient clients(Workload of) {
    return new LoadClient(of, QuoteFeed.names(of.symbols()), target.dialects(of));
  }

  private Outcome load(ServerProcess server, LoadClient client)
      throws IOException, InterruptedException {
    client.open("127.0.0.1", PORT, OPENING);
    TimeUnit.SECONDS.sleep(WARMUP_SECONDS);
    long rss = server.rssKb();
    client.startMeasuring();
    long pausesBefore = server.pausesLength();
    double cpu = server.cpuSeconds();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(workload.slowClients() > 0 ? SLOW_SECONDS : SECONDS);
    cpu = server.cpuSeconds() - cpu;
    double wall = (System.nanoTime() - start) / 1e9;
    client.stopMeasuring();
    Pauses pauses = server.pauses(pausesBefore, server.pausesLength());
    rss = server.rssKb() - rss;
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    client.endAllBut(Sockets.peers(PORT));
    int laggards = client.laggards(CONVERGING);
    server.requireAlive();
    return outcome(client, new Server(cpu, wall, rss, pauses, load), laggards);
  }

  /** What was seen of the server in the measured time. */
  private record Server(double cpu, double wall, long rss, Pauses pauses, double load) {}

  private Outcome outcome(LoadClient client, Server server, int laggards) {
    double wall = server.wall;
    Tally fast = client.fast();
    Tally slow = client.slow();
    double updates = Math.max(1, fast.updates() + slow.updates());
    return new Outcome(
        workload.name(),
        name(),
        updates / wall,
        server.cpu * 1e6 / updates,
        100 * server.cpu / wall,
        fast.ages().millis(0.5),
        fast.ages().millis(0.99),
        fast.ages().maxMillis(),
        fast.staleness().millis(0.99),
        slow.ages().millis(0.5),
        slow.ages().millis(0.99),
        slow.ages().maxMillis(),
        slow.staleness().millis(0.5),
        slow.staleness().millis(0.99),
        slow.wireBytes() / wall / 1_000 / Math.max(1, workload.slowClients()),
        (fast.wireBytes() + slow.wireBytes()) / updates,
        updates / Math.max(1, fast.frames() + slow.frames()),
        server.rss,
        0,
        server.pauses.maxMillis(),
        server.pauses.sumMillis() / wall / 10,
        client.cutOffs(),
        client.faultCount(),
        laggards,
        client.cpuNanos() / wall / 1e7,
        server.load);
  }

  /** Lets connections come and go, and the server come to rest. */
  void warmUp() throws InterruptedException {
    try (LoadClient first = clients(workload.withClients(WARMING, 0))) {
      first.open("127.0.0.1", PORT, OPENING);
      TimeUnit.SECONDS.sleep(1);
    }
    TimeUnit.SECONDS.sleep(2);
  }

  /** Garbage isn't what a connection costs: it is collected before each look. */
  private Outcome memory(ServerProcess server, LoadClient client)
      throws IOException, InterruptedException {
    warmUp();
    server.collectGarbage();
    long before = server.rssKb();
    client.open("127.0.0.1", PORT, OPENING);
    TimeUnit.SECONDS.sleep(2);
    server.collectGarbage();
    double each = (double) (server.rssKb() - before) / workload.clients();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new Outcome(
        workload.name() + "/" + workload.perClient(),
        name(),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        each,
        0,
        0,
        client.cutOffs(),
        client.faultCount(),
        0,
        0,
        load);
  }
}
