package io.tickgate.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.book.BookLimits;
import io.tickgate.book.BookMarkCodec;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.Decimal;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import io.tickgate.market.codec.BinaryWriter;
import io.tickgate.market.codec.TickCodec;
import io.tickgate.relay.RelayTap.Op;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What a node does whose broker goes while it starts; polls are by hand. */
class ReaderTest {
  private static final Symbol SYMBOL = Symbol.of("sim:A-USD");
  private static final RelaySettings SETTINGS = new Nodes("localhost:1", "t").settings("serve");
  private static final TopicPartition TICKS = new TopicPartition(SETTINGS.topics().ticks(), 0);
  private static final TopicPartition MARKS = new TopicPartition(SETTINGS.topics().marks(), 0);
  private static final TopicPartition FEEDS = new TopicPartition(SETTINGS.topics().feeds(), 0);
  private static final RelayTopics TOPICS = new RelayTopics("id", List.of(1L));

  private final Books books = new Books(BookLimits.defaults(), InstantSource.system());
  private final RelayCounters counters = new RelayCounters();
  private final Reader reader =
      new Reader(books, SETTINGS, counters, InstantSource.system(), feed -> {});

  private final Books theirs = new Books(BookLimits.defaults(), InstantSource.system());
  private final Feed writer = theirs.addFeed("f");

  /** A consumer of one partition of each topic. */
  private static final class Polls extends MockConsumer<byte[], byte[]> {
    boolean silent; // as of when the broker has gone

    Polls(Map<TopicPartition, Long> ends) {
      super("earliest");
      updateBeginningOffsets(Map.of(TICKS, 0L, MARKS, 0L, FEEDS, 0L));
      updateEndOffsets(ends);
    }

    @Override
    public synchronized long position(TopicPartition partition) {
      if (silent) {
        throw new TimeoutException("no broker");
      }
      return super.position(partition);
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
      times.forEach((partition, time) -> found.put(partition, new OffsetAndTimestamp(0, time)));
      return found;
    }
  }

  private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> sent) {
    return new ConsumerRecord<>(
        sent.topic(),
        sent.partition(),
        0,
        System.currentTimeMillis(),
        TimestampType.CREATE_TIME,
        0,
        0,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }

  private Trade apply(long time) {
    Trade trade = new Trade(SYMBOL, time, time, Decimal.of(7, 0), Decimal.of(1, 0), null, null);
    writer.apply(trade);
    return trade;
  }

  private SymbolBook book() {
    return Objects.requireNonNull(theirs.find(SYMBOL.name()));
  }

  /** The next event, with nothing of before. */
  private ConsumerRecord<byte[], byte[]> event(long time) {
    Trade trade = apply(time);
    TickBatch batch = new TickBatch(0);
    BinaryWriter out =
        batch.event(new Lane(book(), 0, 0), Op.TICK, book().position(), book().trades().head() - 1);
    batch.rx(trade.rx());
    TickCodec.write(trade, true, trade.rx(), out);
    RecordHead head = new RecordHead("f", Life.of(1, 0), trade.rx(), -1);
    return read(head.toRecord(TICKS.topic(), 0, null, batch.take()));
  }

  private ConsumerRecord<byte[], byte[]> mark() {
    BinaryWriter out = new BinaryWriter();
    BookMarkCodec.write(book().mark(), 10, out);
    byte[] value = Arrays.copyOf(out.bytes(), out.length());
    RecordHead head = new RecordHead("f", Life.of(1, 0), 0, 0);
    return read(head.toRecord(MARKS.topic(), 0, SYMBOL.name().getBytes(UTF_8), value));
  }

  @Test
  void startsOverWhenTheBrokerWentWhileItStarted() {
    apply(1);
    var mark = mark();
    var event = event(2);
    try (Polls first = new Polls(Map.of(TICKS, 2L, MARKS, 0L, FEEDS, 0L))) {
      first.schedulePollTask(
          () -> {
            first.addRecord(event); // of which the one before is missing
            first.silent = true;
          });
      assertThrows(TimeoutException.class, () -> reader.follow(first, TOPICS));
    }
    assertEquals(1, counters.gaps.sum());
    try (Polls second = new Polls(Map.of(TICKS, 1L, MARKS, 1L, FEEDS, 0L))) {
      second.schedulePollTask(() -> second.addRecord(mark)); // mends it; ticks aren't read yet
      second.schedulePollTask(() -> second.addRecord(event));
      second.schedulePollTask(reader::stop);
      reader.follow(second, TOPICS);
    }
    assertTrue(reader.ready());
    SymbolBook mine = Objects.requireNonNull(books.find(SYMBOL.name()));
    assertEquals(2, mine.position());
  }
}
