package io.tickgate.relay;

import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way into a serving node: one thread, {@code relay-in}, that reads all partitions and so is
 * the one writer of all books.
 *
 * <pre>
 *   WAITING    the broker doesn't answer
 *   MARKS      feeds and marks from their beginnings to their ends of now
 *   BACKLOG    ticks from where the backlog begins to the end of now
 *   FOLLOWING  everything, for ever; ready
 * </pre>
 */
public final class Reader {
  private static final Logger LOG = Logger.getLogger(Reader.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long BACKOFF_NANOS = 500_000_000;

  /** A topic that has just been made isn't known everywhere at once. */
  private static final int QUIET_FAILURES = 3;

  private static final long STOP_MILLIS = 3_000;

  private final RelaySettings settings;
  private final RelayCounters counters;
  private final InstantSource clock;
  private final RelayIn in;
  private final Map<TopicPartition, Long> again = new HashMap<>(); // of ticks, to be sought
  private volatile boolean running = true;
  private volatile boolean ready;
  private volatile @Nullable String id;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private @Nullable Thread thread;

  /**
   * A way that isn't open yet.
   *
   * @param onFeed hears of each feed before anything of it
   */
  public Reader(
      Books books,
      RelaySettings settings,
      RelayCounters counters,
      InstantSource clock,
      java.util.function.Consumer<Feed> onFeed) {
    this.settings = settings;
    this.counters = counters;
    this.clock = clock;
    this.in = new RelayIn(books, settings, counters, clock, onFeed);
  }

  /** Starts when the broker answers, however long that takes; returns at once. */
  public synchronized void start() {
    Thread started = new Thread(this::run, "relay-in");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /** Ends the thread. Any thread. */
  public synchronized void stop() {
    running = false;
    Thread stopping = thread;
    if (stopping == null) {
      return;
    }
    Consumer<byte[], byte[]> polling = consumer;
    if (polling != null) {
      polling.wakeup(); // an interrupt would leave the broker's side open
    }
    LockSupport.unpark(stopping);
    try {
      stopping.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it has caught up with what there was when it started. Any thread. */
  public boolean ready() {
    return ready;
  }

  /** What the counts of all feeds run within, the same on every node; null before it is known. */
  public @Nullable String id() {
    return id;
  }

  private void run() {
    int failures = 0;
    while (running) {
      try {
        RelayTopics topics = RelayTopics.open(settings);
        id = topics.id();
        follow(topics);
      } catch (KafkaException | IllegalStateException e) {
        counters.errors.increment();
        if (++failures == QUIET_FAILURES) {
          LOG.warnf("relay waits for the broker servers=%s reason=%s", settings.servers(), e);
        }
        pause();
      }
    }
  }

  private void pause() {
    LockSupport.parkNanos(BACKOFF_NANOS);
  }

  private void follow(RelayTopics topics) {
    try (Consumer<byte[], byte[]> opened = RelayTopics.consumer(settings, "in")) {
      consumer = opened;
      follow(opened, topics);
    } catch (WakeupException e) {
      // it is to stop
    }
  }

  /** One pass: reads all that there is, then follows until it is to stop. The reader's thread. */
  void follow(Consumer<byte[], byte[]> consumer, RelayTopics topics) {
    long started = System.nanoTime();
    again.clear(); // of a pass that failed
    List<TopicPartition> ticks = partitions(settings.topics().ticks(), topics.ends().size());
    List<TopicPartition> all = partitions(settings.topics().marks(), topics.ends().size());
    all.add(new TopicPartition(settings.topics().feeds(), 0));
    consumer.assign(all);
    consumer.seekToBeginning(all);
    readTo(consumer, consumer.endOffsets(all));
    in.onMarksRead();
    all.addAll(ticks);
    consumer.assign(all);
    seekBacklog(consumer, ticks);
    readTo(consumer, consumer.endOffsets(ticks));
    in.onCaughtUp();
    long millis = (System.nanoTime() - started) / 1_000_000;
    counters.catchUpMillis.set(millis);
    LOG.infof("relay caught up millis=%d records=%d", millis, counters.receivedRecords.sum());
    ready = true;
    while (running) {
      turn(consumer);
    }
  }

  private static List<TopicPartition> partitions(String topic, int count) {
    List<TopicPartition> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new TopicPartition(topic, i));
    }
    return all;
  }

  private void readTo(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    while (running
        && ends.entrySet().stream()
            .anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
      turn(consumer);
    }
  }

  /**
   * To where the backlog begins, which is so far back that whatever changed before it has a mark of
   * after that. It is counted from the last word of the writers: what one has sent that died an
   * hour ago needs reading too.
   */
  private void seekBacklog(Consumer<byte[], byte[]> consumer, List<TopicPartition> ticks) {
    long since = in.lastWordMillis(clock.millis()) - settings.times().backlog().toMillis();
    Map<TopicPartition, Long> times = new HashMap<>();
    ticks.forEach(partition -> times.put(partition, since));
    var found = consumer.offsetsForTimes(times);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(ticks);
    Map<TopicPartition, Long> ends = consumer.endOffsets(ticks);
    for (TopicPartition partition : ticks) {
      var backlog = found.get(partition);
      long end = ends.getOrDefault(partition, 0L);
      long from = backlog == null ? end : backlog.offset();
      consumer.seek(partition, Math.max(from, begins.getOrDefault(partition, 0L)));
    }
  }

  private void turn(Consumer<byte[], byte[]> consumer) {
    try {
      var records = consumer.poll(POLL);
      long now = System.nanoTime();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        onRecord(record, now);
      }
      seekAgain(consumer);
      in.onTime(now);
      counters.lagRecords.setOpaque(lag(consumer));
    } catch (WakeupException e) {
      return;
    } catch (KafkaException e) {
      if (!running) {
        return;
      }
      counters.errors.increment();
      in.onTime(System.nanoTime());
      pause();
    }
  }

  /** Where ticks aren't read yet, the backlog is still to come and has what is wanted again. */
  private void seekAgain(Consumer<byte[], byte[]> consumer) {
    again.keySet().retainAll(consumer.assignment());
    again.forEach(consumer::seek);
    again.clear();
  }

  private void onRecord(ConsumerRecord<byte[], byte[]> record, long now) {
    String topic = record.topic();
    if (topic.equals(settings.topics().ticks())) {
      in.onTicks(record);
    } else if (topic.equals(settings.topics().feeds())) {
      in.onWord(record, now);
    } else {
      onMark(record);
    }
  }

  private void onMark(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition ticks = new TopicPartition(settings.topics().ticks(), record.partition());
    long from = in.onMark(record);
    if (from >= 0) {
      again.merge(ticks, from, Math::min);
    }
  }

  private static long lag(Consumer<byte[], byte[]> consumer) {
    long lag = 0;
    Set<TopicPartition> all = consumer.assignment();
    for (TopicPartition partition : all) {
      lag += consumer.currentLag(partition).orElse(0);
    }
    return lag;
  }
}
