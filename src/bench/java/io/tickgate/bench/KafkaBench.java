package io.tickgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.bench.ServerProcess.Launch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How many ticks a second the gateway takes from Kafka into its books, and what each costs it. The
 * topic is full before the gateway starts and reads it in batches, as after a restart; the gateway
 * has the first core, the broker, a process of its own, the second. The first fifth warms up.
 */
public final class KafkaBench {
  private static final int TICKS = Integer.getInteger("bench.ticks", 3_000_000);
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final int SYMBOLS = 100;
  private static final Pattern ACCEPTED =
      Pattern.compile("(?m)^tickgate_publish_accepted_total (\\S+)");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private KafkaBench() {}

  public static void main(String[] args) throws Exception {
    Files.createDirectories(Launch.FOLDER);
    try (BrokerProcess broker = BrokerProcess.start()) {
      System.out.println(
          "| objects a record | records/s | ticks/s | CPU us a tick | ticks/s of a core |");
      System.out.println("|---|---|---|---|---|");
      for (int each : new int[] {1, 10}) {
        String topic = "ticks-" + each;
        fill(broker.address(), topic, each);
        for (int round = 0; round < ROUNDS; round++) {
          measure(broker.address(), topic, each);
        }
      }
    }
  }

  /** Nine quotes to a trade, as a market has them. */
  private static void fill(String servers, String topic, int each) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", servers, "batch.size", 1 << 18, "linger.ms", 50);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < TICKS; i += each) {
        String symbol = "mq:S" + i / each % SYMBOLS; // a record is of one symbol
        StringBuilder record = new StringBuilder(each > 1 ? "[" : "");
        for (int n = i; n < i + each; n++) {
          record.append(n > i ? "," : "").append(tick(symbol, n));
        }
        record.append(each > 1 ? "]" : "");
        byte[] value = record.toString().getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topic, symbol.getBytes(UTF_8), value));
      }
    }
  }

  private static String tick(String symbol, int n) {
    String head =
        "\",\"symbol\":\"" + symbol + "\",\"ts\":" + (1_763_690_000_000_000L + n * 10L) + ",";
    String price = "64012." + (100 + n % 900);
    return n / SYMBOLS % 10 == 0
        ? "{\"type\":\"trade"
            + head
            + "\"price\":\""
            + price
            + "\",\"size\":\"0.012\",\"id\":\""
            + n
            + "\"}"
        : "{\"type\":\"quote"
            + head
            + "\"bid\":\""
            + price
            + "\",\"bidSize\":\"1.5\",\"ask\":\"64913.1\","
            + "\"askSize\":\"0.7\"}";
  }

  private static void measure(String servers, String topic, int each)
      throws IOException, InterruptedException {
    Jvm jvm = new Jvm("kafka", List.of(System.getProperty("bench.jvm", "-Xmx1g").split(" +")));
    List<String> options = new ArrayList<>();
    options.add("-Dquarkus.http.port=" + Case.PORT);
    options.add("-Dquarkus.http.host=127.0.0.1");
    options.add("-Dquarkus.http.insecure-requests=enabled");
    options.add("-Dtickgate.security.auth=off");
    options.add("-Dtickgate.feeds.sim.enabled=false");
    options.add("-Dtickgate.feeds.demo.enabled=false");
    options.add("-Dquarkus.profile=prod,kafka");
    options.add("-Dkafka.bootstrap.servers=" + servers);
    options.add("-Dmp.messaging.incoming.feed.topic=" + topic);
    Launch launch =
        new Launch(
            "kafka", jvm.jar("target/quarkus-app/quarkus-run.jar", options), Case.PORT, List.of());
    try (ServerProcess gateway = ServerProcess.start(launch)) {
      long first = awaitAccepted(gateway, TICKS / 5);
      long start = System.nanoTime();
      double cpu = gateway.cpuSeconds();
      long last = awaitAccepted(gateway, TICKS);
      double seconds = (System.nanoTime() - start) / 1e9;
      double used = gateway.cpuSeconds() - cpu;
      long ticks = last - first;
      System.out.printf(
          "| %d | %.0f | %.0f | %.2f | %.0f |%n",
          each, ticks / seconds / each, ticks / seconds, used * 1e6 / ticks, ticks / used);
    }
  }

  /** Waits until so many ticks are in the books; returns how many there are. */
  private static long awaitAccepted(ServerProcess gateway, long count)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + Case.PORT + "/q/metrics")).build();
    while (true) {
      gateway.requireAlive();
      Matcher accepted =
          ACCEPTED.matcher(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
      long now = accepted.find() ? (long) Double.parseDouble(accepted.group(1)) : 0;
      if (now >= count) {
        return now;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
