package io.tickgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tickgate.security.PemPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command makes of answers, over a real socket. */
class HealthCommandTest {
  @TempDir Path folder;
  private @Nullable HttpServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private static InetSocketAddress free() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private String answer(int status, String body) throws Exception {
    server = HttpServer.create(free(), 0);
    return serve("http", status, body);
  }

  private String serve(String scheme, int status, String body) {
    server.createContext(
        "/q/health/ready",
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  @Test
  void isReady() throws Exception {
    String url = answer(200, "{\"status\":\"UP\",\"checks\":[]}");
    assertEquals(new Shell(0, "ready\n", ""), Shell.run("health", "--url=" + url));
    assertEquals(0, Shell.run("health", "--url=" + url + "/").code());
  }

  @Test
  void saysWhyItIsNot() throws Exception {
    String url =
        answer(
            503,
            "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"relay\",\"status\":\"UP\",\"data\":{}},"
                + "{\"name\":\"feeds\",\"status\":\"DOWN\",\"data\":{\"k\":\"down: no route\"}}]}");
    assertEquals(
        new Shell(1, "not ready: feeds {\"k\":\"down: no route\"}\n", ""),
        Shell.run("health", "--url=" + url));
  }

  @ParameterizedTest
  @CsvSource({"404, ''", "500, <html>", "503, {}", "307, []"})
  void isNotReadyWithAnyOtherAnswer(int status, String body) throws Exception {
    assertEquals(
        new Shell(1, "not ready: answered with " + status + "\n", ""),
        Shell.run("health", "--url=" + answer(status, body)));
  }

  @Test
  void livesThoughItIsNotReady() throws Exception {
    server = HttpServer.create(free(), 0);
    server.createContext("/q/health/live", exchange -> exchange.sendResponseHeaders(200, -1));
    String url = "--url=" + serve("http", 503, "{}");
    assertEquals(new Shell(0, "live\n", ""), Shell.run("health", url, "--live"));
    assertEquals(1, Shell.run("health", url).code());
  }

  @Test
  void saysWhyItDoesNotLive() throws Exception {
    String url = "--url=" + answer(200, "{}");
    assertEquals(
        new Shell(1, "not live: answered with 404\n", ""), Shell.run("health", url, "--live"));
  }

  @Test
  @Timeout(20)
  void givesUpOnAnAnswerThatDoesNotEnd() throws Exception {
    server = HttpServer.create(free(), 0);
    server.createContext("/q/health/ready", exchange -> exchange.sendResponseHeaders(200, 1));
    server.start();
    String url = "http://localhost:" + server.getAddress().getPort();
    assertEquals(
        new Shell(1, "", "tickgate health: " + url + ": no answer within 5 s\n"),
        Shell.run("health", "--url=" + url));
  }

  /** As a host that is gone: what asks it for a connection hears nothing. */
  @Test
  @Timeout(20)
  void whoTakesNoConnectionIsNobody() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      boolean full = false;
      while (!full && waiting.size() < 10) {
        Socket next = new Socket();
        waiting.add(next);
        full = !connects(next, deaf);
      }
      assertTrue(full, "all connections are taken");
      String url = "http://localhost:" + deaf.getLocalPort();
      assertEquals(
          new Shell(1, "", "tickgate health: nobody listens at " + url + "\n"),
          Shell.run("health", "--url=" + url));
    } finally {
      for (Socket each : waiting) {
        each.close();
      }
    }
  }

  private static boolean connects(Socket socket, ServerSocket to) throws IOException {
    try {
      socket.connect(to.getLocalSocketAddress(), 300);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void failsWhereNobodyListens() throws Exception {
    String url = answer(200, "");
    server.stop(0);
    assertEquals(
        new Shell(1, "", "tickgate health: nobody listens at " + url + "\n"),
        Shell.run("health", "--url=" + url));
  }

  @Test
  void trustsThisMachineAndOtherwiseWhoIsNamed() throws Exception {
    Path ours = folder.resolve("ours");
    Path other = folder.resolve("other");
    PemPair.make(ours);
    PemPair.make(other);
    SslContextBuilder pair =
        SslContextBuilder.forServer(
            ours.resolve("cert.pem").toFile(), ours.resolve("key.pem").toFile());
    JdkSslContext context = (JdkSslContext) pair.sslProvider(SslProvider.JDK).build();
    HttpsServer secure = HttpsServer.create(free(), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(context.context()));
    server = secure;
    String url = "--url=" + serve("https", 200, "{}");
    Shell ready = new Shell(0, "ready\n", "");
    assertEquals(ready, Shell.run("health", url));
    assertEquals(ready, Shell.run("health", url, "--trust=" + ours.resolve("cert.pem")));
    Shell stranger = Shell.run("health", url, "--trust=" + other.resolve("cert.pem"));
    assertEquals(1, stranger.code());
    assertTrue(stranger.err().contains("PKIX path"), stranger.err());
    Shell none = Shell.run("health", url, "--trust=" + folder.resolve("none"));
    assertEquals(1, none.code());
    assertTrue(none.err().contains("/none: no certificates: "), none.err());
  }

  @Test
  void addressThatIsNoneIsAMisuse() {
    Shell shell = Shell.run("health", "--url=foo");
    assertEquals(2, shell.code());
    assertTrue(shell.err().contains("--url: 'foo' is no http or https address"), shell.err());
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', '', http://localhost:8080 https://localhost:8443",
    "enabled, 9090, '', 0.0.0.0, http://localhost:9090 https://localhost:8443",
    "enabled, 9090, '', ::1, http://[::1]:9090 https://[::1]:8443",
    "disabled, 9090, '', '', https://localhost:8443 http://localhost:9090",
    "redirect, '', 9443, 10.1.2.3, https://10.1.2.3:9443 http://10.1.2.3:8080",
  })
  void asksTheGatewayThatIsConfiguredHere(
      String insecure, String port, String sslPort, String host, String addresses) {
    Map<String, String> keys =
        Map.of(
            "quarkus.http.insecure-requests", insecure,
            "quarkus.http.port", port,
            "quarkus.http.ssl-port", sslPort,
            "quarkus.http.host", host);
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(keys, "test", 100))
            .build();
    assertEquals(
        Stream.of(addresses.split(" ")).map(URI::create).toList(), LocalGateway.addresses(config));
  }
}
