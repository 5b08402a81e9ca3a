package io.tickgate.adapter.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.book.Books;
import io.tickgate.book.SymbolBook;
import io.tickgate.deliver.ProtocolProfile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.Objects;
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
  }

  @Inject Books books;
  @Inject DeadLetters deadLetters;
  @Inject Vertx vertx;

  private static void publish(MqttClient client, String message) throws Exception {
    Buffer payload = Buffer.buffer(message.replace('\'', '"').getBytes(UTF_8));
    client
        .publish("ticks/desk", payload, MqttQoS.AT_LEAST_ONCE, false, false)
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

  @Test
  void messagesAreInTheBookInTheirOrderAndPoisonStopsNothing() throws Exception {
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
    try {
      long end = System.nanoTime() + 30_000_000_000L;
      while (books.find("mqtt:READY") == null) { // nothing is kept for who isn't subscribed yet
        assertTrue(System.nanoTime() < end, "not subscribed");
        publish(client, "{'type':'status','symbol':'mqtt:READY','state':'open'}");
        Thread.sleep(20);
      }
      publish(client, "poison");
      for (int i = 0; i < 500; i++) {
        publish(
            client, "{'type':'trade','symbol':'mqtt:A','price':'1','size':'2','id':'" + i + "'}");
      }
      await("500 trades", () -> head() >= 500);
      SymbolBook book = Objects.requireNonNull(books.find("mqtt:A"));
      for (int i = 0; i < 500; i++) {
        assertEquals(String.valueOf(i), Objects.requireNonNull(book.trades().get(i)).trade().id());
      }
      assertEquals(500, head());
      assertEquals("poison", deadLetters.letters().get(0).excerpt());
    } finally {
      client.disconnect();
    }
  }

  private long head() {
    SymbolBook book = books.find("mqtt:A");
    return book == null ? 0 : book.trades().head();
  }
}
