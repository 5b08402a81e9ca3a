package io.tickgate.web;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What runs the scripts of {@code src/main/web}: the build's Deno, or a Node of the machine. */
public record ScriptRuntime(String name, List<String> run) {
  /** The folder of the workspace. */
  public static final Path WEB = Path.of("src", "main", "web").toAbsolutePath();

  private static final Path DENO = Path.of("target", "deno", "deno").toAbsolutePath();
  private static final int LEAST_NODE = 20;
  private static final int NODE_WITH_WEBSOCKET = 22;

  /** Deno as Maven got it; skips the test where the pages were left out of the build. */
  public static ScriptRuntime deno() {
    assumeTrue(Files.isExecutable(DENO), "no Deno: built with -Dweb.skip=true");
    return new ScriptRuntime("deno", List.of(DENO.toString(), "run", "--quiet", "--allow-all"));
  }

  /** The machine's Node where it is new enough; skips the test elsewhere. */
  public static ScriptRuntime node() {
    Integer version = nodeVersion();
    assumeTrue(version != null && version >= LEAST_NODE, "no Node 20 or later: " + version);
    List<String> run = new ArrayList<>(List.of("node", "--no-warnings"));
    if (version < NODE_WITH_WEBSOCKET) {
      run.add("--experimental-websocket");
    }
    return new ScriptRuntime("node " + version, run);
  }

  private static @Nullable Integer nodeVersion() {
    try {
      Process process = new ProcessBuilder("node", "--version").start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(5, TimeUnit.SECONDS);
      return Integer.valueOf(text.replaceAll("^v(\\d+)[\\s\\S]*", "$1"));
    } catch (IOException | NumberFormatException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Starts a script in the workspace; what it says on stderr stays apart. */
  public Process start(Map<String, String> environment, String script) throws IOException {
    List<String> command = new ArrayList<>(run);
    command.add(script);
    ProcessBuilder builder = new ProcessBuilder(command).directory(WEB.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Runs a script to its end and gives what it printed, stderr too, or fails with it. */
  public String run(long seconds, String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("script", ".log");
    List<String> command = new ArrayList<>(run);
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(WEB.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      String text = Files.readString(output);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(name + (ended ? "" : " timed out") + "\n" + text);
      }
      return text;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
