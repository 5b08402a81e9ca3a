package io.tickgate.bench;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.tickgate.bench.Workload.Trait;
import io.tickgate.security.TokenMint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What it costs the gateway's process, on one core, to let a client in and answer its first
 * subscribe, with and without a token and TLS. Prints a table; the median of {@link #BATCHES}
 * batches after one that warms up.
 */
public final class HandshakeBench {
  private static final int CLIENTS = Integer.getInteger("bench.connections", 1_000);
  private static final int BATCHES = Integer.getInteger("bench.rounds", 5);

  /** Enough that the compiler has seen what there is to see. */
  private static final int WARMING = 5;

  private HandshakeBench() {}

  private record Measure(double micros, double perSecond) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Files.createDirectories(ServerProcess.Launch.FOLDER);
    System.out.println("| handshake and first subscribe | CPU us | handshakes/s |");
    System.out.println("|---|---|---|");
    Workload plain = new Workload("HS", 50, CLIENTS, 1, 0, 0, 0, 0, java.util.Set.of());
    Workload tls = plain.with(Trait.TLS);
    print("ws", measure(plain, null));
    for (SignatureAlgorithm algorithm :
        List.of(SignatureAlgorithm.ES256, SignatureAlgorithm.RS256, SignatureAlgorithm.EDDSA)) {
      print("ws, token " + algorithm, measure(plain, TokenMint.of(algorithm)));
    }
    print("wss", measure(tls, null));
    print("wss, token ES256", measure(tls, TokenMint.of(SignatureAlgorithm.ES256)));
  }

  private static void print(String name, Measure measure) {
    System.out.printf("| %s | %.0f | %.0f |%n", name, measure.micros, measure.perSecond);
  }

  private static Measure measure(Workload workload, @Nullable TokenMint mint)
      throws IOException, InterruptedException {
    String security = "";
    if (mint != null) {
      Path key = mint.write(ServerProcess.Launch.FOLDER);
      security =
          "-Dtickgate.security.auth=required -Dtickgate.security.issuer="
              + TokenMint.ISSUER
              + " -Dtickgate.security.key="
              + key.toAbsolutePath();
    }
    System.setProperty("bench.gateway", security);
    StreamDialect stream = new StreamDialect(workload);
    Supplier<Dialect> dialects =
        mint == null ? () -> stream : () -> new TokenDialect(stream, mint.reader("bench"));
    List<Measure> batches = new ArrayList<>();
    try (ServerProcess server = Target.GATEWAY.start(workload, Case.PORT)) {
      for (int batch = -WARMING; batch < BATCHES; batch++) {
        Measure measure = batch(server, workload, dialects);
        if (batch >= 0) {
          batches.add(measure);
        }
      }
    }
    double[] micros = batches.stream().mapToDouble(Measure::micros).sorted().toArray();
    double[] rates = batches.stream().mapToDouble(Measure::perSecond).sorted().toArray();
    Arrays.sort(rates);
    return new Measure(micros[micros.length / 2], rates[rates.length / 2]);
  }

  private static Measure batch(ServerProcess server, Workload workload, Supplier<Dialect> dialects)
      throws IOException, InterruptedException {
    double cpu = server.cpuSeconds();
    long start = System.nanoTime();
    try (LoadClient clients =
        new LoadClient(workload, QuoteFeed.names(workload.symbols()), dialects)) {
      clients.open("127.0.0.1", Case.PORT, Duration.ofSeconds(60));
      cpu = server.cpuSeconds() - cpu;
      double wall = (System.nanoTime() - start) / 1e9;
      return new Measure(cpu * 1e6 / CLIENTS, CLIENTS / wall);
    }
  }
}
