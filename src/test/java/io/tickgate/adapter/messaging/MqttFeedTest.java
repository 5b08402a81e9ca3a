package io.tickgate.adapter.messaging;

import static io.netty.handler.codec.mqtt.MqttQoS.AT_LEAST_ONCE;
import static io.netty.handler.codec.mqtt.MqttQoS.AT_MOST_ONCE;
import static io.restassured.RestAssured.given;
import static io.tickgate.wire.ErrorCode.MESSAGE_TOO_BIG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureFailure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.tickgate.adapter.publish.PublishCounters;
import io.tickgate.adapter.publish.PublishWriter;
import io.tickgate.book.Books;
import io.tickgate.deliver.ProtocolProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/**
 * The channel {@code feed} from a real MQTT broker: the connector is another, the rest the same.
 */
@QuarkusTest
@TestProfile(MqttFeedTest.Profile.class)
@WithTestResource(value = Mosquitto.class)
class MqttFeedTest {
  private static final int BACKLOG = 2_000;

  /** As an operator would switch it on, with the profile {@code mqtt}, but for a small backlog. */
  public static class Profile extends ProtocolProfile {
    @Override
    public String getConfigProfile() {
      return "protocol,mqtt";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          // more than the thousand that mosquitto keeps for a subscriber
          "tickgate.publish.backlog",
          String.valueOf(BACKLOG),
          "mp.messaging.incoming.feed.client-id",
          MqttDesk.GATEWAY);
    }
  }

  @Inject Books books;
  @Inject DeadLetters deadLetters;
  @Inject PublishCounters counters;
  @Inject PublishWriter writer;
  @Inject Vertx vertx;
  @Inject Intake intake;
  @Inject MqttIntake mqtt;

  Path brokerLog;

  @Test
  void messagesAreInTheBookInTheirOrderAndPoisonStopsNothing() throws Exception {
    try (MqttDesk desk = new MqttDesk(vertx, books)) {
      desk.publish("poison", AT_LEAST_ONCE);
      desk.trade("mqtt:A", 500, AT_LEAST_ONCE);
      desk.assertTrades("mqtt:A", 500);
      assertTrue(deadLetters.letters().stream().anyMatch(each -> each.excerpt().equals("poison")));
    }
  }

  /** A broker that is asked to keep a message does so until its ticks are in the book. */
  @Test
  void whatCannotBeTakenYetIsNotAcknowledged() throws Exception {
    try (MqttDesk desk = new MqttDesk(vertx, books)) {
      long lost = counters.lost.sum();
      desk.trade("mqtt:B", 1, AT_LEAST_ONCE);
      desk.assertTrades("mqtt:B", 1);
      CountDownLatch free = MqttDesk.hold(writer);
      long before;
      try {
        MqttDesk.await("no acknowledgement under way", () -> Mosquitto.acknowledgesAll(brokerLog));
        before = Mosquitto.acknowledged(brokerLog);
        desk.trade("mqtt:W", 900, AT_LEAST_ONCE);
        MqttDesk.await("20 sent", () -> Mosquitto.sent(brokerLog) >= before + 20);
        assertEquals(before, Mosquitto.acknowledged(brokerLog));
      } finally {
        free.countDown();
      }
      desk.assertTrades("mqtt:W", 900);
      MqttDesk.await("900 more", () -> Mosquitto.acknowledged(brokerLog) == before + 900);
      assertEquals(lost, counters.lost.sum());
    }
  }

  /** Nobody keeps what was sent without asking for an acknowledgement; that it is gone is told. */
  @Test
  void aFloodAtQos0IsCutAndToldAndEndsNothing() throws Exception {
    try (MqttDesk desk = new MqttDesk(vertx, books)) {
      int count = 3 * BACKLOG;
      long before = counters.lost.sum();
      desk.quote("mqtt:QUIET", AT_MOST_ONCE);
      MqttDesk.await("a quote", () -> books.find("mqtt:QUIET") != null);
      CountDownLatch free = MqttDesk.hold(writer);
      try {
        desk.trade("mqtt:C", count, AT_MOST_ONCE);
        MqttDesk.await("the loss", () -> counters.lost.sum() >= before + 2 * BACKLOG);
      } finally {
        free.countDown();
      }
      long rest = count - 2 * BACKLOG;
      MqttDesk.await(rest + " trades", () -> desk.head("mqtt:C") == rest);
      assertTrue(Objects.requireNonNull(books.find("mqtt:QUIET")).stale());
      desk.trade("mqtt:D", 900, AT_LEAST_ONCE);
      desk.assertTrades("mqtt:D", 900);
      assertEquals(before + 2 * BACKLOG, counters.lost.sum());
    }
  }

  /** What is published before the gateway is back doesn't come; what it has still does. */
  @Test
  void aConnectionThatEndedIsTold() throws Exception {
    try (MqttDesk desk = new MqttDesk(vertx, books)) {
      desk.quote("mqtt:AWAY", AT_LEAST_ONCE);
      MqttDesk.await("a quote", () -> books.find("mqtt:AWAY") != null);
      CountDownLatch free = MqttDesk.hold(writer);
      try {
        long before = Mosquitto.sent(brokerLog);
        desk.quote("mqtt:AWAY", AT_LEAST_ONCE);
        MqttDesk.await("received", () -> Mosquitto.sent(brokerLog) > before);
        desk.cutOffTheGateway();
      } finally {
        free.countDown();
      }
      MqttDesk.await("stale", () -> Objects.requireNonNull(books.find("mqtt:AWAY")).stale());
      desk.awaitSubscribed();
      desk.trade("mqtt:E", 100, AT_LEAST_ONCE);
      desk.assertTrades("mqtt:E", 100);
    }
  }

  /** What the connector had no room for can't be acknowledged, so the broker has to forget it. */
  @Test
  void aFullConnectorIsToldAndConnectedAnew() throws Exception {
    try (MqttDesk desk = new MqttDesk(vertx, books)) {
      desk.quote("mqtt:FULL", AT_LEAST_ONCE);
      MqttDesk.await("a quote", () -> books.find("mqtt:FULL") != null);
      long lost = counters.lost.sum();
      long connections = Mosquitto.connections(brokerLog);
      AtomicInteger subscribed = new AtomicInteger();
      Multi<Message<?>> full =
          Multi.createFrom()
              .deferred(
                  () ->
                      subscribed.incrementAndGet() == 1
                          ? Multi.createFrom().failure(new BackPressureFailure("full"))
                          : Multi.createFrom().nothing());
      Cancellable following = mqtt.take(full, intake.source()).subscribe().with(item -> {});
      assertEquals(2, subscribed.get());
      assertEquals(lost + 1, counters.lost.sum());
      // the one of that moment, and the gateway's own
      MqttDesk.await("anew", () -> Mosquitto.connections(brokerLog) == connections + 2);
      assertTrue(Objects.requireNonNull(books.find("mqtt:FULL")).stale());
      following.cancel();
      desk.awaitSubscribed();
      desk.trade("mqtt:F", 100, AT_LEAST_ONCE);
      desk.assertTrades("mqtt:F", 100);
    }
  }

  /** Its connector would say that it isn't ready then, or alive, and that is not the node's. */
  @Test
  void theChannelHasNoPartInTheHealthOfTheNode() throws Exception {
    try (MqttDesk desk = new MqttDesk(vertx, books)) {
      desk.quote("mqtt:H", AT_LEAST_ONCE);
      String health = given().get("/q/health").then().statusCode(200).extract().asString();
      assertFalse(health.contains("\"feed\""), health);
    }
  }

  @Test
  void aMessageThatIsTooBigIsRejectedAndEndsNoConnection() throws Exception {
    try (MqttDesk desk = new MqttDesk(vertx, books)) {
      desk.quote("mqtt:BIG", AT_LEAST_ONCE);
      desk.publish(" ".repeat(200_000), AT_LEAST_ONCE);
      desk.publish(
          "{'type':'status','symbol':'mqtt:BIG2','state':'open'}" + " ".repeat(100_000),
          AT_LEAST_ONCE);
      MqttDesk.await("the second", () -> books.find("mqtt:BIG2") != null);
      assertTrue(deadLetters.letters().stream().anyMatch(each -> each.code() == MESSAGE_TOO_BIG));
      assertFalse(Objects.requireNonNull(books.find("mqtt:BIG")).stale());
    }
  }
}
