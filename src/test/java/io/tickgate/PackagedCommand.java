package io.tickgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A command of the packaged application, jar or native image, as somebody types it. */
final class PackagedCommand implements AutoCloseable {
  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Path IMAGE = Path.of(System.getProperty("native.image.path", "none"));

  private final Path out;
  private final Path err;
  private final Process process;

  private PackagedCommand(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    out = folder.resolve("stdout");
    err = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /**
   * Starts it.
   *
   * @param folder where what it prints goes
   */
  static PackagedCommand start(Path folder, String... arguments) throws IOException {
    return start(folder, Map.of(), arguments);
  }

  /** Starts it with some variables more. */
  static PackagedCommand start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    boolean image = !Files.exists(JAR);
    assumeTrue(!image || Files.exists(IMAGE), "skipped: nothing is packaged");
    List<String> command = new ArrayList<>();
    command.add(image ? IMAGE.toString() : ProcessHandle.current().info().command().orElse("java"));
    // not even read: the gateway would refuse to start with it
    command.add("-Dtickgate.feeds.sim.type=nonsense");
    if (!image) {
      command.addAll(List.of("-jar", JAR.toString()));
    }
    command.addAll(List.of(arguments));
    return new PackagedCommand(folder, environment, command);
  }

  /** Waits for what it does. */
  void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.call()) {
      assertTrue(process.isAlive(), () -> "it ended before " + what);
      assertTrue(System.nanoTime() - deadline < 0, () -> "waited in vain for " + what);
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Waits for its end and returns the exit code. */
  int end() throws InterruptedException {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it didn't end");
    return process.exitValue();
  }

  /** Tells it to end, as {@code kill} does. */
  void terminate() {
    process.destroy();
  }

  String out() throws IOException {
    return Files.readString(out, UTF_8);
  }

  String err() throws IOException {
    return Files.readString(err, UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
