package io.tickgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a command prints: results to one stream; faults, states and progress to the other. */
final class Console {
  private static final int OUT = 1;
  private static final int ERR = 2;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean watched;
  private int shown; // characters of the line that show() wrote; guarded by this

  /**
   * A console.
   *
   * @param watched whether {@code err} is a terminal, so that progress is of use there
   */
  Console(PrintWriter out, PrintWriter err, boolean watched) {
    this.out = out;
    this.err = err;
    this.watched = watched;
  }

  /** The process's own, in UTF-8 whatever the locale. */
  static Console system() {
    return new Console(
        writer(FileDescriptor.out, false), writer(FileDescriptor.err, true), isTerminal(ERR));
  }

  /** Whether colours are of use in what goes to standard output. */
  static boolean isOutTerminal() {
    return isTerminal(OUT);
  }

  /** For results; flushed by whoever wants them seen. */
  PrintWriter out() {
    return out;
  }

  /** For whoever wants a writer for faults. */
  PrintWriter err() {
    return err;
  }

  /** Whether anybody sees what is {@linkplain #show shown}. */
  boolean watched() {
    return watched;
  }

  /** Prints a fault or a state, a line that stays. Any thread. */
  synchronized void tell(String line) {
    wipe();
    err.println(line);
  }

  /** Shows how far it is where somebody watches, in a line that the next one replaces. */
  synchronized void show(String line) {
    if (watched) {
      err.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
      err.flush();
      shown = line.length();
    }
  }

  /** Takes away what was shown last. */
  synchronized void wipe() {
    if (shown > 0) {
      show("");
      err.print("\r");
      err.flush();
    }
  }

  private static PrintWriter writer(FileDescriptor descriptor, boolean flush) {
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(new FileOutputStream(descriptor), UTF_8)), flush);
  }

  /**
   * Asked of the system where it can tell one stream from another; the JDK knows of both at once.
   */
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    if (!Files.isSymbolicLink(link)) {
      return System.console() != null;
    }
    try {
      String device = Files.readSymbolicLink(link).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
