package io.tickgate.cli;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What adapters, recorders and libraries log while a command runs. */
final class Logs extends Handler {
  /** Held here: a logger that nobody holds may lose what was set. */
  private static final Logger ROOT = Logger.getLogger("");

  private static final Formatter MESSAGE = new SimpleFormatter();

  private final Console console;

  private Logs(Console console) {
    this.console = console;
  }

  /** Warnings and errors are told, a line each; the rest is for logs of gateways. */
  static void tell(Console console) {
    for (Handler each : ROOT.getHandlers()) {
      ROOT.removeHandler(each);
    }
    Logs handler = new Logs(console);
    handler.setLevel(Level.WARNING);
    ROOT.setLevel(Level.WARNING);
    ROOT.addHandler(handler);
  }

  @Override
  public void publish(LogRecord entry) {
    if (isLoggable(entry)) {
      console.tell(MESSAGE.formatMessage(entry));
    }
  }

  @Override
  public void flush() {
    // told at once
  }

  @Override
  public void close() {
    // the console isn't ours
  }
}
