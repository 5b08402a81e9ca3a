package io.tickgate.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Runs a command line. */
public final class CommandRunner {
  private CommandRunner() {}

  /**
   * Runs the command that the arguments name.
   *
   * @return 0; 1 when it failed; 2 when the arguments are wrong
   */
  public static int run(String... arguments) {
    Console console = Console.system();
    Logs.tell(console);
    Ansi colours = Console.isOutTerminal() ? Ansi.AUTO : Ansi.OFF;
    return Interruption.listen(() -> run(console, colours, arguments));
  }

  static int run(Console console, Ansi colours, String... arguments) {
    CommandLine line =
        new CommandLine(new TickgateCommand())
            .setOut(console.out())
            .setErr(console.err())
            .setColorScheme(CommandLine.Help.defaultColorScheme(colours))
            .setParameterExceptionHandler(CommandRunner::onMisuse)
            .setExecutionExceptionHandler(CommandRunner::onFailure);
    for (CommandLine command : line.getSubcommands().values()) {
      command.<ToolCommand>getCommand().printTo(console);
    }
    int code = line.execute(arguments);
    console.out().flush();
    console.err().flush();
    return code;
  }

  /** Picocli would print the whole help, under which the fault is lost. */
  private static int onMisuse(ParameterException fault, String... arguments) {
    return misuse(fault.getCommandLine(), String.valueOf(fault.getMessage()));
  }

  private static int misuse(CommandLine command, String message) {
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + message);
    command.getErr().println("Try '" + name + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private static int onFailure(
      Exception fault, CommandLine command, CommandLine.ParseResult arguments) {
    String message = String.valueOf(fault.getMessage());
    if (fault instanceof CommandFault told && told.isMisuse()) {
      return misuse(command, message);
    }
    String name = command.getCommandSpec().qualifiedName();
    if (fault instanceof InterruptedException) {
      command.getErr().println(name + ": interrupted");
      return CommandLine.ExitCode.SOFTWARE;
    }
    boolean told =
        fault instanceof CommandFault
            || fault instanceof IOException
            || fault instanceof UncheckedIOException;
    command.getErr().println(name + ": " + (told ? message : "internal error"));
    if (!told) { // ours to mend: all there is to know
      fault.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
