package io.tickgate.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record of ticks or of a mark: {@code v} the version of the value's format,
 * {@code feed} its id, {@code epoch} the life (term, then restarts in the low 24 bits), {@code rx}
 * the newest receive time in it, {@code offset} of a mark: from where on in the partition of the
 * same number of ticks everything after the mark is found. Numbers are 8 bytes, the highest first.
 */
record RecordHead(String feed, long life, long rx, long offset) {
  private static final byte VERSION = 1;

  /** Longer than any feed's id in use; one of bytes that aren't ours isn't kept. */
  private static final int MAX_FEED_BYTES = 256;

  /** A record with these headers. */
  ProducerRecord<byte[], byte[]> toRecord(
      String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, key, value);
    Headers headers = record.headers();
    headers.add("v", new byte[] {VERSION});
    headers.add("feed", feed.getBytes(UTF_8));
    headers.add("epoch", bytes(life));
    headers.add("rx", bytes(rx));
    if (offset >= 0) {
      headers.add("offset", bytes(offset));
    }
    return record;
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /** The headers of a record; {@link IllegalArgumentException} when they aren't. */
  static RecordHead of(ConsumerRecord<byte[], byte[]> record) {
    Headers headers = record.headers();
    Header version = headers.lastHeader("v");
    Header feed = headers.lastHeader("feed");
    if (version == null
        || version.value() == null
        || version.value().length != 1
        || version.value()[0] != VERSION) {
      throw new IllegalArgumentException("not of version " + VERSION);
    }
    if (feed == null || feed.value() == null || feed.value().length > MAX_FEED_BYTES) {
      throw new IllegalArgumentException("without a feed");
    }
    String id = new String(feed.value(), UTF_8);
    long life = number(headers.lastHeader("epoch"));
    if (life <= Life.NONE) {
      throw new IllegalArgumentException("without an epoch");
    }
    return new RecordHead(
        id, life, number(headers.lastHeader("rx")), number(headers.lastHeader("offset")));
  }

  private static long number(@Nullable Header header) {
    return header == null || header.value() == null || header.value().length != Long.BYTES
        ? -1
        : ByteBuffer.wrap(header.value()).getLong();
  }
}
