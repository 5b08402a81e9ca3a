package io.tickgate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * nginx or HAProxy before two nodes, by the configurations of {@code deploy/load-balancers} but for
 * names, ports and a certificate of its own. They trust it with the address of its clients when
 * they have {@link #NODE_OPTIONS}.
 */
final class Balancer implements AutoCloseable {
  /** What nodes behind a proxy want to know, see deploy/README.md. */
  static final List<String> NODE_OPTIONS =
      List.of(
          "quarkus.http.proxy.proxy-address-forwarding=true",
          "quarkus.http.proxy.allow-x-forwarded=true",
          "quarkus.http.proxy.trusted-proxies=127.0.0.1");

  private static final Path NGINX = Path.of("/usr/sbin/nginx");
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  private static final Path OPENSSL = Path.of("/usr/bin/openssl");
  private static final Path CONFIGURATIONS = Path.of("deploy/load-balancers");

  private final Path folder;
  private final GatewayProcess one;
  private final GatewayProcess two;
  private final int port;
  private final Process process;

  private Balancer(boolean nginx, Path folder, GatewayProcess one, GatewayProcess two)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.one = one;
    this.two = two;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    certify();
    process = begin(nginx ? nginxCommand() : haproxyCommand(), "balancer.log");
  }

  /** Skips the test where what a balancer takes isn't installed. */
  static void assumeNginx() {
    assumeTrue(Files.isExecutable(NGINX), "skipped: no nginx (Debian's package nginx-light)");
    assumeOpenssl();
  }

  /** The same for HAProxy. */
  static void assumeHaproxy() {
    assumeTrue(Files.isExecutable(HAPROXY), "skipped: no HAProxy (Debian's package haproxy)");
    assumeOpenssl();
  }

  private static void assumeOpenssl() {
    assumeTrue(Files.isExecutable(OPENSSL), "skipped: no openssl for a certificate");
  }

  static Balancer nginx(Path folder, GatewayProcess one, GatewayProcess two)
      throws IOException, InterruptedException {
    return new Balancer(true, folder, one, two);
  }

  static Balancer haproxy(Path folder, GatewayProcess one, GatewayProcess two)
      throws IOException, InterruptedException {
    return new Balancer(false, folder, one, two);
  }

  private List<String> nginxCommand() throws IOException {
    Path config = adapted("nginx.conf", "/etc/nginx/tls");
    String here = "daemon off; pid %s/nginx.pid; error_log %s/nginx.log;".formatted(folder, folder);
    return List.of(NGINX.toString(), "-p", folder.toString(), "-c", config.toString(), "-g", here);
  }

  private List<String> haproxyCommand() throws IOException {
    Path config = adapted("haproxy.cfg", "/etc/haproxy/tls");
    return List.of(HAPROXY.toString(), "-db", "-f", config.toString());
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

  private void certify() throws IOException, InterruptedException {
    String text =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1"
            + " -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout tls.key -out tls.crt";
    assertEquals(0, begin(List.of(text.split(" ")), "commands.log").waitFor(), text);
    String both = Files.readString(certificate()) + Files.readString(folder.resolve("tls.key"));
    Files.writeString(folder.resolve("tickgate.pem"), both);
  }

  private Process begin(List<String> command, String log) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(log).toFile())
        .start();
  }

  /** What it shows to its clients, to be trusted. */
  Path certificate() {
    return folder.resolve("tls.crt");
  }

  /** That path over HTTPS. */
  URI uri(String path) {
    return URI.create(origin() + path);
  }

  /** What a browser says of a page that came from there (RFC 6454). */
  String origin() {
    return "https://localhost:" + port;
  }

  URI stream() {
    return URI.create("wss://localhost:" + port + "/v1/stream");
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
  }
}
