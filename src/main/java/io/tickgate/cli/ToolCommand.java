package io.tickgate.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * What all commands are. Without a constructor of their own: picocli makes them, and the container,
 * which isn't there, would want to.
 */
@Command(
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:called wrongly"})
abstract class ToolCommand implements Callable<Integer> {
  private @Nullable Console console;

  /** Before it is called. */
  void printTo(Console terminal) {
    console = terminal;
  }

  Console console() {
    return Objects.requireNonNull(console);
  }
}
