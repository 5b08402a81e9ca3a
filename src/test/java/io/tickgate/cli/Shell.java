package io.tickgate.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine.Help.Ansi;

/** What a command printed, and how it ended. */
record Shell(int code, String out, String err) {
  static Shell run(Object... arguments) {
    return run(false, arguments);
  }

  /**
   * Runs a command.
   *
   * @param watched as if standard error were a terminal
   */
  static Shell run(boolean watched, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = new Console(new PrintWriter(out), new PrintWriter(err, true), watched);
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    int code = CommandRunner.run(console, Ansi.OFF, texts);
    return new Shell(code, out.toString(), err.toString());
  }
}
