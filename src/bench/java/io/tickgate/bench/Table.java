package io.tickgate.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Medians over rounds as a table in Markdown; ratios are taken within each round. */
final class Table {
  private Table() {}

  static void print(
      String workload, Map<String, List<Outcome>> byServer, List<List<Outcome>> rounds) {
    System.out.printf("%n%s, jdk %s%n%n", workload, Runtime.version());
    if (workload.equals("W4")) {
      memory(byServer);
      return;
    }
    System.out.println(
        "| server | updates/s | CPU us | x netty (range) | core % | age p50 / p99 / max ms |"
            + " stale p99 | slow age p50 / p99 / max | slow stale p50 / p99, kB/s | B/update | per frame |"
            + " RSS + MB | pauses max ms, % | cut off, faults, missing | client core %, load |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    byServer.forEach(
        (key, outcomes) -> {
          double[] ratios = ratios(outcomes, rounds);
          System.out.printf(
              Locale.ROOT,
              "| %s | %.0f | %.2f | %.2f (%.2f to %.2f) | %.0f | %.1f / %.1f / %.0f | %.0f |"
                  + " %.0f / %.0f / %.0f | %.0f / %.0f, %.0f | %.0f | %.1f | %.0f | %.1f, %.2f | %.0f, %.0f, %.0f |"
                  + " %.0f, %.1f |%n",
              key,
              of(outcomes, Outcome::updatesPerSecond),
              of(outcomes, Outcome::cpuMicros),
              median(ratios),
              ratios[0],
              ratios[ratios.length - 1],
              of(outcomes, Outcome::core),
              of(outcomes, Outcome::ageP50),
              of(outcomes, Outcome::ageP99),
              of(outcomes, Outcome::ageMax),
              of(outcomes, Outcome::staleP99),
              of(outcomes, Outcome::slowAgeP50),
              of(outcomes, Outcome::slowAgeP99),
              of(outcomes, Outcome::slowAgeMax),
              of(outcomes, Outcome::slowStaleP50),
              of(outcomes, Outcome::slowStaleP99),
              of(outcomes, Outcome::slowKbPerSecond),
              of(outcomes, Outcome::wireBytes),
              of(outcomes, Outcome::updatesPerFrame),
              of(outcomes, Outcome::rssGrowthKb) / 1_024,
              of(outcomes, Outcome::pauseMax),
              of(outcomes, Outcome::pauseShare),
              of(outcomes, Outcome::cutOffs),
              of(outcomes, Outcome::faults),
              of(outcomes, Outcome::laggards),
              of(outcomes, Outcome::clientCore),
              of(outcomes, Outcome::loadAverage));
        });
  }

  private static void memory(Map<String, List<Outcome>> byServer) {
    System.out.println("| server | kB a connection | cut off |");
    System.out.println("|---|---|---|");
    byServer.forEach(
        (key, outcomes) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.0f |%n",
                key,
                of(outcomes, Outcome::kbPerConnection),
                of(outcomes, Outcome::cutOffs)));
  }

  /** CPU per update over that of the limit in the same round, sorted; NaN without the limit. */
  private static double[] ratios(List<Outcome> outcomes, List<List<Outcome>> rounds) {
    return outcomes.stream()
        .mapToDouble(outcome -> outcome.cpuMicros() / limit(outcome, rounds))
        .sorted()
        .toArray();
  }

  private static double limit(Outcome outcome, List<List<Outcome>> rounds) {
    return rounds.stream()
        .filter(round -> round.contains(outcome))
        .flatMap(List::stream)
        .filter(other -> other.server().equals(Target.NETTY.text()))
        .mapToDouble(Outcome::cpuMicros)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double of(List<Outcome> outcomes, ToDoubleFunction<Outcome> field) {
    return median(outcomes.stream().mapToDouble(field).sorted().toArray());
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }
}
