package io.tickgate.bench;

import io.tickgate.adapter.messaging.KafkaBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a node costs that serves what another ingests, over a real broker, beside one that does
 * both, under the same load. The broker and the other node run on the core of the clients, and
 * their time isn't counted. System properties as of {@link LoadBench}.
 */
public final class ServeBench {
  /** Where the broker is. */
  private static final String BROKERS = "bench.brokers";

  private static final long SYMBOLS_MILLIS = 60_000;

  private ServeBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Files.createDirectories(ServerProcess.Launch.FOLDER);
    KafkaBroker broker = new KafkaBroker();
    System.setProperty(BROKERS, broker.start().get("kafka.bootstrap.servers"));
    try {
      Workload gathered = Workload.W1.withInterval(100);
      LoadBench.run(
          "serve",
          List.of(
              new Case(Target.NETTY, "", Workload.W1),
              new Case(Target.GATEWAY, "", Workload.W1),
              new Case(Target.SERVE, "", Workload.W1),
              new Case(Target.GATEWAY, " 100 ms", gathered),
              new Case(Target.SERVE, " 100 ms", gathered)));
    } finally {
      broker.stop();
    }
  }

  /** Options of both roles; topics are those of one start, so that nothing is left of another. */
  private static List<String> options(String role, String topics) {
    return List.of(
        "-Dtickgate.role=" + role,
        "-Dtickgate.relay.bootstrap-servers=" + System.getProperty(BROKERS, "localhost:9092"),
        "-Dtickgate.relay.topics=" + topics,
        "-Dtickgate.relay.partitions=3",
        "-Dtickgate.relay.replication=1");
  }

  static List<String> serving(Workload workload, int port, String topics) throws IOException {
    List<String> options = new ArrayList<>(Target.gateway(workload, String.valueOf(port)));
    options.addAll(options("serve", topics));
    return options;
  }

  static List<String> ingesting(Workload workload, int port, String topics) throws IOException {
    List<String> options = new ArrayList<>(Target.gateway(workload, String.valueOf(port + 1)));
    options.addAll(options("ingest", topics));
    return options;
  }

  /** Returns when the node knows all symbols of the workload. */
  static void awaitSymbols(Workload workload, int port) throws IOException, InterruptedException {
    List<String> names = QuoteFeed.names(workload.symbols());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/symbols")).build();
    long end = System.currentTimeMillis() + SYMBOLS_MILLIS;
    while (System.currentTimeMillis() < end) {
      String known = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
      if (names.stream().allMatch(name -> known.contains('"' + name + '"'))) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new IOException("the serving node doesn't get to know its symbols");
  }
}
