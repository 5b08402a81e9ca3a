package io.tickgate.adapter.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.BackPressureFailure;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.tickgate.adapter.publish.Outcome;
import io.tickgate.adapter.publish.PublishBatch;
import io.tickgate.adapter.publish.PublishCounters;
import io.tickgate.adapter.publish.PublishLimits;
import io.tickgate.adapter.publish.PublishWriter;
import io.tickgate.adapter.publish.Publisher;
import io.tickgate.adapter.publish.TickReader;
import io.tickgate.adapter.publish.Venues;
import io.tickgate.wire.ErrorCode;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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

  /** A line in the log at most every ten seconds: enough to notice. */
  private static final long LOG_EVERY_NANOS = 10_000_000_000L;

  private final ChannelRegistry channels;
  private final PublishWriter writer;
  private final PublishLimits limits;
  private final PublishCounters counters;
  private final DeadLetters deadLetters;
  private final InstantSource clock;
  private final boolean waits; // whether the connector brings only what was asked for
  private final int backlog;
  // not "connected": a broker that is reached says nothing about who publishes through it
  private final Publisher publisher = new Publisher(Venues.ALL, false);
  private volatile long lastLogNanos = System.nanoTime() - LOG_EVERY_NANOS;

  FeedChannel(
      ChannelRegistry channels,
      PublishWriter writer,
      PublishCounters counters,
      DeadLetters deadLetters,
      InstantSource clock,
      Config config) {
    this.channels = channels;
    this.counters = counters;
    this.writer = writer;
    this.limits = writer.limits();
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.waits = !config.getOptionalValue(CONNECTOR, String.class).orElse("").equals(MQTT);
    this.backlog = limits.backlog();
  }

  /** Connectors have made their channels by then. */
  void onStart(@Observes StartupEvent event) {
    for (Flow.Publisher<? extends Message<?>> messages : channels.getPublishers(CHANNEL)) {
      Source source = new Source(new TickReader(), new KafkaPositions(counters));
      Multi<? extends Message<?>> stream = Multi.createFrom().publisher(messages);
      if (waits) {
        follow(stream.onItem().transformToUniAndConcatenate(message -> take(message, source)));
      } else {
        Backlog waiting = new Backlog(backlog, message -> take(message, source), this::onLost);
        follow(
            stream
                .onItem()
                .invoke(waiting::add)
                // between the connector's own threads; the buffer is empty by then
                .onFailure(BackPressureFailure.class)
                .invoke(() -> onLost(List.of()))
                .onFailure(BackPressureFailure.class)
                .retry()
                .indefinitely());
      }
      LOG.infof("channel open channel=%s", CHANNEL);
    }
  }

  private static void follow(Multi<?> stream) {
    stream
        .subscribe()
        .with(item -> {}, failure -> LOG.errorf(failure, "channel ended channel=%s", CHANNEL));
  }

  /** What belongs to one stream of messages. */
  private record Source(TickReader reader, KafkaPositions positions) {
    List<?> payloads(Message<?> message) {
      List<?> fresh = positions.fresh(message);
      if (fresh != null) {
        return fresh;
      }
      return message.getPayload() instanceof List<?> list ? list : List.of(message.getPayload());
    }
  }

  /** Done when its ticks are in the book and it is acknowledged. One at a time. */
  private Uni<Void> take(Message<?> message, Source source) {
    Instant now = clock.instant();
    long rx = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    PublishBatch batch = writer.batch(publisher, 0);
    List<?> payloads = source.payloads(message);
    for (Object payload : payloads) {
      batch.nextLine();
      read(source.reader, payload, rx, batch);
    }
    return Uni.createFrom()
        .emitter(applied -> writer.submit(batch, () -> applied.complete(null)))
        .emitOn(Infrastructure.getDefaultExecutor()) // the writer's thread has better to do
        .invoke(() -> bury(batch.outcome(), payloads, rx))
        .chain(() -> Uni.createFrom().completionStage(message.ack()))
        .invoke(() -> MqttAcks.acknowledge(message))
        // the broker is away: what it doesn't know about may come again, and the channel goes on
        .onFailure()
        .invoke(failure -> LOG.debugf("not acknowledged channel=%s reason=%s", CHANNEL, failure))
        .onFailure()
        .recoverWithNull();
  }

  /** More came than could be taken. The broker need not keep what won't be taken any more. */
  private void onLost(List<Message<?>> messages) {
    counters.lost.add(Math.max(1, messages.size()));
    writer.lose(publisher, "more came than could be taken");
    messages.forEach(MqttAcks::acknowledge);
    long now = System.nanoTime();
    if (now - lastLogNanos >= LOG_EVERY_NANOS) {
      lastLogNanos = now;
      LOG.warnf("messages lost channel=%s count=%d", CHANNEL, counters.lost.sum());
    }
  }

  private void read(TickReader reader, @Nullable Object payload, long rx, PublishBatch batch) {
    if (payload == null) {
      return; // how Kafka says that a key is gone: nothing to take
    }
    byte[] bytes = bytes(payload);
    if (bytes.length > limits.message()) {
      batch.onFault(ErrorCode.MESSAGE_TOO_BIG, "longer than " + limits.message() + " bytes");
    } else {
      reader.read(bytes, 0, bytes.length, rx, batch);
    }
  }

  /** Bytes from Kafka and MQTT; text or JSON from AMQP and others, which prints as it came. */
  private static byte[] bytes(Object payload) {
    if (payload instanceof byte[] bytes) {
      return bytes;
    }
    return payload instanceof Buffer buffer
        ? buffer.getBytes()
        : payload.toString().getBytes(UTF_8);
  }

  private void bury(Outcome outcome, List<?> payloads, long rx) {
    for (Outcome.Rejection each : outcome.rejected()) {
      byte[] bytes = bytes(payloads.get((int) each.line() - 1));
      deadLetters.add(rx, each.code(), each.message(), new String(bytes, UTF_8));
    }
  }
}
