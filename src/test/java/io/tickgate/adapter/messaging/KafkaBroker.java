package io.tickgate.adapter.messaging;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** A real broker in the test's own process, on free ports. It can be stopped and started again. */
public final class KafkaBroker implements QuarkusTestResourceLifecycleManager {
  private final int port = freePort();
  private final int controllerPort = freePort();
  private final Path folder = folder();
  private final EmbeddedKafkaBroker broker =
      new EmbeddedKafkaBroker()
          .withNodeId(1)
          .withKafkaPort(port)
          .withControllerPort(controllerPort)
          .withDeleteLogDirsOnClose(false)
          .withAdditionalProperties(this::configure);

  private void configure(Properties properties) {
    properties.put("log.dirs", folder.toString());
    // who is started anew is let in when its session of before has ended: by default 9 s
    properties.put("broker.session.timeout.ms", "1500");
    properties.put("broker.heartbeat.interval.ms", "300");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("tickgate-kafka");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    broker.start();
    return Map.of("kafka.bootstrap.servers", "localhost:" + port);
  }

  /** It is away, with what it had written. */
  public void down() {
    broker.close();
  }

  /** It is back. */
  public void up() {
    broker.start();
  }

  /** Tests get a task that stops the broker, and starts it with what it had written. */
  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        (Runnable)
            () -> {
              down();
              up();
            },
        new TestInjector.MatchesType(Runnable.class));
  }

  @Override
  public void stop() {
    broker.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
