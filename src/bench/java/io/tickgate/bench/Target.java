package io.tickgate.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that can be measured: how its process is started for a workload. */
enum Target {
  /** Raw Netty, a frame per update. */
  NETTY("netty"),
  /** Raw Netty, flushed every 20 ms. */
  NETTY_TICK("netty-tick"),
  /** What most who use Vert.x write: a text message per update and client. */
  VERTX("vertx"),
  /** Node's {@code ws}, if the environment variable {@code BENCH_WS} tells its folder. */
  WS("ws"),
  GATEWAY("tickgate");

  private static final String GATHER_MILLIS = "20";

  private final String text;

  Target(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** Why it can't be measured here, or null. */
  @Nullable String missing() {
    return switch (this) {
      case WS ->
          System.getenv("BENCH_WS") == null ? "BENCH_WS doesn't name a folder with npm's ws" : null;
      case GATEWAY ->
          Files.exists(Path.of("target/quarkus-app/quarkus-run.jar")) ? null : "not packaged";
      default -> null;
    };
  }

  ServerProcess start(Workload workload, int port) throws IOException, InterruptedException {
    String rate = String.valueOf(workload.quotesPerSecond());
    String symbols = String.valueOf(workload.symbols());
    String number = String.valueOf(port);
    List<String> command =
        switch (this) {
          case NETTY -> java(LimitServer.class.getName(), number, symbols, rate, "0");
          case NETTY_TICK ->
              java(LimitServer.class.getName(), number, symbols, rate, GATHER_MILLIS);
          case VERTX -> java(VertxServer.class.getName(), number, symbols, rate);
          case WS -> List.of("node", "src/bench/peers/ws.js", number, symbols, rate);
          case GATEWAY -> gateway(workload, number);
        };
    return ServerProcess.start(workload.name() + "-" + text, command, port);
  }

  private static List<String> java(String main, String... arguments) {
    List<String> command = jvm();
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> gateway(Workload workload, String port) {
    List<String> command = jvm();
    command.add("-Dquarkus.http.port=" + port);
    command.add("-Dquarkus.http.host=127.0.0.1");
    command.add("-Dtickgate.feeds.demo.enabled=false");
    command.add("-Dtickgate.security.auth=off");
    command.add("-Dquarkus.http.insecure-requests=enabled");
    // one address opens them all, at once
    command.add("-Dtickgate.edge.max-connections-per-address=100000");
    command.add("-Dtickgate.edge.connects-per-second-per-address=100000");
    command.add("-Dtickgate.edge.connects-per-second=100000");
    QuoteFeed.options(workload.symbols(), workload.quotesPerSecond())
        .forEach((key, value) -> command.add("-Dtickgate.feeds.sim." + key + "=" + value));
    String more = System.getProperty("bench.gateway", "");
    if (!more.isBlank()) {
      command.addAll(List.of(more.trim().split(" +")));
    }
    command.add("-Dtickgate.security.auth=off");
    command.addAll(List.of("-jar", "target" + File.separator + "quarkus-app/quarkus-run.jar"));
    return command;
  }

  /** The same for all JVMs; {@code bench.jvm} replaces the flags. */
  private static List<String> jvm() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String flags = System.getProperty("bench.jvm", "-Xmx1g -XX:MaxDirectMemorySize=1g");
    command.addAll(List.of(flags.trim().split(" +")));
    return command;
  }
}
