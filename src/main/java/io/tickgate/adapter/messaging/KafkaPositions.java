package io.tickgate.adapter.messaging;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.tickgate.adapter.publish.PublishCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * How far each partition was taken. When a broker comes back its group forms anew and starts at
 * what was committed last, so what was taken while it could not be told comes again: known by its
 * offset, and left out. Used for one message at a time.
 */
final class KafkaPositions {
  private final PublishCounters counters;
  private final Map<TopicPartition, Long> next = new HashMap<>(); // as many as the topic has

  KafkaPositions(PublishCounters counters) {
    this.counters = counters;
  }

  /** The values of a Kafka message that weren't taken before; null when it is of another kind. */
  @Nullable List<@Nullable Object> fresh(Message<?> message) {
    Iterable<? extends ConsumerRecord<?, ?>> records = records(message);
    if (records == null) {
      return null;
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (ConsumerRecord<?, ?> each : records) {
      TopicPartition partition = new TopicPartition(each.topic(), each.partition());
      if (each.offset() < next.getOrDefault(partition, 0L)) {
        counters.redelivered.increment();
      } else {
        next.put(partition, each.offset() + 1);
        values.add(each.value());
      }
    }
    return values;
  }

  @SuppressWarnings("rawtypes") // the metadata is registered under its raw type
  private static @Nullable Iterable<? extends ConsumerRecord<?, ?>> records(Message<?> message) {
    Optional<IncomingKafkaRecordBatchMetadata> batch =
        message.getMetadata(IncomingKafkaRecordBatchMetadata.class);
    if (batch.isPresent()) {
      IncomingKafkaRecordBatchMetadata<?, ?> metadata = batch.get();
      return metadata.getRecords();
    }
    Optional<IncomingKafkaRecordMetadata> single =
        message.getMetadata(IncomingKafkaRecordMetadata.class);
    if (single.isPresent()) {
      IncomingKafkaRecordMetadata<?, ?> metadata = single.get();
      return List.of(metadata.getRecord());
    }
    return null;
  }
}
