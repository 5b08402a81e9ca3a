package io.tickgate.adapter.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.smallrye.reactive.messaging.mqtt.ReceivingMqttMessageMetadata;
import io.vertx.mqtt.messages.impl.MqttPublishMessageImpl;
import io.vertx.mutiny.mqtt.messages.MqttPublishMessage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

/** What the broker is told of a message. */
class MqttAcksTest {
  private final AtomicInteger calls = new AtomicInteger();

  private static Message<?> message(MqttQoS qos, MqttPublishMessageImpl.MqttPubAckCallback ack) {
    MqttPublishMessageImpl published =
        new MqttPublishMessageImpl(
            7, qos, false, false, "ticks/desk", Unpooled.wrappedBuffer(new byte[30]), null);
    published.setAckCallback(ack);
    return Message.of(
        new byte[30],
        Metadata.of(new ReceivingMqttMessageMetadata(MqttPublishMessage.newInstance(published))));
  }

  @Test
  void acknowledgesOnceAndTakesNoHarmFromAConnectionThatHasEnded() {
    Message<?> ended =
        message(
            MqttQoS.AT_LEAST_ONCE,
            () -> {
              calls.incrementAndGet();
              throw new NullPointerException("connection"); // as the client does then
            });
    MqttAcks.acknowledge(ended);
    MqttAcks.acknowledge(ended); // it refuses the second
    assertEquals(1, calls.get());
  }

  @Test
  void knowsWhatTheBrokerKeeps() {
    Message<?> kept = message(MqttQoS.AT_LEAST_ONCE, calls::incrementAndGet);
    Message<?> gone = message(MqttQoS.AT_MOST_ONCE, calls::incrementAndGet);
    assertEquals(new Backlog.Item(kept, 30, true), MqttAcks.item(kept));
    assertEquals(new Backlog.Item(gone, 30, false), MqttAcks.item(gone));
  }
}
