package io.tickgate.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long the packaged gateway takes to start and what it takes then, with and without a cache of
 * its classes, as {@code deploy/containers/runtime.sh} makes it: JDK 24 and later an AOT cache,
 * others a dynamic archive. The variants take turns. System property: {@code bench.rounds}.
 */
public final class StartBench {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 7);
  private static final Path FOLDER = ServerProcess.Launch.FOLDER;
  private static final Path CACHE = FOLDER.resolve("tickgate.cache");

  /** For ticks to flow: what they need is in the cache, too. */
  private static final int MAKING_SECONDS = 5;

  /** After the start, when memory is looked at. */
  private static final int SETTLING_SECONDS = 3;

  private StartBench() {}

  /** What one start took. */
  private record Start(double millis, double cpuMillis, double rssMb) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    boolean aot = Runtime.version().feature() >= 24;
    String use = (aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + CACHE;
    make((aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + CACHE);
    List<Start> plain = new ArrayList<>();
    List<Start> cached = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      plain.add(start("-Xshare:auto"));
      cached.add(start(use));
    }
    System.out.printf(
        Locale.ROOT,
        "%njdk %s, %d rounds, cache %d MB, load %.1f%n%n",
        Runtime.version(),
        ROUNDS,
        Files.size(CACHE) >> 20,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    System.out.println("| | port open after ms | CPU ms until then | RSS MB, 3 s later |");
    System.out.println("|---|---|---|---|");
    print("as packaged", plain);
    print(aot ? "with an AOT cache" : "with an archive of classes", cached);
  }

  private static Process launch(String flag) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "@deploy/jvm.options",
            flag,
            "-Dtickgate.security.auth=off",
            "-Dquarkus.http.insecure-requests=enabled",
            "-Dquarkus.http.port=" + Case.PORT,
            "-jar",
            "target/quarkus-app/quarkus-run.jar")
        .redirectErrorStream(true)
        .redirectOutput(FOLDER.resolve("start.log").toFile())
        .start();
  }

  private static void make(String flag) throws IOException, InterruptedException {
    Files.deleteIfExists(CACHE);
    Process process = launch(flag);
    try {
      awaitPort(process);
      TimeUnit.SECONDS.sleep(MAKING_SECONDS);
    } finally {
      process.destroy();
      process.waitFor(60, TimeUnit.SECONDS); // it writes the cache
    }
  }

  private static Start start(String flag) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Process process = launch(flag);
    try {
      awaitPort(process);
      double millis = (System.nanoTime() - begun) / 1e6;
      double cpu = process.info().totalCpuDuration().orElseThrow().toMillis();
      TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
      return new Start(millis, cpu, rssKb(process) / 1_024);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static double rssKb(Process process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }

  private static void awaitPort(Process process) throws IOException, InterruptedException {
    while (process.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", Case.PORT), 1_000);
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
    throw new IOException("ended, see " + FOLDER.resolve("start.log"));
  }

  private static void print(String name, List<Start> starts) {
    double[] millis = starts.stream().mapToDouble(Start::millis).toArray();
    double[] cpu = starts.stream().mapToDouble(Start::cpuMillis).toArray();
    double[] rss = starts.stream().mapToDouble(Start::rssMb).toArray();
    System.out.printf("| %s | %s | %s | %s |%n", name, told(millis), told(cpu), told(rss));
  }

  /** The median and the range. */
  private static String told(double[] values) {
    Arrays.sort(values);
    return String.format(
        Locale.ROOT,
        "%.0f (%.0f to %.0f)",
        values[values.length / 2],
        values[0],
        values[values.length - 1]);
  }
}
