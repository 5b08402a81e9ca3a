package io.tickgate.adapter.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
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
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes messages of the channel: reads them, hands them to the writer and acknowledges them. */
@Singleton
final class Intake {
  private static final Logger LOG = Logger.getLogger(Intake.class);

  private final PublishWriter writer;
  private final PublishLimits limits;
  private final PublishCounters counters;
  private final DeadLetters deadLetters;
  private final InstantSource clock;
  // not "connected": a broker that is reached says nothing about who publishes through it
  private final Publisher publisher = new Publisher(Venues.ALL, false);

  Intake(
      PublishWriter writer,
      PublishCounters counters,
      DeadLetters deadLetters,
      InstantSource clock) {
    this.writer = writer;
    this.limits = writer.limits();
    this.counters = counters;
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  /** What belongs to one stream of messages. */
  static final class Source {
    private final TickReader reader = new TickReader();
    private final KafkaPositions positions;

    private Source(KafkaPositions positions) {
      this.positions = positions;
    }

    private List<?> payloads(Message<?> message) {
      List<?> fresh = positions.fresh(message);
      if (fresh != null) {
        return fresh;
      }
      return message.getPayload() instanceof List<?> list ? list : List.of(message.getPayload());
    }
  }

  Source source() {
    return new Source(new KafkaPositions(counters));
  }

  /**
   * Done when its ticks are in the book and it is acknowledged; it isn't where the gateway stops
   * before, so that the broker brings it again. One at a time.
   */
  Uni<Void> take(Message<?> message, Source source) {
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
        .chain(
            () ->
                batch.abandoned() ? Uni.createFrom().voidItem() : end(message, batch, payloads, rx))
        // the broker is away: what it doesn't know about may come again, and the channel goes on
        .onFailure()
        .invoke(failure -> LOG.debugf("not acknowledged reason=%s", failure))
        .onFailure()
        .recoverWithNull();
  }

  /** Its ticks are in the book: keeps what was rejected and tells the broker. */
  private Uni<Void> end(Message<?> message, PublishBatch batch, List<?> payloads, long rx) {
    bury(batch.outcome(), payloads, rx);
    return Uni.createFrom()
        .completionStage(message.ack())
        .invoke(() -> MqttAcks.acknowledge(message));
  }

  /** Something didn't come, and nobody knows which symbols lack it: all of the channel's do. */
  void lose(String reason) {
    writer.lose(publisher, reason);
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
