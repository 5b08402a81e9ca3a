package io.tickgate.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tickgate.bench.Workload.Trait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the workloads against the gateway, the raw-Netty limit and the peers that are installed, in
 * rounds, and prints a table of medians. System properties: {@code bench.workloads}, {@code
 * bench.servers} (names with commas between), {@code bench.rounds}, {@code bench.seconds}, {@code
 * bench.warmup}, {@code bench.jvm} (flags of servers), {@code bench.gateway} (its further ones).
 */
public final class LoadBench {
  private static final Path FOLDER = ServerProcess.Launch.FOLDER;

  private LoadBench() {}

  /** All of one run, as it is written to a file. */
  private record Run(String date, String jdk, String os, List<List<Outcome>> rounds) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    Set<String> workloads = words("bench.workloads", "W1,W1max,W3,W4,W5");
    Set<String> servers = words("bench.servers", Target.names());
    for (String workload : workloads) {
      List<Case> cases =
          cases(workload).stream().filter(c -> servers.contains(c.target().text())).toList();
      run(workload, skipMissing(cases));
    }
  }

  private static Set<String> words(String key, String byDefault) {
    return new LinkedHashSet<>(Arrays.asList(System.getProperty(key, byDefault).split(",")));
  }

  /** What is measured under a workload, the limit first: ratios are to it. */
  private static List<Case> cases(String name) {
    List<Case> cases = new ArrayList<>();
    switch (name) {
      case "W1" -> {
        all(cases, Workload.W1);
        cases.add(new Case(Target.GATEWAY, "", Workload.W1));
        cases.add(new Case(Target.GATEWAY, " 100 ms", Workload.W1.withInterval(100)));
        cases.add(new Case(Target.GATEWAY, " wss", Workload.W1.with(Trait.TLS)));
        Workload gathered = Workload.W1.withInterval(100);
        cases.add(new Case(Target.GATEWAY, " 100 ms wss", gathered.with(Trait.TLS)));
      }
      case "W1max" -> {
        all(cases, Workload.W1_MAX);
        cases.add(new Case(Target.GATEWAY, "", Workload.W1_MAX));
        cases.add(new Case(Target.GATEWAY, " 20 ms", Workload.W1_MAX.withInterval(20)));
      }
      case "W3" -> {
        all(cases, Workload.W3);
        cases.add(new Case(Target.GATEWAY, "", Workload.W3));
        cases.add(new Case(Target.GATEWAY, " no slow", Workload.W3.withoutSlow()));
        Workload changes = Workload.W3.with(Trait.CHANGES);
        cases.add(new Case(Target.GATEWAY, " deflate", Workload.W3.with(Trait.DEFLATE)));
        cases.add(new Case(Target.GATEWAY, " changes", changes));
        cases.add(new Case(Target.GATEWAY, " changes deflate", changes.with(Trait.DEFLATE)));
      }
      case "W4" -> {
        for (int symbols : new int[] {1, 50}) {
          Workload idle = Workload.W4.withPerClient(symbols);
          idle = idle.withClients(Integer.getInteger("bench.connections", idle.clients()), 0);
          for (Target target : Target.values()) {
            if (target != Target.NETTY_TICK && target != Target.SERVE) { // as netty, as gateway
              cases.add(new Case(target, "", idle));
            }
          }
        }
      }
      case "W5" -> {
        Workload plain = Workload.W5.withInterval(0);
        cases.add(new Case(Target.NETTY, "", plain));
        cases.add(new Case(Target.VERTX, " deflate", plain.with(Trait.DEFLATE)));
        cases.add(new Case(Target.WS, " deflate", plain.with(Trait.DEFLATE)));
        cases.add(new Case(Target.NATS, " deflate", plain.with(Trait.DEFLATE)));
        cases.add(new Case(Target.NCHAN, " deflate", plain.with(Trait.DEFLATE)));
        cases.add(new Case(Target.GATEWAY, " 100 ms", Workload.W5));
        Workload changes = Workload.W5.with(Trait.CHANGES);
        cases.add(new Case(Target.GATEWAY, " 100 ms deflate", Workload.W5.with(Trait.DEFLATE)));
        cases.add(new Case(Target.GATEWAY, " 100 ms changes", changes));
        cases.add(new Case(Target.GATEWAY, " 100 ms changes deflate", changes.with(Trait.DEFLATE)));
      }
      default -> throw new IllegalArgumentException("bench.workloads: " + name);
    }
    return cases;
  }

  private static void all(List<Case> cases, Workload workload) {
    for (Target target : Target.values()) {
      if (target != Target.GATEWAY && target != Target.SERVE) {
        cases.add(new Case(target, "", workload));
      }
    }
  }

  private static List<Case> skipMissing(List<Case> cases) {
    List<Case> there = new ArrayList<>();
    for (Case each : cases) {
      String missing = each.target().missing();
      if (missing == null) {
        there.add(each);
      } else {
        System.out.println("skipped: " + each.name() + ": " + missing);
      }
    }
    return there;
  }

  /** Runs them in turns and prints their table. */
  static void run(String name, List<Case> cases) throws IOException, InterruptedException {
    int rounds = Integer.getInteger("bench.rounds", 3);
    List<List<Outcome>> results = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      List<Outcome> outcomes = new ArrayList<>();
      for (Case each : cases) {
        System.err.printf("%s round %d of %d: %s%n", name, round, rounds, each.name());
        try {
          outcomes.add(each.run());
        } catch (IllegalStateException | IOException e) {
          System.out.printf("failed: %s %s: %s%n", name, each.name(), e.getMessage());
        }
      }
      results.add(outcomes);
      // after each round, so that an interrupted run has left something
      Run run =
          new Run(
              Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
              Runtime.version().toString(),
              System.getProperty("os.name") + " " + System.getProperty("os.version"),
              results);
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(FOLDER.resolve(name + ".json").toFile(), run);
    }
    Table.print(name, byServer(results), results);
  }

  private static Map<String, List<Outcome>> byServer(List<List<Outcome>> rounds) {
    Map<String, List<Outcome>> byServer = new LinkedHashMap<>();
    for (List<Outcome> round : rounds) {
      for (Outcome outcome : round) {
        String key = outcome.workload() + " " + outcome.server();
        byServer.computeIfAbsent(key, k -> new ArrayList<>()).add(outcome);
      }
    }
    return byServer;
  }
}
