package io.tickgate.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs the unit tests of {@code src/main/web/client} in both runtimes it is made for. */
class ClientLibraryTest {
  private static final Pattern COUNT = Pattern.compile("(\\d+) passed \\| 0 failed|# pass (\\d+)");

  /** More than a handful, so that a runner that finds no tests is no success. */
  private static final int LEAST_TESTS = 50;

  @Test
  void passesItsTestsInDeno() throws Exception {
    passes(ScriptRuntime.deno());
  }

  @Test
  void passesItsTestsInNode() throws Exception {
    passes(ScriptRuntime.node());
  }

  private static void passes(ScriptRuntime runtime) throws Exception {
    String folder = Path.of("target", "web-test", runtime.name()).toAbsolutePath().toString();
    String text = runtime.run(60, "test.mjs", folder);
    Matcher count = COUNT.matcher(text.replaceAll("\u001b\\[[0-9;]*m", ""));
    assertTrue(count.find(), text);
    String passed = count.group(1) == null ? count.group(2) : count.group(1);
    System.out.printf("tickgate-client: %s tests passed in %s%n", passed, runtime.name());
    assertTrue(Integer.parseInt(passed) >= LEAST_TESTS, text);
  }
}
