package io.tickgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A peer: nats-server as it is installed, with its WebSocket listener and nothing tuned. */
final class NatsServer {
  private static final String PROGRAM = "nats-server";

  private NatsServer() {}

  /** Why it can't be run, or null. */
  static @Nullable String missing() {
    return Installed.program(PROGRAM) == null ? "no nats-server (Debian: nats-server)" : null;
  }

  /** Writes its configuration; clients come to the port, the publisher to the next one. */
  static List<String> command(int port, Path folder) throws IOException {
    Path file = folder.resolve("nats.conf");
    Files.writeString(
        file,
        """
        listen: "127.0.0.1:%d"
        websocket {
          listen: "127.0.0.1:%d"
          no_tls: true
          compression: true
        }
        """
            .formatted(publisherPort(port), port));
    return List.of(String.valueOf(Installed.program(PROGRAM)), "-c", file.toString());
  }

  static int publisherPort(int port) {
    return port + 1;
  }
}
