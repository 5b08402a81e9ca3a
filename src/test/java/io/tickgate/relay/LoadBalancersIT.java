package io.tickgate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
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
  private static final Path NGINX = Path.of("/usr/sbin/nginx");
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  private static final Path CONFIGURATIONS = Path.of("deploy/load-balancers");

  private final Path folder = Path.of("target/load-balancers").toAbsolutePath();
  private final List<AutoCloseable> open = new ArrayList<>();
  private GatewayProcess one;
  private GatewayProcess two;
  private HttpClient http;
  private int port;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.exists(GatewayProcess.JAR), "skipped: " + GatewayProcess.JAR + " isn't there");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/openssl")), "skipped: no openssl for a certificate");
    Files.createDirectories(folder);
    port = freePort();
  }

  private void startNodes() throws Exception {
    List<String> options =
        List.of(
            "quarkus.http.proxy.proxy-address-forwarding=true",
            "quarkus.http.proxy.allow-x-forwarded=true",
            "quarkus.http.proxy.trusted-proxies=127.0.0.1",
            "tickgate.admin.enabled=true",
            "tickgate.feeds.demo.enabled=false");
    one = new GatewayProcess("one", folder, options);
    open.add(one);
    two = new GatewayProcess("two", folder, options);
    open.add(two);
    certificate();
    http = HttpClient.newBuilder().sslContext(trusting()).build();
    one.awaitReady();
    two.awaitReady();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void certificate() throws Exception {
    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        folder.resolve("tls.key").toString(),
        "-out",
        folder.resolve("tls.crt").toString());
    String both =
        Files.readString(folder.resolve("tls.crt")) + Files.readString(folder.resolve("tls.key"));
    Files.writeString(folder.resolve("tickgate.pem"), both);
  }

  private void run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("commands.log").toFile())
            .start();
    assertEquals(0, process.waitFor(), String.join(" ", command));
  }

  private SSLContext trusting() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(folder.resolve("tls.crt"))) {
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

  /** The shipped configuration with this test's names and places. */
  private Path adapted(String name, String tlsFolder) throws IOException {
    String text =
        Files.readString(CONFIGURATIONS.resolve(name))
            .replace("node1:8080", "127.0.0.1:" + one.port())
            .replace("node2:8080", "127.0.0.1:" + two.port())
            .replace("maxconn 60000", "maxconn 200") // as many descriptors as a test machine has
            .replace("listen 443 ssl", "listen 127.0.0.1:" + port + " ssl")
            .replace("bind :443", "bind 127.0.0.1:" + port)
            .replace(tlsFolder, folder.toString());
    return Files.writeString(folder.resolve(name), text);
  }

  private void balancer(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("balancer.log").toFile())
            .start();
    open.add(
        0,
        () -> {
          process.destroy();
          process.waitFor(10, TimeUnit.SECONDS);
        });
  }

  @Test
  void nginxPassesClientsOnWhenANodeDies() throws Exception {
    assumeTrue(Files.isExecutable(NGINX), "skipped: no nginx (Debian's package nginx-light)");
    startNodes();
    Path config = adapted("nginx.conf", "/etc/nginx/tls");
    String here = "daemon off; pid %s/nginx.pid; error_log %s/nginx.log;".formatted(folder, folder);
    balancer(NGINX.toString(), "-p", folder.toString(), "-c", config.toString(), "-g", here);
    clientsGoOnAtTheOtherNode();
  }

  @Test
  void haproxyPassesClientsOnWhenANodeDies() throws Exception {
    assumeTrue(Files.isExecutable(HAPROXY), "skipped: no HAProxy (Debian's package haproxy)");
    startNodes();
    Path config = adapted("haproxy.cfg", "/etc/haproxy/tls");
    balancer(HAPROXY.toString(), "-db", "-f", config.toString());
    clientsGoOnAtTheOtherNode();
  }

  private void clientsGoOnAtTheOtherNode() throws Exception {
    await("the balancer", () -> status("/v1/symbols") == 200);
    assertEquals(404, status("/q/metrics"), "metrics are for the inside");
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

  private int status(String path) {
    URI uri = URI.create("https://localhost:" + port + path);
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
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
              .buildAsync(URI.create("wss://localhost:" + port + "/v1/stream"), this)
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
