package io.tickgate.adapter.messaging;

import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.mqtt.ReceivingMqttMessageMetadata;
import io.smallrye.reactive.messaging.mqtt.session.MqttClientSessionOptions;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Has MQTT messages acknowledged when their ticks are in the book instead of when they were
 * received: then no more of them wait here than the broker lets be unacknowledged, and the rest
 * waits there. The connector by itself takes them all, and ends the channel when its buffer is
 * full.
 */
@Singleton
final class MqttAcks implements ClientCustomizer<MqttClientSessionOptions> {
  @Override
  public MqttClientSessionOptions customize(
      String channel, Config config, MqttClientSessionOptions options) {
    options.setAutoAck(false);
    return options;
  }

  /** Tells the broker that it may forget the message; nothing when it is none of MQTT's. */
  static void acknowledge(Message<?> message) {
    message
        .getMetadata(ReceivingMqttMessageMetadata.class)
        .ifPresent(metadata -> metadata.getMessage().ack());
  }
}
