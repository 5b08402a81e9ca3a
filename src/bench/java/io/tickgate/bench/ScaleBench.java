package io.tickgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * As many idle connections as this machine lets one packaged gateway have, and what each of them
 * takes: heap, memory outside of it, and the kernel's; and what their heartbeats take. System
 * property: {@code bench.connections}, 50,000 if not said.
 */
public final class ScaleBench implements IdleClients.Opening {
  private static final int WANTED = Integer.getInteger("bench.connections", 50_000);

  /** What either process has open besides connections: jars above all, 380 in the client. */
  private static final int OTHERS = 600;

  /** Clients of one source address, which has 28,000 ports on Linux if nobody changed it. */
  private static final int EACH_ADDRESS = 20_000;

  private static final int SYMBOLS = 50;

  /** For those of one address: an emulated machine lets 20 in a second. */
  private static final Duration OPENING = Duration.ofSeconds(3_000);

  private final List<LoadClient> clients = new ArrayList<>();

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
    try (ServerProcess server = Target.GATEWAY.start(idle(1), Case.PORT)) {
      new Case(Target.GATEWAY, "", idle(1)).warmUp();
      new IdleClients(server, this).measure(most);
    } finally {
      clients.forEach(LoadClient::close);
    }
  }

  @Override
  public int open(int missing) {
    int count = Math.min(EACH_ADDRESS, missing);
    String address = "127.0.0." + (2 + clients.size());
    LoadClient client = new LoadClient(idle(count), QuoteFeed.names(SYMBOLS)).from(address);
    clients.add(client);
    client.open("127.0.0.1", Case.PORT, OPENING);
    return count;
  }

  @Override
  public void requireAll() throws IOException {
    for (LoadClient client : clients) {
      if (client.cutOffs() > 0 || client.faultCount() > 0) {
        throw new IOException(String.valueOf(client.faults()));
      }
    }
  }
}
