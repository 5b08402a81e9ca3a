package io.tickgate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tickgate.adapter.messaging.KafkaBroker;
import io.tickgate.bench.ServerProcess.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Kafka broker in a process of its own, on the second core; it ends with its input. */
public final class BrokerProcess implements AutoCloseable {
  private static final String READY = "broker ";

  private final Process process;
  private final String address;

  private BrokerProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** The broker's process. */
  public static void main(String[] args) throws IOException {
    KafkaBroker broker = new KafkaBroker();
    System.out.println(READY + broker.start().get("kafka.bootstrap.servers"));
    while (System.in.read() >= 0) {
      // nobody says anything; the end is what is waited for
    }
    broker.stop();
    System.exit(0);
  }

  /** Starts one; returns when it takes connections. */
  static BrokerProcess start() throws IOException {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", "1"));
    command.addAll(new Jvm("broker", List.of("-Xmx1g")).main(BrokerProcess.class));
    Process process =
        new ProcessBuilder(command)
            .redirectError(Launch.FOLDER.resolve("broker.log").toFile())
            .start();
    BufferedReader said = process.inputReader(US_ASCII);
    for (String line; (line = said.readLine()) != null; ) {
      if (line.startsWith(READY)) {
        Thread drain = new Thread(() -> said.lines().forEach(more -> {}), "broker-output");
        drain.setDaemon(true);
        drain.start();
        return new BrokerProcess(process, line.substring(READY.length()));
      }
    }
    throw new IOException("the broker ended, see broker.log in " + Launch.FOLDER);
  }

  String address() {
    return address;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
