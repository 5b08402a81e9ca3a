package io.tickgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files and sockets a process may have open here, which bounds its connections. */
final class Descriptors {
  private static final String LINE = "Max open files";

  private Descriptors() {}

  /** The hard limit, up to which a JVM raises the soft one by itself. */
  static int most() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
      if (line.startsWith(LINE)) {
        String hard = line.substring(LINE.length()).trim().split(" +")[1];
        return hard.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(hard);
      }
    }
    throw new IOException("/proc/self/limits has no " + LINE);
  }
}
