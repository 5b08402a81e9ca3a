package io.tickgate.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a serving node makes of the records: a {@link FeedFollower} for each feed. Owned by the
 * reader's thread.
 */
final class RelayIn {
  /** Nobody has as many; records with made-up feeds must not fill the heap. */
  private static final int MAX_FEEDS = 1_000;

  private final Books books;
  private final RelayCounters counters;
  private final InstantSource clock;
  private final long leaseNanos;
  private final Consumer<Feed> onFeed;
  private final Map<String, FeedFollower> feeds = new HashMap<>();
  private final BatchReader batches = new BatchReader();
  private boolean marksRead;
  private boolean caughtUp;

  /**
   * Nothing is known yet.
   *
   * @param onFeed hears of each feed before anything of it
   */
  RelayIn(
      Books books,
      RelaySettings settings,
      RelayCounters counters,
      InstantSource clock,
      Consumer<Feed> onFeed) {
    this.books = books;
    this.counters = counters;
    this.clock = clock;
    this.leaseNanos = settings.times().lease().toNanos();
    this.onFeed = onFeed;
  }

  private @Nullable FeedFollower feed(String id) {
    FeedFollower known = feeds.get(id);
    if (known == null && feeds.size() < MAX_FEEDS) {
      Feed feed = books.addFeed(id);
      onFeed.accept(feed);
      known = new FeedFollower(feed, counters);
      if (caughtUp) {
        known.onCaughtUp(System.nanoTime());
      }
      feeds.put(id, known);
    }
    return known;
  }

  /** A record of the topic of feeds. */
  void onWord(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
    if (record.key() == null || record.value() == null) {
      return;
    }
    try {
      FeedWord word = FeedWord.of(record.value());
      if (word.kind() == FeedWord.Kind.HELLO) {
        return;
      }
      FeedFollower feed = feed(new String(record.key(), UTF_8));
      if (feed != null) {
        feed.onWord(word, record, nowNanos);
      }
    } catch (IllegalArgumentException e) {
      counters.broken.increment();
    }
  }

  /** A record of the topic of ticks. */
  void onTicks(ConsumerRecord<byte[], byte[]> record) {
    count(record);
    counters.lagMillis.setOpaque(Math.max(0, clock.millis() - record.timestamp()));
    try {
      RecordHead head = RecordHead.of(record);
      FeedFollower feed = feed(head.feed());
      if (feed != null && record.value() != null && feed.isCurrent(head.life())) {
        batches.read(record.value(), feed);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      counters.broken.increment();
    }
  }

  /**
   * A record of the topic of marks.
   *
   * @return offset from which its partition of ticks has to be read again, or -1
   */
  long onMark(ConsumerRecord<byte[], byte[]> record) {
    count(record);
    try {
      RecordHead head = RecordHead.of(record);
      FeedFollower feed = feed(head.feed());
      if (feed != null && record.key() != null && feed.isCurrent(head.life())) {
        boolean again = onMark(feed, new String(record.key(), UTF_8), record.value());
        return again ? head.offset() : -1;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      counters.broken.increment();
    }
    return -1;
  }

  private boolean onMark(FeedFollower feed, String symbol, byte @Nullable [] value) {
    if (value == null || value.length == 0) {
      feed.onNoMark(symbol);
      return false;
    }
    return marksRead ? feed.onLaterMark(symbol, value) : feed.onFirstMark(symbol, value);
  }

  private void count(ConsumerRecord<byte[], byte[]> record) {
    counters.receivedRecords.increment();
    counters.receivedBytes.add(record.value() == null ? 0 : record.value().length);
  }

  /** The marks that there were at the start have been read; ticks follow. */
  void onMarksRead() {
    marksRead = true;
  }

  /** When the writer of a feed spoke last that spoke least lately, by the wall clock. */
  long lastWordMillis(long now) {
    return feeds.values().stream().mapToLong(FeedFollower::wordMillis).reduce(now, Math::min);
  }

  /** All that there was at the start has been read. */
  void onCaughtUp() {
    caughtUp = true;
    long now = System.nanoTime();
    feeds.values().forEach(feed -> feed.onCaughtUp(now));
  }

  /** Looks for writers that are silent. */
  void onTime(long nowNanos) {
    feeds.values().forEach(feed -> feed.onTime(nowNanos, leaseNanos));
  }
}
