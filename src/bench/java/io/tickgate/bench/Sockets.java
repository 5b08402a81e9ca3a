package io.tickgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The TCP connections of this machine, as {@code /proc/net/tcp} tells them (man 5 proc). */
final class Sockets {
  private static final String ESTABLISHED = "01";

  private Sockets() {}

  /** Ports of the peers that the server at that port is still connected to. */
  static Set<Integer> peers(int port) throws IOException {
    Set<Integer> peers = new HashSet<>();
    for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      Path path = Path.of(file);
      for (String line : Files.exists(path) ? Files.readAllLines(path) : List.<String>of()) {
        String[] words = line.trim().split(" +"); // number, local, remote, state …
        if (words[3].equals(ESTABLISHED) && port(words[1]) == port) {
          peers.add(port(words[2]));
        }
      }
    }
    return peers;
  }

  /** Of {@code <address>:<port>}, both hexadecimal. */
  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }
}
