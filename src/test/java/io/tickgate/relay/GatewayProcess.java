package io.tickgate.relay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A node as a process of the packaged application, which can be killed as by {@code kill -9}. */
public final class GatewayProcess implements AutoCloseable {
  public static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final List<String> command;
  private final Path log;
  private final int port;
  private Process process;

  /**
   * Starts one with these {@code -D} options, let in by all unless they say otherwise; its log goes
   * to that folder.
   */
  public GatewayProcess(String name, Path folder, List<String> options) throws IOException {
    this.name = name;
    this.log = folder.resolve(name + ".log");
    Files.deleteIfExists(log); // an earlier run's
    try (ServerSocket socket = new ServerSocket(0)) {
      this.port = socket.getLocalPort();
    }
    command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // four of them start on a small machine: what they save by compiling less counts more here
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dquarkus.http.port=" + port);
    command.add("-Dquarkus.http.host=127.0.0.1");
    command.add("-Dquarkus.http.insecure-requests=enabled");
    command.add("-Dtickgate.security.auth=off");
    options.forEach(option -> command.add("-D" + option)); // the last of two counts
    command.addAll(List.of("-jar", JAR.toString()));
    start();
  }

  public void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it as whoever runs it would, by SIGTERM, and waits until it has. */
  void terminate(Duration patience) throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS), name + " doesn't end");
  }

  public int port() {
    return port;
  }

  /** Where it answers HTTP. */
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  URI stream() {
    return URI.create("ws://127.0.0.1:" + port + "/v1/stream");
  }

  String get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address() + path)).timeout(Duration.ofSeconds(5)).build();
    try {
      var response = HTTP.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What its log has of warnings and errors. */
  public List<String> complaints() throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .toList();
  }

  public void awaitReady() {
    long end = System.nanoTime() + 60_000_000_000L;
    while (get("/q/health/ready").isEmpty()) {
      assertTrue(process.isAlive(), name + " ended, see " + log);
      assertTrue(System.nanoTime() < end, name + " isn't ready");
      LockSupport.parkNanos(50_000_000);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
