package io.tickgate.adapter.messaging;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.adapter.publish.PublishCounters;
import io.tickgate.adapter.publish.PublishWriter;
import io.tickgate.adapter.publish.PublishedFeed;
import io.tickgate.adapter.publish.VenueFeeds;
import io.tickgate.book.Books;
import io.tickgate.book.Log;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.TradeVersion;
import io.tickgate.deliver.ProtocolProfile;
import io.tickgate.market.FeedState;
import io.tickgate.wire.ErrorCode;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The channel {@code feed} from a real Kafka broker. */
@QuarkusTest
@TestProfile(KafkaFeedTest.Profile.class)
@WithTestResource(value = KafkaBroker.class)
class KafkaFeedTest {
  /** As an operator would switch it on: with the profile {@code kafka}. */
  public static class Profile extends ProtocolProfile {
    @Override
    public String getConfigProfile() {
      return "protocol,kafka";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("tickgate.publish.dead-letters", "2", "tickgate.admin.enabled", "true");
    }
  }

  @Inject Books books;
  @Inject PublishCounters counters;
  @Inject DeadLetters deadLetters;
  @Inject PublishWriter writer;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  Runnable restartBroker;

  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void connect() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            servers,
            "acks",
            "all", // with the default idempotence: each record once, in order
            "delivery.timeout.ms",
            120_000,
            "linger.ms",
            5);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void disconnect() {
    producer.close();
  }

  private void send(String symbol, String message) {
    byte[] value = message.replace('\'', '"').getBytes(UTF_8);
    producer.send(new ProducerRecord<>("ticks", symbol.getBytes(UTF_8), value));
  }

  private static String trade(String symbol, int id) {
    return "{'type':'trade','symbol':'" + symbol + "','price':'1.50','size':'2','id':'" + id + "'}";
  }

  private long trades(String symbol) {
    SymbolBook book = books.find(symbol);
    return book == null ? 0 : book.trades().head();
  }

  private List<String> ids(String symbol) {
    Log<TradeVersion> trades = Objects.requireNonNull(books.find(symbol)).trades();
    List<String> ids = new ArrayList<>();
    for (long i = 0; i < trades.head(); i++) {
      ids.add(String.valueOf(Objects.requireNonNull(trades.get(i)).trade().id()));
    }
    return ids;
  }

  private static List<String> upTo(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(String.valueOf(i));
    }
    return ids;
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 90_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      Thread.sleep(5);
    }
  }

  @Test
  void recordsAreObjectsOrArraysInTheirOrder() throws Exception {
    String symbol = "mq:ORDER";
    send(
        symbol,
        "{'type':'quote','symbol':'mq:ORDER','ts':1763690000000000,'bid':'1.10','ask':'1.20'}");
    for (int i = 0; i < 3_000; i += 3) {
      send(symbol, trade(symbol, i));
      send(symbol, "[" + trade(symbol, i + 1) + "," + trade(symbol, i + 2) + "]");
    }
    await("3000 trades", () -> trades(symbol) == 3_000);
    assertEquals(upTo(3_000), ids(symbol));
    SymbolBook book = Objects.requireNonNull(books.find(symbol));
    assertEquals("1.10", String.valueOf(Objects.requireNonNull(book.quote()).top().bid()));
    assertEquals(1_763_690_000_000_000L, Objects.requireNonNull(book.quote()).ts());
    assertEquals(
        FeedState.LIVE,
        books.feeds().stream().filter(feed -> feed.id().equals("mq")).findFirst().get().state());
  }

  @Test
  void poisonIsKeptAndStopsNothing() throws Exception {
    long bad = counters.rejected(ErrorCode.BAD_MESSAGE).sum();
    String symbol = "mq:POISON";
    producer.send(new ProducerRecord<>("ticks", null, null)); // a key that is gone: nothing
    send(symbol, trade(symbol, 0));
    producer.send(new ProducerRecord<>("ticks", null, new byte[] {(byte) 0xff, 0}));
    send(symbol, "x".repeat(1_000));
    send(symbol, trade(symbol, 1));
    send(symbol, "{'type':'trade','symbol':'mq:POISON','price':'none'}");
    send(symbol, trade(symbol, 2));
    await("3 trades", () -> trades(symbol) == 3);
    assertEquals(bad + 2, counters.rejected(ErrorCode.BAD_MESSAGE).sum());
    await("3 letters", () -> deadLetters.total() >= 3);
    List<DeadLetters.DeadLetter> letters = deadLetters.letters();
    assertEquals(2, letters.size());
    assertEquals("x".repeat(256) + "…", letters.get(0).excerpt());
    assertEquals(ErrorCode.BAD_REQUEST, letters.get(1).code());
    assertEquals("price: not a decimal", letters.get(1).message());
    assertEquals(
        "price: not a decimal",
        given()
            .get("/v1/admin/dead-letters")
            .then()
            .statusCode(200)
            .extract()
            .path("letters[1].message"));
  }

  @Test
  @Timeout(180)
  void aBrokerThatRestartsUnderLoadLosesAndDoublesNothing() throws Exception {
    String symbol = "mq:RESTART";
    int count = 20_000;
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < count; i++) {
                send(symbol, trade(symbol, i));
                if (i % 20 == 0) {
                  LockSupport.parkNanos(2_000_000); // a load that lasts
                }
              }
              producer.flush();
            });
    await("some trades", () -> trades(symbol) > count / 10);
    assertFalse(sent.isDone(), "all were sent before the broker was gone");
    restartBroker.run();
    sent.get();
    await("all trades", () -> trades(symbol) >= count);
    send(symbol, trade(symbol, count)); // behind whatever might come twice
    await("the last trade", () -> trades(symbol) > count);
    assertEquals(upTo(count + 1), ids(symbol));
    TradeVersion last = Objects.requireNonNull(books.find(symbol)).trades().newest();
    assertEquals(count + 1, Objects.requireNonNull(last).seq());
  }

  /** The broker then brings it again, to this node or to another. */
  @Test
  void whatComesWhileTheGatewayStopsIsNotAcknowledged() {
    PublishWriter stopped =
        new PublishWriter(new NoVenues(), writer.limits(), counters, InstantSource.system());
    stopped.stop();
    Intake intake = new Intake(stopped, counters, deadLetters, InstantSource.system());
    AtomicInteger acknowledged = new AtomicInteger();
    long letters = deadLetters.total();
    Message<?> message =
        Message.of(
            "{\"type\":\"quote\",\"symbol\":\"late:A\",\"bid\":\"1\"}".getBytes(UTF_8),
            () -> {
              acknowledged.incrementAndGet();
              return CompletableFuture.completedFuture(null);
            });
    intake.take(message, intake.source()).await().atMost(Duration.ofSeconds(10));
    assertEquals(0, acknowledged.get());
    assertEquals(letters, deadLetters.total(), "nothing is wrong with it");
  }

  private static final class NoVenues implements VenueFeeds {
    @Override
    public boolean reserved(String venue) {
      return false;
    }

    @Override
    public PublishedFeed open(String venue) {
      throw new AssertionError(venue);
    }
  }
}
