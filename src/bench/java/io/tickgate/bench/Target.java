package io.tickgate.bench;

import io.tickgate.bench.ServerProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
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
  /** nats-server, if it is installed. */
  NATS("nats"),
  /** nginx with its module nchan, if they are installed. */
  NCHAN("nchan"),
  GATEWAY("tickgate"),
  /**
   * A serving node behind a broker and an ingesting node, which {@link ServeBench} alone starts.
   */
  SERVE("tickgate-serve");

  private static final String JAR = "target/quarkus-app/quarkus-run.jar";

  private static final String GATHER_MILLIS = "20";

  private final String text;

  Target(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The names of all, with commas between. */
  static String names() {
    return String.join(",", Arrays.stream(values()).map(Target::text).toList());
  }

  /** Why it can't be measured here, or null. */
  @Nullable String missing() {
    return switch (this) {
      case WS ->
          System.getenv("BENCH_WS") == null ? "BENCH_WS doesn't name a folder with npm's ws" : null;
      case NATS -> NatsServer.missing();
      case NCHAN -> NginxServer.missing();
      case GATEWAY, SERVE -> Files.exists(Path.of(JAR)) ? null : "not packaged";
      default -> null;
    };
  }

  /** How its clients speak; one for each. */
  Supplier<Dialect> dialects(Workload workload) {
    return switch (this) {
      case NATS -> NatsDialect::new;
      case NCHAN -> NchanDialect::new;
      default -> () -> new StreamDialect(workload);
    };
  }

  ServerProcess start(Workload workload, int port) throws IOException, InterruptedException {
    Jvm jvm = Jvm.of(workload, workload.name() + "-" + text);
    String rate = String.valueOf(workload.quotesPerSecond());
    String symbols = String.valueOf(workload.symbols());
    String number = String.valueOf(port);
    String topics = "bench-" + System.nanoTime();
    List<String> command =
        switch (this) {
          case NETTY -> jvm.main(LimitServer.class, number, symbols, rate, "0");
          case NETTY_TICK -> jvm.main(LimitServer.class, number, symbols, rate, GATHER_MILLIS);
          case VERTX -> jvm.main(VertxServer.class, number, symbols, rate);
          case WS -> List.of("node", "src/bench/peers/ws.js", number, symbols, rate);
          case NATS -> NatsServer.command(port, Launch.FOLDER);
          case NCHAN -> NginxServer.command(port, workload.deflate(), Launch.FOLDER);
          case GATEWAY -> jvm.jar(JAR, gateway(workload, number));
          case SERVE -> jvm.jar(JAR, ServeBench.serving(workload, port, topics));
        };
    Launch launch = new Launch(jvm.name(), command, port, publisher(workload, port, topics));
    ServerProcess server = ServerProcess.start(launch);
    if (this == SERVE) {
      ServeBench.awaitSymbols(workload, port);
    }
    return server;
  }

  /** What brings a broker its quotes; the other servers make them themselves. */
  private List<String> publisher(Workload workload, int port, String topics) throws IOException {
    if (this == SERVE) {
      return Jvm.plain().jar(JAR, ServeBench.ingesting(workload, port, topics));
    }
    int to = this == NATS ? NatsServer.publisherPort(port) : port;
    return this != NATS && this != NCHAN
        ? List.of()
        : Jvm.plain()
            .main(
                Publisher.class,
                text,
                String.valueOf(to),
                String.valueOf(workload.symbols()),
                String.valueOf(workload.quotesPerSecond()));
  }

  /** Options of a gateway that makes the workload's quotes. */
  static List<String> gateway(Workload workload, String port) throws IOException {
    List<String> options = new ArrayList<>();
    options.add("-Dquarkus.http.port=" + port);
    options.add("-Dquarkus.http.host=127.0.0.1");
    options.add("-Dtickgate.feeds.demo.enabled=false");
    options.add("-Dtickgate.security.auth=off");
    // one address opens them all, at once
    options.add("-Dtickgate.edge.max-connections-per-address=100000");
    options.add("-Dtickgate.edge.connects-per-second-per-address=100000");
    options.add("-Dtickgate.edge.connects-per-second=100000");
    QuoteFeed.options(workload.symbols(), workload.quotesPerSecond())
        .forEach((key, value) -> options.add("-Dtickgate.feeds.sim." + key + "=" + value));
    if (workload.tls()) {
      options.add("-Dquarkus.http.insecure-requests=disabled");
      options.add("-Dquarkus.http.ssl-port=" + port);
      options.add("-Dquarkus.tls.key-store.p12.path=" + Certificate.file());
      options.add("-Dquarkus.tls.key-store.p12.password=" + Certificate.PASSWORD);
    } else {
      options.add("-Dquarkus.http.insecure-requests=enabled");
    }
    String more = System.getProperty("bench.gateway", "");
    if (!more.isBlank()) {
      options.addAll(List.of(more.trim().split(" +")));
    }
    return options;
  }
}
