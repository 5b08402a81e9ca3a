package io.tickgate.adapter.messaging;

import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.mqtt.ReceivingMqttMessageMetadata;
import io.smallrye.reactive.messaging.mqtt.session.MqttClientSessionOptions;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Has MQTT messages acknowledged when their ticks are in the book instead of when they were
 * received: then no more of them wait here than the broker lets be unacknowledged, and the rest
 * waits there. The connector by itself takes them all, and ends the channel when its buffer is
 * full.
 */
@Singleton
final class MqttAcks implements ClientCustomizer<MqttClientSessionOptions> {
  private static final Logger LOG = Logger.getLogger(MqttAcks.class);

  @Override
  public MqttClientSessionOptions customize(
      String channel, Config config, MqttClientSessionOptions options) {
    options.setAutoAck(false);
    return options;
  }

  /** The message with what a backlog has to know of it. */
  static Backlog.Item item(Message<?> message) {
    return message
        .getMetadata(ReceivingMqttMessageMetadata.class)
        .map(
            metadata ->
                new Backlog.Item(
                    message,
                    metadata.getMessage().payload().length(),
                    metadata.getQosLevel().value() > 0))
        .orElseGet(() -> new Backlog.Item(message, 0, false));
  }

  /**
   * Tells the broker that it may forget the message; nothing when it is none of MQTT's, or when the
   * connection it came by has ended, for the broker no longer waits for it then.
   */
  static void acknowledge(Message<?> message) {
    message
        .getMetadata(ReceivingMqttMessageMetadata.class)
        .ifPresent(metadata -> acknowledge(metadata));
  }

  private static void acknowledge(ReceivingMqttMessageMetadata metadata) {
    try {
      metadata.getMessage().ack();
    } catch (RuntimeException e) { // the client's connection is null once it has ended
      LOG.debugf("not acknowledged id=%d reason=%s", metadata.getMessageId(), e);
    }
  }
}
