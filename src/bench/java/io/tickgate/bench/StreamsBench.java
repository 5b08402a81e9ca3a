package io.tickgate.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As many idle clients of one packaged gateway as one wants, where a process may not have a socket
 * for each: server-sent events over HTTP/2, hundreds to a connection. What each takes of the heap
 * and of the machine. System property: {@code bench.connections}, 50,000 if not said.
 */
public final class StreamsBench implements IdleClients.Opening {
  private static final int WANTED = Integer.getInteger("bench.connections", 50_000);

  /** Streams of one connection. */
  private static final int SHARING = 500;

  /** A heartbeat a second to each would keep the client's core busier than the gateway's. */
  private static final int HEARTBEAT_SECONDS = 10;

  private static final int SYMBOLS = 50;
  private static final long PATIENCE_SECONDS = 120;
  private static final String ADDRESS = "http://127.0.0.1:" + Case.PORT;

  private final ExecutorService threads =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "streams");
            thread.setDaemon(true);
            return thread;
          });
  private final List<HttpClient> clients = new ArrayList<>();
  private final AtomicInteger welcomed = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private int asked;

  private StreamsBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Files.createDirectories(ServerProcess.Launch.FOLDER);
    String options =
        " -Xmx3g -Dquarkus.http.limits.max-concurrent-streams=%d -Dtickgate.deliver.max-connections=%d"
            + " -Dtickgate.deliver.heartbeat=%ds";
    String more = System.getProperty("bench.gateway", "");
    System.setProperty(
        "bench.gateway", more + options.formatted(2 * SHARING, 2 * WANTED, HEARTBEAT_SECONDS));
    new StreamsBench().run();
  }

  private void run() throws IOException, InterruptedException {
    Workload idle = new Workload(MemoryTable.NAME + "streams", SYMBOLS, 1, 1, 0, 0, 0, 0, Set.of());
    try (ServerProcess server = Target.GATEWAY.start(idle, Case.PORT)) {
      new Case(Target.GATEWAY, "", idle).warmUp();
      new IdleClients(server, this).measure(WANTED);
    }
  }

  /** Opens one connection with its streams. */
  @Override
  public int open(int missing) throws IOException, InterruptedException {
    int count = Math.min(SHARING, missing);
    HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).executor(threads).build();
    clients.add(client);
    // it becomes HTTP/2 with its first request (RFC 7540 section 3.2); the next are its streams
    var first = client.send(request("/q/health/live"), BodyHandlers.discarding());
    if (first.version() != HttpClient.Version.HTTP_2) {
      throw new IOException("the gateway speaks " + first.version());
    }
    List<String> names = QuoteFeed.names(SYMBOLS);
    for (int i = 0; i < count; i++) {
      String query = "?channel=quote&intervalMs=60000&symbols=" + names.get(i % names.size());
      client
          .sendAsync(request("/v1/sse" + query), welcome())
          .whenComplete((end, fault) -> ended.incrementAndGet());
    }
    asked += count;
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (welcomed.get() < asked) {
      if (System.nanoTime() > patience || ended.get() > 0) {
        throw new IOException(welcomed + " of " + asked + " are in, " + ended + " have ended");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return count;
  }

  @Override
  public void requireAll() throws IOException {
    if (ended.get() > 0) {
      throw new IOException(ended + " streams have ended");
    }
  }

  private static HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(ADDRESS + path)).build();
  }

  private BodyHandler<Void> welcome() {
    AtomicInteger heard = new AtomicInteger();
    return BodyHandlers.ofByteArrayConsumer(
        (Optional<byte[]> bytes) -> {
          if (heard.getAndIncrement() == 0) {
            welcomed.incrementAndGet();
          }
        });
  }
}
