package io.tickgate.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server under test: its own process, pinned to the first core, ended with this one. What counts
 * is it and the processes it started.
 */
final class ServerProcess implements AutoCloseable {
  /** Two seconds, and a minute where the core is shared with a dozen others. */
  private static final Duration START = Duration.ofSeconds(120);

  /** Of {@code /proc/<pid>/stat}; 100 on every Linux in use. */
  private static final double TICKS_PER_SECOND = 100;

  private final Launch launch;
  private final Process process;
  private final Thread atExit = new Thread(this::kill);
  private @Nullable Process publisher;

  /**
   * What to start.
   *
   * @param publisher a process on the other core that brings the server its quotes and whose time
   *     isn't the server's; empty for none
   */
  record Launch(String name, List<String> command, int port, List<String> publisher) {
    static final Path FOLDER = Path.of("target/bench");

    Path pausesFile() {
      return pausesFile(name);
    }

    static Path pausesFile(String name) {
      return FOLDER.resolve(name + ".pauses");
    }
  }

  private ServerProcess(Launch launch) throws IOException {
    this.launch = launch;
    process = pinned(0, launch.command, launch.name);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts a server; returns when its port takes connections. */
  static ServerProcess start(Launch launch) throws IOException, InterruptedException {
    Files.deleteIfExists(launch.pausesFile());
    ServerProcess server = new ServerProcess(launch);
    try {
      server.awaitPort();
      if (!launch.publisher.isEmpty()) {
        server.publisher = pinned(1, launch.publisher, launch.name + "-publisher");
      }
      return server;
    } catch (IOException | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  private static Process pinned(int core, List<String> command, String name) throws IOException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", String.valueOf(core)));
    pinned.addAll(command);
    File log = Launch.FOLDER.resolve(name + ".log").toFile();
    return new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(log).start();
  }

  private void awaitPort() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!listens(launch.port)) {
      requireAlive();
      if (System.nanoTime() > deadline) {
        throw new IOException(launch.name + " doesn't listen");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /**
   * Checks that nothing has ended that should run.
   *
   * @throws IOException when it has; its log says why
   */
  void requireAlive() throws IOException {
    Process bringing = publisher;
    if (!process.isAlive() || (bringing != null && !bringing.isAlive())) {
      throw new IOException(launch.name + " ended, see its log in " + Launch.FOLDER);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private List<Path> folders() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(each -> Path.of("/proc", String.valueOf(each.pid())))
        .toList();
  }

  /** User and system time used so far, in seconds. */
  double cpuSeconds() throws IOException {
    long ticks = 0;
    for (Path folder : folders()) {
      String stat = Files.readString(folder.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Resident memory in kB; what processes share counts in each. */
  long rssKb() throws IOException {
    long sum = 0;
    for (Path folder : folders()) {
      for (String line : Files.readAllLines(folder.resolve("status"))) {
        if (line.startsWith("VmRSS:")) {
          sum += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return sum;
  }

  /** Files and sockets that are open. */
  int descriptors() {
    String[] open = Path.of("/proc", String.valueOf(process.pid()), "fd").toFile().list();
    return open == null ? 0 : open.length;
  }

  /** How far the record of a JVM's pauses has come. */
  long pausesLength() {
    return launch.pausesFile().toFile().length();
  }

  /** The pauses recorded between two such lengths. */
  Pauses pauses(long from, long to) throws IOException {
    return Pauses.between(launch.pausesFile(), from, to);
  }

  /** Lets a JVM collect its garbage, so that memory is what is in use. Others can't be asked. */
  void collectGarbage() throws IOException, InterruptedException {
    if (Files.exists(launch.pausesFile())) { // only JVMs write one
      jcmd("GC.run");
    }
  }

  /** What a JVM's diagnostic command prints. Never for another: to attach is a SIGQUIT to it. */
  String jcmd(String command) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    List<String> words = new ArrayList<>(List.of(jcmd, String.valueOf(process.pid())));
    words.addAll(List.of(command.split(" ")));
    Process running = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    running.waitFor(20, TimeUnit.SECONDS);
    return output;
  }

  @Override
  public void close() {
    Process bringing = publisher;
    if (bringing != null) {
      bringing.destroy();
    }
    process.destroy();
    try {
      if (!process.waitFor(3, TimeUnit.SECONDS)) {
        kill();
        process.waitFor(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void kill() {
    Process bringing = publisher;
    if (bringing != null) {
      bringing.destroyForcibly();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
