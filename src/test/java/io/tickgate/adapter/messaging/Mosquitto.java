package io.tickgate.adapter.messaging;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Debian's mosquitto on a free port, where it is installed; elsewhere there is no channel. */
public final class Mosquitto implements QuarkusTestResourceLifecycleManager {
  static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

  private @Nullable Process process;
  private @Nullable Path config;
  private @Nullable Path log;

  @Override
  public Map<String, String> start() {
    if (!Files.isExecutable(PROGRAM)) {
      return Map.of("mp.messaging.incoming.feed.enabled", "false");
    }
    try {
      int port = freePort();
      Path file = Files.createTempFile("tickgate-mosquitto", ".conf");
      config = file;
      String user = System.getProperty("user.name"); // it would become another if it could
      Files.writeString(
          file,
          String.join(
              "\n",
              "listener " + port + " 127.0.0.1",
              "allow_anonymous true",
              "persistence false",
              "log_dest file " + log(),
              "log_type all",
              "user " + user));
      process =
          new ProcessBuilder(PROGRAM.toString(), "-c", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      awaitPort(port);
      return Map.of(
          "mp.messaging.incoming.feed.host",
          "localhost",
          "mp.messaging.incoming.feed.port",
          String.valueOf(port));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path log() throws IOException {
    Path file = Files.createTempFile("tickgate-mosquitto", ".log");
    log = file;
    return file;
  }

  /** Tests get the broker's log. */
  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(log, new TestInjector.MatchesType(Path.class));
  }

  /** Messages that the broker sent at QoS 1 so far. */
  static long sent(Path log) {
    return lines(log, "Sending PUBLISH", ", q1, ");
  }

  /** Messages that were acknowledged to the broker so far. */
  static long acknowledged(Path log) {
    return lines(log, "Received PUBACK", "");
  }

  /** Whether the gateway owes no acknowledgement on its newest connection. */
  static boolean acknowledgesAll(Path log) {
    long owed = 0;
    for (String line : read(log)) {
      if (line.contains("New client connected") && line.contains(" as " + MqttDesk.GATEWAY)) {
        owed = 0; // the broker has forgotten what came before
      } else if (line.contains("Sending PUBLISH") && line.contains(", q1, ")) {
        owed++;
      } else if (line.contains("Received PUBACK")) {
        owed--;
      }
    }
    return owed == 0;
  }

  /** Times that the gateway has connected so far. */
  static long connections(Path log) {
    return lines(log, "New client connected", " as " + MqttDesk.GATEWAY);
  }

  private static long lines(Path log, String what, String detail) {
    return read(log).stream().filter(line -> line.contains(what) && line.contains(detail)).count();
  }

  private static List<String> read(Path log) {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(int port) throws InterruptedException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    throw new IllegalStateException("mosquitto does not listen");
  }

  @Override
  public void stop() {
    try {
      Process running = process;
      if (running != null) {
        running.destroy();
        if (!running.waitFor(5, TimeUnit.SECONDS)) {
          running.destroyForcibly();
        }
      }
      Path file = config;
      if (file != null) {
        Files.deleteIfExists(file);
      }
      Path written = log;
      if (written != null) {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
