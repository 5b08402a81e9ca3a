package io.tickgate.adapter.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.tickgate.adapter.publish.PublishWriter;
import io.tickgate.adapter.publish.Publisher;
import io.tickgate.adapter.publish.Venues;
import io.tickgate.book.Books;
import io.tickgate.book.SymbolBook;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.nio.file.Files;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.ConfigProvider;

/** Somebody who publishes ticks through the broker. */
final class MqttDesk implements AutoCloseable {
  /** How the gateway calls itself to the broker. */
  static final String GATEWAY = "gateway";

  private static final AtomicInteger READY = new AtomicInteger();

  private final Vertx vertx;
  private final Books books;
  private final MqttClient client;

  /** Connects, and waits until the gateway is subscribed; skips the test without a broker. */
  MqttDesk(Vertx vertx, Books books) throws Exception {
    assumeTrue(Files.isExecutable(Mosquitto.PROGRAM), "skipped: there is no " + Mosquitto.PROGRAM);
    this.vertx = vertx;
    this.books = books;
    client = connect(new MqttClientOptions().setMaxInflightQueue(1_000));
    awaitSubscribed();
  }

  private MqttClient connect(MqttClientOptions options) throws Exception {
    int port =
        ConfigProvider.getConfig().getValue("mp.messaging.incoming.feed.port", Integer.class);
    MqttClient connected = MqttClient.create(vertx, options);
    connected
        .connect(port, "localhost")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    return connected;
  }

  /** Waits until something comes through: nothing is kept for who isn't subscribed yet. */
  void awaitSubscribed() throws Exception {
    String symbol = "mqtt:READY" + READY.incrementAndGet();
    long end = System.nanoTime() + 30_000_000_000L;
    while (books.find(symbol) == null) {
      assertTrue(System.nanoTime() < end, "not subscribed");
      publish(
          "{'type':'status','symbol':'%s','state':'open'}".formatted(symbol),
          MqttQoS.AT_LEAST_ONCE);
      Thread.sleep(20);
    }
  }

  /** A broker ends the connection of a client when another of its name comes (MQTT-3.1.4-2). */
  void cutOffTheGateway() throws Exception {
    MqttClientOptions options = new MqttClientOptions();
    options.setClientId(GATEWAY);
    connect(options).disconnect();
  }

  /** Publishes, and waits until it is written. */
  void publish(String message, MqttQoS qos) throws Exception {
    Buffer payload = Buffer.buffer(message.replace('\'', '"').getBytes(UTF_8));
    client
        .publish("ticks/desk", payload, qos, false, false)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  /** Publishes so many trades, their ids from 0 on. */
  void trade(String symbol, int count, MqttQoS qos) throws Exception {
    for (int i = 0; i < count; i++) {
      publish(
          "{'type':'trade','symbol':'%s','price':'1','size':'2','id':'%d'}".formatted(symbol, i),
          qos);
    }
  }

  void quote(String symbol, MqttQoS qos) throws Exception {
    publish("{'type':'quote','symbol':'%s','bid':'1','ask':'2'}".formatted(symbol), qos);
  }

  /** Checks that those trades are in the book, each once and in their order. */
  void assertTrades(String symbol, int count) throws InterruptedException {
    await(count + " trades of " + symbol, () -> head(symbol) >= count);
    SymbolBook book = Objects.requireNonNull(books.find(symbol));
    for (int i = 0; i < count; i++) {
      assertEquals(String.valueOf(i), Objects.requireNonNull(book.trades().get(i)).trade().id());
    }
    assertEquals(count, head(symbol));
  }

  /** Trades of a symbol. */
  long head(String symbol) {
    SymbolBook book = books.find(symbol);
    return book == null ? 0 : book.trades().head();
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      Thread.sleep(5);
    }
  }

  /** Holds up whoever writes what is published, until the latch is counted down. */
  static CountDownLatch hold(PublishWriter writer) {
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
    return free;
  }

  @Override
  public void close() {
    client.disconnect();
  }
}
