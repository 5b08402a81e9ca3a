package io.tickgate.relay;

import io.tickgate.relay.RelaySettings.Out;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What goes to Kafka. Sends in order; of ticks, what fails is told to the lanes it was of, which
 * then go on from marks. Any thread.
 */
final class Outbox implements AutoCloseable {
  /**
   * How long the broker may take for a record: longer than one takes that is started anew, or every
   * symbol would go on from marks and the trades of that time be missing. What waits is bounded by
   * the buffers.
   */
  static final int DELIVERY_MILLIS = 30_000;

  private static final int REQUEST_MILLIS = 3_000;

  /** How long the sender waits where the client's buffer is full or no broker is there. */
  private static final int BLOCK_MILLIS = 500;

  /** Nor are they because nothing was sent: by default after 5 minutes, and markets close. */
  private static final long IDLE_MILLIS = TimeUnit.DAYS.toMillis(7);

  private static final long CLOSE_SECONDS = 2;

  private final RelaySettings settings;
  private final RelayCounters counters;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong waiting = new AtomicLong(); // bytes that the client holds
  private final AtomicLongArray next; // of ticks, by partition: above what is there for sure

  Outbox(RelaySettings settings, List<Long> ends, RelayCounters counters) {
    this.settings = settings;
    this.counters = counters;
    this.next = new AtomicLongArray(ends.stream().mapToLong(Long::longValue).toArray());
    this.producer =
        new KafkaProducer<>(config(settings), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Learns where the topics are; what is sent to one that isn't known fails when no broker answers.
   * Blocks for a second or two at most.
   *
   * @throws KafkaException when it can't be learned now
   */
  void open() {
    settings.topics().all().forEach(producer::partitionsFor);
  }

  private static Map<String, Object> config(RelaySettings settings) {
    Out out = settings.out();
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put("bootstrap.servers", settings.servers());
    config.put("client.id", "tickgate-out-" + settings.node());
    config.put("acks", "all");
    config.put("enable.idempotence", true); // each record once, in order
    config.put("linger.ms", 0); // batches are ours
    config.put("batch.size", Math.max(16_384, out.batchBytes()));
    config.put("buffer.memory", bufferBytes(out));
    config.put("max.request.size", out.recordBytes());
    config.put("compression.type", out.compression());
    config.put("delivery.timeout.ms", DELIVERY_MILLIS);
    config.put("request.timeout.ms", REQUEST_MILLIS);
    config.put("max.block.ms", BLOCK_MILLIS);
    // by default topics are forgotten while no broker answers, and sends fail instead of waiting
    config.putIfAbsent("metadata.recovery.strategy", "none");
    config.putIfAbsent("metadata.max.idle.ms", IDLE_MILLIS);
    return config;
  }

  private static long bufferBytes(Out out) {
    return Math.max(32L << 20, 2L * out.recordBytes());
  }

  /**
   * Whether the client has enough to do: what comes had better wait in the queues, as it fails soon
   * where the client's buffer is full. A quarter of that: records of a bit more than half a batch
   * take twice their size there, and the largest has room beside.
   */
  boolean full() {
    return waiting.get() >= bufferBytes(settings.out()) / 4;
  }

  int partitions() {
    return next.length();
  }

  /** An offset of that partition of ticks; whatever is sent from here on comes at it or later. */
  long next(int partition) {
    return next.get(partition);
  }

  /** Sends what is in a batch; then it is empty. */
  void send(TickBatch batch, String feed, long life) {
    List<Lane> lanes = batch.lanes();
    RecordHead head = new RecordHead(feed, life, batch.rx(), -1);
    counters.sentEvents.add(batch.events());
    byte[] value = batch.take();
    String topic = settings.topics().ticks();
    send(head.toRecord(topic, batch.partition, null, value), () -> breakOff(lanes));
  }

  /** Sends any record; {@code onLost} runs should it fail, here or on the client's own thread. */
  void send(ProducerRecord<byte[], byte[]> record, Runnable onLost) {
    int bytes = bytes(record);
    waiting.addAndGet(bytes);
    try {
      var unused = producer.send(record, (told, fault) -> onSent(record, told, onLost, fault));
    } catch (KafkaException | IllegalStateException e) { // closed, or interrupted while closing
      waiting.addAndGet(-bytes);
      onFailed(onLost);
    }
  }

  private static int bytes(ProducerRecord<byte[], byte[]> record) {
    return record.value() == null ? 0 : record.value().length;
  }

  /** The client's own thread. */
  private void onSent(
      ProducerRecord<byte[], byte[]> record,
      @Nullable RecordMetadata told,
      Runnable onLost,
      @Nullable Exception fault) {
    int bytes = bytes(record);
    waiting.addAndGet(-bytes);
    if (fault != null || told == null) {
      onFailed(onLost);
      return;
    }
    counters.sentRecords.increment();
    counters.sentBytes.add(bytes);
    if (record.topic().equals(settings.topics().ticks())) {
      next.accumulateAndGet(told.partition(), told.offset() + 1, Math::max);
    }
  }

  private void onFailed(Runnable onLost) {
    counters.failedRecords.increment();
    onLost.run();
  }

  private void breakOff(List<Lane> lanes) {
    for (Lane lane : lanes) {
      if (!lane.broken) {
        lane.broken = true;
        counters.brokenSymbols.increment();
      }
    }
  }

  /** Sends what is under way, for two seconds at most. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(CLOSE_SECONDS));
  }
}
