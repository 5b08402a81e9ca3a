package io.tickgate.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.relay.FeedWord.Kind;
import io.tickgate.relay.Lease.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that each feed has one writer: reads the topic of feeds, claims those whose writer is
 * silent, and says that this node is alive. A log that all read in one order needs no more: no
 * group, no session with the broker, and a lease as short as one likes.
 */
final class Leases {
  private static final Logger LOG = Logger.getLogger(Leases.class);

  /** How soon something new is told. */
  private static final Duration POLL = Duration.ofMillis(20);

  private static final long BACKOFF_MILLIS = 500;
  private static final long STOP_MILLIS = 5_000;

  /** Two nodes that wait for the same feed rarely claim it at once; if so, the later has it. */
  private static final long JITTER_NANOS = Duration.ofMillis(300).toNanos();

  private final RelaySettings settings;
  private final Outbox outbox;
  private final LeaseListener listener;
  private final RelayCounters counters;
  private final String node;
  private final TopicPartition log;
  private final int leaseHellos;
  private final Map<String, Lease> leases = new HashMap<>(); // as many as feeds
  private final Map<String, Boolean> elsewhere = new ConcurrentHashMap<>(); // the same
  private final ConcurrentLinkedQueue<Line> wanted = new ConcurrentLinkedQueue<>(); // the same
  private final RandomGenerator random = RandomGenerator.getDefault();
  private volatile boolean running = true;
  private volatile boolean claims = true;
  private volatile boolean caughtUp;
  private @Nullable Thread thread;
  private long end = -1;
  private final Echo echo;

  Leases(RelaySettings settings, Outbox outbox, LeaseListener listener, RelayCounters counters) {
    this.settings = settings;
    this.outbox = outbox;
    this.listener = listener;
    this.counters = counters;
    // another process of the same name is another node
    this.node = settings.node() + "/" + Long.toString(random.nextLong(1L << 40), 36);
    this.leaseHellos = (int) settings.times().lease().dividedBy(settings.times().beat());
    this.log = new TopicPartition(settings.topics().feeds(), 0);
    this.echo = new Echo(settings.times().beat().toNanos(), System.nanoTime());
  }

  /** This node can write that feed. Any thread. */
  void want(Line line) {
    wanted.add(line);
  }

  /** Whether another node writes that feed now. Any thread. */
  boolean elsewhere(String feed) {
    return elsewhere.getOrDefault(feed, false);
  }

  /** Whether the log has been read, so that silence means something. Any thread. */
  boolean caughtUp() {
    return caughtUp;
  }

  synchronized void start() {
    Thread started = new Thread(this::run, "relay-lease");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /** From now on it takes no feed. Any thread. */
  void claimNoMore() {
    claims = false;
  }

  /** Leaves its feeds to others and ends. Any thread. */
  synchronized void stop() {
    running = false;
    Thread stopping = thread;
    if (stopping == null) {
      return;
    }
    try {
      stopping.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (Consumer<byte[], byte[]> consumer = RelayTopics.consumer(settings, "lease")) {
      consumer.assign(List.of(log));
      consumer.seekToBeginning(List.of(log));
      while (running) {
        turn(consumer);
      }
      leases.forEach(this::release);
    } catch (KafkaException e) {
      LOG.errorf(e, "relay leases failed node=%s", node);
    }
  }

  private void turn(Consumer<byte[], byte[]> consumer) {
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        onRecord(record);
      }
      if (!caughtUp) {
        end = end >= 0 ? end : consumer.endOffsets(List.of(log)).getOrDefault(log, 0L);
        caughtUp = consumer.position(log) >= end;
      }
    } catch (WakeupException e) {
      return;
    } catch (KafkaException e) {
      counters.errors.increment();
      pause();
    }
    for (Line line = wanted.poll(); line != null; line = wanted.poll()) {
      onWanted(line);
    }
    if (caughtUp) {
      long now = System.nanoTime();
      hello(now);
      leases.forEach((feed, lease) -> act(feed, lease, now));
    }
  }

  private void hello(long now) {
    if (echo.isDue(now)) {
      echo.onSent(now);
      outbox.send(record("/" + settings.node(), FeedWord.hello(node)), echo::onLost);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BACKOFF_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onWanted(Line line) {
    Lease known = leases.get(line.feed);
    Lease lease = new Lease(line, node, System.nanoTime());
    lease.jitter(random.nextLong(JITTER_NANOS));
    if (known != null) {
      lease.follow(known);
    }
    leases.put(line.feed, lease);
  }

  private void onRecord(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return;
    }
    FeedWord word;
    try {
      word = FeedWord.of(record.value());
    } catch (IllegalArgumentException e) {
      counters.broken.increment();
      return;
    }
    if (word.kind() == Kind.HELLO) {
      onHello(word);
      return;
    }
    String feed = new String(record.key(), UTF_8);
    long now = System.nanoTime();
    Lease lease = leases.computeIfAbsent(feed, each -> new Lease(null, node, now));
    State before = lease.state();
    if (lease.onWord(word, record.offset(), now)) {
      onState(feed, lease, before);
    }
  }

  private void onHello(FeedWord word) {
    if (word.node().equals(node)) {
      long now = System.nanoTime();
      boolean soon = echo.onRead(now);
      leases.values().forEach(soon ? Lease::onHello : lease -> lease.onAway(now));
    }
  }

  private void onState(String feed, Lease lease, State before) {
    if (before == State.LEADING) {
      lose(feed, lease);
    }
    Line line = lease.line;
    if (lease.state() == State.LEADING && line != null) {
      LOG.infof("relay feed taken feed=%s term=%d node=%s", feed, lease.term(), node);
      counters.taken.increment();
      line.term = lease.term();
      listener.onTaken(feed);
    }
  }

  private void lose(String feed, Lease lease) {
    LOG.warnf("relay feed lost to another node feed=%s node=%s", feed, node);
    counters.lost.increment();
    Line line = lease.line;
    if (line != null) {
      line.term = 0;
    }
    listener.onLost(feed);
  }

  private void act(String feed, Lease lease, long now) {
    long leaseNanos = settings.times().lease().toNanos();
    elsewhere.put(feed, lease.elsewhere(now, leaseNanos));
    if (claims && lease.wantsClaim(now, leaseNanos, leaseHellos)) {
      lease.onClaimed(now, random.nextLong(JITTER_NANOS));
      outbox.send(record(feed, FeedWord.claim(node)), () -> {});
    } else if (lease.wantsBeat(now, settings.times().beat().toNanos())) {
      outbox.send(record(feed, lease.beat(Kind.BEAT, now)), () -> {});
    }
  }

  private void release(String feed, Lease lease) {
    if (lease.state() == State.LEADING) {
      outbox.send(record(feed, lease.beat(Kind.RELEASE, System.nanoTime())), () -> {});
    }
  }

  private ProducerRecord<byte[], byte[]> record(String feed, FeedWord word) {
    return new ProducerRecord<>(log.topic(), log.partition(), feed.getBytes(UTF_8), word.toBytes());
  }
}
