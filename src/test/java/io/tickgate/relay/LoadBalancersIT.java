package io.tickgate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The configurations of {@code deploy/load-balancers}, but for names, ports and certificates, with
 * two nodes behind them.
 */
@Timeout(180)
class LoadBalancersIT {
  /** Paths that are {@code /q/metrics} to a node. */
  private static final List<String> INSIDE =
      List.of(
          "/q/metrics",
          "/%71/metrics",
          "//q/metrics",
          "///%71//metrics",
          "/./q/metrics",
          "/v1/../q/metrics",
          "/v1/%2e%2E/q/metrics",
          "/a%2Fb/../q/metrics");

  private static final String SYMBOLS = "/v1/symbols";

  private final Path folder = Path.of("target/load-balancers").toAbsolutePath();
  private final List<AutoCloseable> open = new ArrayList<>();
  private GatewayProcess one;
  private GatewayProcess two;
  private Balancer balancer;
  private SSLContext tls;
  private HttpClient http;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.exists(GatewayProcess.JAR), "skipped: " + GatewayProcess.JAR + " isn't there");
    Files.createDirectories(folder);
  }

  private void startNodes() throws Exception {
    List<String> options = new ArrayList<>(Balancer.NODE_OPTIONS);
    options.add("tickgate.admin.enabled=true");
    options.add("tickgate.feeds.demo.enabled=false");
    one = new GatewayProcess("one", folder, options);
    open.add(one);
    two = new GatewayProcess("two", folder, options);
    open.add(two);
    one.awaitReady();
    two.awaitReady();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private SSLContext trusting() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(balancer.certificate())) {
      store.setCertificateEntry(
          "balancer", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void nginxPassesClientsOnWhenANodeDies() throws Exception {
    Balancer.assumeNginx();
    startNodes();
    clientsGoOnAtTheOtherNode(Balancer.nginx(folder, one, two));
  }

  @Test
  void haproxyPassesClientsOnWhenANodeDies() throws Exception {
    Balancer.assumeHaproxy();
    startNodes();
    clientsGoOnAtTheOtherNode(Balancer.haproxy(folder, one, two));
  }

  private void clientsGoOnAtTheOtherNode(Balancer started) throws Exception {
    balancer = started;
    open.add(0, balancer);
    tls = trusting();
    http = HttpClient.newBuilder().sslContext(tls).build();
    await("the balancer", () -> status("/v1/symbols") == 200);
    insideStaysInside();
    addressIsThePeers();
    pushedTicksComeAsTheyAreSent();
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Client client = new Client();
      clients.add(client);
      open.add(0, client);
    }
    for (Client client : clients) {
      await("ticks", () -> client.updates.get() > 3);
    }
    assertTrue(one.get("/v1/admin/sessions").contains("127.0.0.1"), "clients at the first");
    assertTrue(two.get("/v1/admin/sessions").contains("127.0.0.1"), "clients at the second");
    long begun = System.nanoTime();
    one.kill();
    List<Long> before = clients.stream().map(client -> client.updates.get()).toList();
    for (int i = 0; i < clients.size(); i++) {
      long seen = before.get(i);
      Client client = clients.get(i);
      await("ticks after the kill", () -> client.updates.get() > seen + 3);
    }
    System.out.printf(
        "%d clients, %d of them at the node that was killed: all have ticks again after %d ms%n",
        clients.size(),
        clients.stream().filter(client -> client.connects.get() > 1).count(),
        (System.nanoTime() - begun) / 1_000_000);
    assertTrue(clients.stream().anyMatch(client -> client.connects.get() > 1), "nobody was there");
  }

  private void insideStaysInside() throws IOException {
    List<String> inside = new ArrayList<>(INSIDE);
    inside.add(balancer.origin() + "/q/metrics"); // RFC 9112, section 3.2.2
    for (String path : inside) {
      try (RawRequest asked = raw("GET " + path + " HTTP/1.1")) {
        assertEquals(404, asked.status(), path + " is for the inside");
      }
    }
    try (RawRequest asked = raw("GET /v1/bars/sim%3ABTC%2DUSD?interval=1m HTTP/1.1")) {
      assertEquals(200, asked.status(), "an encoded symbol");
    }
  }

  private RawRequest raw(String... head) throws IOException {
    return new RawRequest(tls, balancer.uri("/"), "127.0.0.2", head);
  }

  /** Not what the client says that it is. */
  private void addressIsThePeers() throws IOException {
    String[] handshake = {
      "GET /v1/stream HTTP/1.1",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
      "Sec-WebSocket-Protocol: tickgate.v1.json",
      "X-Forwarded-For: 9.9.9.9",
    };
    try (RawRequest client = raw(handshake)) {
      assertEquals(101, client.status());
      await("the client", () -> sessions().contains("127.0.0.2"));
      assertFalse(sessions().contains("9.9.9.9"), sessions());
    }
  }

  private String sessions() {
    return one.get("/v1/admin/sessions") + two.get("/v1/admin/sessions");
  }

  /** And more of them than other requests may have bytes. */
  private void pushedTicksComeAsTheyAreSent() throws IOException {
    String tick = "{\"type\":\"trade\",\"symbol\":\"desk:%s\",\"price\":\"1\",\"size\":\"1\"}\n";
    String[] head = {
      "POST /v1/ingest HTTP/1.1",
      "Content-Type: application/x-ndjson",
      "Transfer-Encoding: chunked",
      "Connection: close"
    };
    try (RawRequest publisher = raw(head)) {
      publisher.sendChunk(tick.formatted("FIRST"));
      await("first tick", () -> (one.get(SYMBOLS) + two.get(SYMBOLS)).contains("desk:FIRST"));
      String more = tick.formatted("MORE").repeat(200);
      for (int sent = 0; sent < 2_000_000; sent += more.length()) {
        publisher.sendChunk(more);
      }
      publisher.sendChunk("");
      assertEquals(200, publisher.status());
    }
  }

  private int status(String path) {
    HttpRequest request = HttpRequest.newBuilder(balancer.uri(path)).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(String what, Condition condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, "no " + what + " within 20 s");
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Watches one symbol, and connects again whenever the connection is gone. */
  private final class Client implements WebSocket.Listener, AutoCloseable {
    final AtomicLong updates = new AtomicLong();
    final AtomicLong connects = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    Client() {
      connect();
    }

    private void connect() {
      if (over.get()) {
        return;
      }
      var unused =
          http.newWebSocketBuilder()
              .subprotocols("tickgate.v1.json")
              .header("Origin", balancer.origin()) // as a page that came through it
              .buildAsync(balancer.stream(), this)
              .whenComplete(
                  (socket, fault) -> {
                    if (fault != null) {
                      LockSupport.parkNanos(100_000_000);
                      connect();
                    }
                  });
    }

    @Override
    public void onOpen(WebSocket socket) {
      connects.incrementAndGet();
      socket.sendText(
          "{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[\"sim:BTC-USD\"]}", true);
      socket.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      if (data.toString().startsWith("{\"type\":\"update\"")) {
        updates.incrementAndGet();
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      connect();
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      connect();
    }

    @Override
    public void close() {
      over.set(true);
    }
  }
}
