package io.tickgate.relay;

import io.tickgate.relay.RelaySettings.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topics as they are found when a node starts.
 *
 * @param id of the topic of feeds: another when the topics were deleted and made anew, with which
 *     all terms start over
 * @param ends of the partitions of ticks
 */
record RelayTopics(String id, List<Long> ends) {
  private static final int TIMEOUT_MILLIS = 10_000;

  /** Older beats and marks aren't of any feed that is still there; marks are renewed each hour. */
  private static final String WEEK = String.valueOf(TimeUnit.DAYS.toMillis(7));

  /** Compaction keeps up with marks that are rewritten every few seconds. */
  private static final String SEGMENT = String.valueOf(TimeUnit.MINUTES.toMillis(10));

  /**
   * Finds the topics, and makes those that are missing where that is allowed. Blocks.
   *
   * @throws KafkaException when the broker can't be asked
   * @throws IllegalStateException when the topics aren't what they have to be
   */
  static RelayTopics open(RelaySettings settings) {
    Topics topics = settings.topics();
    try (Admin admin = Admin.create(client(settings, "admin"))) {
      if (topics.create()) {
        create(admin, settings);
      }
      Map<String, TopicDescription> found = ask(admin.describeTopics(topics.all()).allTopicNames());
      int partitions = found(found, topics.ticks()).partitions().size();
      if (found(found, topics.marks()).partitions().size() != partitions
          || found(found, topics.feeds()).partitions().size() != 1) {
        throw new IllegalStateException(
            "topics: %s and %s must have as many partitions, and %s one"
                .formatted(topics.ticks(), topics.marks(), topics.feeds()));
      }
      return new RelayTopics(
          found(found, topics.feeds()).topicId().toString(),
          ends(admin, topics.ticks(), partitions));
    }
  }

  private static <K, V> V found(Map<K, V> all, K key) {
    return Objects.requireNonNull(all.get(key), "told of all but one");
  }

  private static List<Long> ends(Admin admin, String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> query = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      query.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    var told = ask(admin.listOffsets(query).all());
    List<Long> ends = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      ends.add(found(told, new TopicPartition(topic, i)).offset());
    }
    return ends;
  }

  private static void create(Admin admin, RelaySettings settings) {
    Topics topics = settings.topics();
    String most = String.valueOf(settings.out().recordBytes() + 4_096);
    String ticksKept = String.valueOf(topics.retention().toMillis());
    Map<String, String> ticks =
        Map.of("retention.ms", ticksKept, "segment.ms", SEGMENT, "max.message.bytes", most);
    Map<String, String> newest =
        Map.of(
            "cleanup.policy",
            "compact,delete",
            "retention.ms",
            WEEK,
            "segment.ms",
            SEGMENT,
            "min.cleanable.dirty.ratio",
            "0.3",
            "max.message.bytes",
            most);
    create(admin, topic(topics, topics.ticks(), topics.partitions(), ticks));
    create(admin, topic(topics, topics.marks(), topics.partitions(), newest));
    create(admin, topic(topics, topics.feeds(), 1, newest));
  }

  private static NewTopic topic(
      Topics topics, String name, int partitions, Map<String, String> config) {
    Optional<Short> copies =
        topics.replication() == 0 ? Optional.empty() : Optional.of((short) topics.replication());
    return new NewTopic(name, Optional.of(partitions), copies).configs(config);
  }

  private static void create(Admin admin, NewTopic topic) {
    try {
      ask(admin.createTopics(List.of(topic)).all());
    } catch (TopicExistsException e) {
      // another node was first, or this isn't its first start
    }
  }

  private static <T> T ask(KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException told ? told : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("no answer within " + TIMEOUT_MILLIS + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }

  private static Map<String, Object> client(RelaySettings settings, String what) {
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put("bootstrap.servers", settings.servers());
    config.put("client.id", "tickgate-" + what + "-" + settings.node());
    config.put("request.timeout.ms", 5_000);
    config.put("default.api.timeout.ms", TIMEOUT_MILLIS);
    return config;
  }

  /** A consumer that is nobody's member and commits nothing. */
  static Consumer<byte[], byte[]> consumer(RelaySettings settings, String what) {
    Map<String, Object> config = client(settings, what);
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    config.put("allow.auto.create.topics", false);
    config.put("max.poll.records", 2_000);
    config.put("fetch.max.wait.ms", 100);
    config.put("max.partition.fetch.bytes", Math.max(1 << 20, settings.out().recordBytes()));
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
