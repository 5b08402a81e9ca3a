package io.tickgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What a session and what a subscription cost the packaged gateway in memory: idle connections with
 * different numbers of symbols, each against what the same process held before they came. System
 * property: {@code bench.connections}.
 */
public final class MemoryTable {
  /** How its workloads' names begin. */
  static final String NAME = "memory-";

  private static final int CONNECTIONS = Integer.getInteger("bench.connections", 2_000);
  private static final int[] COUNTS = {0, 1, 50, 500};
  private static final int SYMBOLS = 500;
  private static final int LINES = 15;
  private static final Duration OPENING = Duration.ofSeconds(180);

  /** For what a server does after the last client has come. */
  private static final int SETTLING_SECONDS = 3;

  private MemoryTable() {}

  /** Memory before and with all sessions of so many subscriptions each. */
  private record Row(int subscriptions, Memory before, Memory with) {
    double each(ToLongFunction<Memory> part) {
      return (double) (part.applyAsLong(with) - part.applyAsLong(before)) / CONNECTIONS;
    }

    /** What each subscription adds to a session without any. */
    String subscription(ToLongFunction<Memory> part, Row without) {
      double more = each(part) - without.each(part);
      return subscriptions == 0 ? "" : String.valueOf(Math.round(more / subscriptions));
    }

    /** What a session adds to each class or area, the largest first. */
    List<Map.Entry<String, Double>> largest(Function<Memory, Map<String, Long>> parts) {
      Map<String, Long> earlier = parts.apply(before);
      Map<String, Double> each = new HashMap<>();
      parts
          .apply(with)
          .forEach(
              (name, bytes) ->
                  each.put(name, (double) (bytes - earlier.getOrDefault(name, 0L)) / CONNECTIONS));
      Comparator<Map.Entry<String, Double>> bySize = Map.Entry.comparingByValue();
      return each.entrySet().stream().sorted(bySize.reversed()).limit(LINES).toList();
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    String missing = Target.GATEWAY.missing();
    if (missing != null) {
      System.out.println("skipped: " + missing);
      return;
    }
    Files.createDirectories(ServerProcess.Launch.FOLDER);
    List<Row> rows = new ArrayList<>();
    for (int count : COUNTS) {
      System.err.println("sessions with " + count + " symbols");
      rows.add(measure(count));
    }
    print(rows);
    rows.forEach(MemoryTable::printParts);
  }

  private static Row measure(int count) throws IOException, InterruptedException {
    Workload idle =
        new Workload(NAME + count, SYMBOLS, CONNECTIONS, count, 0, 0, 0, 0, java.util.Set.of());
    try (ServerProcess server = Target.GATEWAY.start(idle, Case.PORT);
        LoadClient client = new LoadClient(idle, QuoteFeed.names(SYMBOLS))) {
      new Case(Target.GATEWAY, "", idle).warmUp();
      Memory before = Memory.of(server);
      client.open("127.0.0.1", Case.PORT, OPENING);
      TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
      Memory with = Memory.of(server);
      if (client.cutOffs() > 0 || client.faultCount() > 0) {
        throw new IllegalStateException(String.valueOf(client.faults()));
      }
      return new Row(count, before, with);
    }
  }

  private static void print(List<Row> rows) {
    System.out.printf("%n%d connections, jdk %s%n%n", CONNECTIONS, Runtime.version());
    System.out.println(
        "| symbols | bytes a session: heap | direct | RSS | kernel, both ends |"
            + " bytes a subscription: heap | RSS |");
    System.out.println("|---|---|---|---|---|---|---|");
    Row without = rows.get(0);
    for (Row row : rows) {
      System.out.printf(
          Locale.ROOT,
          "| %d | %.0f | %.0f | %.0f | %.0f | %s | %s |%n",
          row.subscriptions,
          row.each(Memory::heap),
          row.each(Memory::direct),
          row.each(Memory::rss),
          row.each(Memory::kernel),
          row.subscription(Memory::heap, without),
          row.subscription(Memory::rss, without));
    }
  }

  private static void printParts(Row row) {
    System.out.printf(
        "%nof a session with %d symbols, bytes: heap by class%n%n", row.subscriptions);
    row.largest(Memory::classes).forEach(MemoryTable::printPart);
    System.out.printf("%nthe JVM's memory by area, where it grew%n%n");
    row.largest(Memory::areas).stream()
        .filter(area -> area.getValue() > 0)
        .forEach(MemoryTable::printPart);
  }

  private static void printPart(Map.Entry<String, Double> part) {
    System.out.printf(Locale.ROOT, "  %9.1f %s%n", part.getValue(), part.getKey());
  }
}
