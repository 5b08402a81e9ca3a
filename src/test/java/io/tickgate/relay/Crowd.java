package io.tickgate.relay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.tickgate.client.ClientLoop;
import io.tickgate.client.ClientSettings;
import io.tickgate.client.GatewayClient;
import io.tickgate.client.Subscription;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import javax.net.ssl.SSLException;

/**
 * Many clients of the Java library on one loop, which go on wherever they are sent, and how long
 * they had no data.
 */
final class Crowd implements AutoCloseable {
  /** Few enough at once for any backlog. */
  private static final int OPENING = 32;

  private final ClientSettings settings;
  private final ClientLoop loop;
  private final List<GatewayClient> connected = new ArrayList<>();
  private final List<CrowdClient> clients = new ArrayList<>();

  // the loop's, since the last look
  private int open;
  private int attempts;
  private long lookedNanos;
  private final Map<Integer, Integer> codes = new TreeMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private final Map<Long, Integer> opened = new TreeMap<>(); // by seconds

  /** Nobody yet; they will trust that certificate. */
  Crowd(URI uri, Path certificate) throws SSLException {
    settings = ClientSettings.of(uri).withMaxBackoff(Duration.ofSeconds(1));
    JdkSslContext tls =
        (JdkSslContext)
            SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(certificate.toFile())
                .build();
    loop = new ClientLoop(tls.context());
  }

  /**
   * What became of all clients since the last look.
   *
   * @param moved clients that had to connect again
   * @param attempts connections that were begun
   * @param longestMillis without data, of any client
   * @param closedEarlyMillis most that a client was sent away before its time
   * @param backEarlyMillis most that a client asked to come back before its time
   * @param codes with how many connections ended how
   * @param perSecond connections that came to be open, by second since the look
   */
  record Report(
      int moved,
      int attempts,
      long longestMillis,
      long closedEarlyMillis,
      long backEarlyMillis,
      Map<Integer, Integer> codes,
      Map<String, Integer> failures,
      Map<Long, Integer> perSecond) {}

  /** Connects so many, each to one of the symbols in turn; returns when all have data. */
  void open(int count, List<String> symbols, int intervalMillis) {
    for (int i = 0; i < count; i++) {
      CrowdClient notes = new CrowdClient(this);
      GatewayClient client = new GatewayClient(settings, notes, loop);
      clients.add(notes);
      connected.add(client);
      ObjectNode pace = JsonNodeFactory.instance.objectNode().put("intervalMs", intervalMillis);
      client.subscribe(new Subscription("quote", List.of(symbols.get(i % symbols.size())), pace));
      client.start();
      int most = clients.size() - OPENING;
      await("clients come in", () -> onLoop(() -> open) > most);
    }
    awaitSettled();
  }

  /** Waits until all are connected and have had data. */
  void awaitSettled() {
    await("all have data", () -> onLoop(() -> clients.stream().allMatch(CrowdClient::served)));
  }

  private void await(String what, BooleanSupplier condition) {
    try {
      Nodes.await(what, condition);
    } catch (AssertionError e) {
      throw new AssertionError(what + ": " + onLoop(() -> open + " open, " + failures), e);
    }
  }

  /** From now on is what the next report is about. */
  void look() {
    onLoop(
        () -> {
          attempts = 0;
          lookedNanos = System.nanoTime();
          List.of(codes, failures, opened).forEach(Map::clear);
          clients.forEach(CrowdClient::look);
          return true;
        });
  }

  Report report() {
    return onLoop(
        () ->
            new Report(
                (int) clients.stream().filter(each -> each.reconnects() > 0).count(),
                attempts,
                most(CrowdClient::longestMillis),
                most(CrowdClient::closedEarlyMillis),
                most(CrowdClient::backEarlyMillis),
                Map.copyOf(codes),
                Map.copyOf(failures),
                new TreeMap<>(opened)));
  }

  private long most(ToLongFunction<CrowdClient> what) {
    return clients.stream().mapToLong(what).max().orElse(0);
  }

  private <T> T onLoop(Callable<T> task) {
    FutureTask<T> asked = new FutureTask<>(task);
    loop.execute(asked);
    try {
      return asked.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    connected.forEach(GatewayClient::close);
    onLoop(() -> true);
    loop.close();
  }

  // ---- what clients tell, on the loop

  void onAttempt() {
    attempts++;
  }

  void onOpen() {
    open++;
    long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lookedNanos);
    opened.merge(second, 1, Integer::sum);
  }

  void onGone(int code) {
    open--;
    codes.merge(code, 1, Integer::sum);
  }

  void onFailure(String reason) {
    failures.merge(reason, 1, Integer::sum);
  }
}
