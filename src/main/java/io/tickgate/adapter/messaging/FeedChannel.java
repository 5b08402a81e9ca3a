package io.tickgate.adapter.messaging;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.ChannelRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes what the channel brings, one message or batch of messages at a time.
 *
 * <p>It asks the registry for the channel instead of being annotated with it: an annotated method
 * must have a channel, and would be warned of at every start without one.
 */
@Singleton
final class FeedChannel {
  private static final Logger LOG = Logger.getLogger(FeedChannel.class);
  private static final String CHANNEL = "feed";
  private static final String CONNECTOR = "mp.messaging.incoming." + CHANNEL + ".connector";
  private static final String MQTT = "smallrye-mqtt";

  private final ChannelRegistry channels;
  private final Intake intake;
  private final MqttIntake mqtt;
  private final boolean waits; // whether the connector brings only what was asked for

  FeedChannel(ChannelRegistry channels, Intake intake, MqttIntake mqtt, Config config) {
    this.channels = channels;
    this.intake = intake;
    this.mqtt = mqtt;
    this.waits = !config.getOptionalValue(CONNECTOR, String.class).orElse("").equals(MQTT);
  }

  /** Connectors have made their channels by then. */
  void onStart(@Observes StartupEvent event) {
    for (Flow.Publisher<? extends Message<?>> messages : channels.getPublishers(CHANNEL)) {
      Intake.Source source = intake.source();
      Multi<? extends Message<?>> stream = Multi.createFrom().publisher(messages);
      follow(
          waits
              ? stream.onItem().transformToUniAndConcatenate(each -> intake.take(each, source))
              : mqtt.take(stream, source));
      LOG.infof("channel open channel=%s", CHANNEL);
    }
  }

  private static void follow(Multi<?> stream) {
    stream
        .subscribe()
        .with(item -> {}, failure -> LOG.errorf(failure, "channel ended channel=%s", CHANNEL));
  }
}
