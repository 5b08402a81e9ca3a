package io.tickgate.adapter.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.adapter.publish.PublishCounters;
import io.tickgate.adapter.publish.PublishWriter;
import io.tickgate.adapter.publish.Publisher;
import io.tickgate.adapter.publish.Venues;
import io.tickgate.book.Books;
import io.tickgate.book.SymbolBook;
import io.tickgate.deliver.ProtocolProfile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * The channel {@code feed} from a real MQTT broker: the connector is another, the rest the same.
 */
@QuarkusTest
@TestProfile(MqttFeedTest.Profile.class)
@WithTestResource(value = Mosquitto.class)
class MqttFeedTest {
  /** As an operator would switch it on: with the profile {@code mqtt}. */
  public static class Profile extends ProtocolProfile {
    @Override
    public String getConfigProfile() {
      return "protocol,mqtt";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      // more than the 20 that mosquitto lets be unacknowledged
      return Map.of("mp.messaging.incoming.feed.buffer-size", "64");
    }
  }

  @Inject Books books;
  @Inject DeadLetters deadLetters;
  @Inject PublishWriter writer;
  @Inject PublishCounters counters;
  @Inject Vertx vertx;

  private static void publish(MqttClient client, String message) throws Exception {
    publish(client, message, MqttQoS.AT_LEAST_ONCE);
  }

  private static void publish(MqttClient client, String message, MqttQoS qos) throws Exception {
    Buffer payload = Buffer.buffer(message.replace('\'', '"').getBytes(UTF_8));
    client
        .publish("ticks/desk", payload, qos, false, false)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      Thread.sleep(5);
    }
  }

  /** A client of the broker, when the gateway is known to be subscribed. */
  private MqttClient connect() throws Exception {
    assumeTrue(Files.isExecutable(Mosquitto.PROGRAM), "skipped: there is no " + Mosquitto.PROGRAM);
    int port =
        ConfigProvider.getConfig().getValue("mp.messaging.incoming.feed.port", Integer.class);
    MqttClient client =
        MqttClient.create(vertx, new MqttClientOptions().setMaxInflightQueue(1_000));
    client
        .connect(port, "localhost")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    long end = System.nanoTime() + 30_000_000_000L;
    while (books.find("mqtt:READY") == null) { // nothing is kept for who isn't subscribed yet
      assertTrue(System.nanoTime() < end, "not subscribed");
      publish(client, "{'type':'status','symbol':'mqtt:READY','state':'open'}");
      Thread.sleep(20);
    }
    return client;
  }

  private static String trade(String symbol, int id) {
    return "{'type':'trade','symbol':'" + symbol + "','price':'1','size':'2','id':'" + id + "'}";
  }

  private void assertTrades(String symbol, int count) throws InterruptedException {
    await(count + " trades of " + symbol, () -> head(symbol) >= count);
    SymbolBook book = Objects.requireNonNull(books.find(symbol));
    for (int i = 0; i < count; i++) {
      assertEquals(String.valueOf(i), Objects.requireNonNull(book.trades().get(i)).trade().id());
    }
    assertEquals(count, head(symbol));
  }

  private long head(String symbol) {
    SymbolBook book = books.find(symbol);
    return book == null ? 0 : book.trades().head();
  }

  /** Holds up whoever writes what is published until the task is done. */
  private void whileNothingIsTaken(Task task) throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    writer.submit(
        writer.batch(new Publisher(Venues.ALL, false), 0),
        () -> {
          try {
            assertTrue(free.await(60, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      task.run();
    } finally {
      free.countDown();
    }
  }

  /** What may fail. */
  @FunctionalInterface
  private interface Task {
    void run() throws Exception;
  }

  @Test
  void messagesAreInTheBookInTheirOrderAndPoisonStopsNothing() throws Exception {
    MqttClient client = connect();
    publish(client, "poison");
    for (int i = 0; i < 500; i++) {
      publish(client, trade("mqtt:A", i));
    }
    assertTrades("mqtt:A", 500);
    assertEquals("poison", deadLetters.letters().get(0).excerpt());
    client.disconnect();
  }

  /** No more is under way than the broker lets be unacknowledged: the rest waits there. */
  @Test
  void whatCannotBeTakenYetWaitsAtTheBroker() throws Exception {
    MqttClient client = connect();
    whileNothingIsTaken(
        () -> {
          for (int i = 0; i < 900; i++) { // it keeps a thousand
            publish(client, trade("mqtt:B", i));
          }
        });
    assertTrades("mqtt:B", 900);
    assertEquals(0, counters.overflows.sum());
    client.disconnect();
  }

  /** Nobody keeps what was sent without asking for an acknowledgement, but the channel goes on. */
  @Test
  void aFloodAtQos0IsCutAndEndsNothing() throws Exception {
    MqttClient client = connect();
    long before = counters.overflows.sum();
    whileNothingIsTaken(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            publish(client, trade("mqtt:C", i), MqttQoS.AT_MOST_ONCE);
          }
        });
    await("the overflow", () -> counters.overflows.sum() > before);
    for (int i = 0; i < 10; i++) {
      publish(client, trade("mqtt:D", i));
    }
    assertTrades("mqtt:D", 10);
    assertTrue(head("mqtt:C") < 1_000, "nothing was cut");
    client.disconnect();
  }
}
