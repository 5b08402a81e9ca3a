package io.tickgate.cli;

/** A command can't do what it was asked for; the message says why, to whoever called it. */
final class CommandFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean misuse;

  private CommandFault(String message, boolean misuse) {
    super(message);
    this.misuse = misuse;
  }

  CommandFault(String message) {
    this(message, false);
  }

  /** The call was wrong, whatever the world is like. */
  static CommandFault misuse(String message) {
    return new CommandFault(message, true);
  }

  boolean isMisuse() {
    return misuse;
  }
}
