package io.tickgate.relay;

import io.tickgate.book.FeedTap;
import io.tickgate.market.codec.ChunkPool;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way out of an ingesting node. Taps can be had at once and cost little before {@link #start};
 * what they hear goes out while this node has the lease of the feed. Any thread.
 */
public final class RelayOut {
  private static final Logger LOG = Logger.getLogger(RelayOut.class);
  private static final long RETRY_MILLIS = 500;

  /** A topic that has just been made isn't known everywhere at once. */
  private static final int QUIET_FAILURES = 3;

  private final RelaySettings settings;
  private final RelayCounters counters;
  private final ChunkPool pool;
  private final List<Line> lines = new ArrayList<>(); // as many as feeds; under the lock
  private @Nullable Outbox outbox;
  private @Nullable Sender sender;
  private volatile @Nullable Leases leases;
  private @Nullable Thread starter;
  private boolean stopped;

  public RelayOut(RelaySettings settings, RelayCounters counters) {
    this.settings = settings;
    this.counters = counters;
    this.pool = new ChunkPool(settings.out().buffer());
  }

  /** The tap of a feed, which from now on this node can write. */
  public synchronized FeedTap tap(String feed) {
    Line line = new Line(feed, pool);
    lines.add(line);
    add(line);
    return new RelayTap(line, counters);
  }

  private void add(Line line) {
    Outbox out = outbox;
    Sender to = sender;
    Leases all = leases;
    if (out != null && to != null && all != null) {
      to.add(new LineSender(line, settings, pool, out, counters));
      all.want(line);
    }
  }

  /** Starts when the broker answers, however long that takes; returns at once. */
  public synchronized void start(LeaseListener listener) {
    Thread started = new Thread(() -> open(listener), "relay-start");
    started.setDaemon(true);
    starter = started;
    started.start();
  }

  private void open(LeaseListener listener) {
    int failures = 0;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        begin(outbox(RelayTopics.open(settings)), listener);
        return;
      } catch (KafkaException | IllegalStateException e) {
        counters.errors.increment();
        if (++failures == QUIET_FAILURES) {
          LOG.warnf("relay waits for the broker servers=%s reason=%s", settings.servers(), e);
        }
      }
      try {
        Thread.sleep(RETRY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Outbox outbox(RelayTopics topics) {
    Outbox made = new Outbox(settings, topics.ends(), counters);
    try {
      made.open();
      return made;
    } catch (KafkaException e) {
      made.close();
      throw e;
    }
  }

  private synchronized void begin(Outbox out, LeaseListener listener) {
    if (stopped) {
      out.close();
      return;
    }
    Sender to = new Sender(settings, counters);
    Leases all = new Leases(settings, out, listener, counters);
    outbox = out;
    sender = to;
    leases = all;
    lines.forEach(this::add);
    to.start();
    all.start();
  }

  /** Whether the broker answers and it is known who writes which feed. */
  public boolean ready() {
    Leases all = leases;
    return all != null && all.caughtUp();
  }

  /** Whether another node writes that feed now. */
  public boolean elsewhere(String feed) {
    Leases all = leases;
    return all != null && all.elsewhere(feed);
  }

  /** Bytes that wait for the sender. */
  public long waiting() {
    return pool.used();
  }

  /** From now on no feed is taken; those that this node has stay its own until it stops. */
  public synchronized void claimNoMore() {
    Leases all = leases;
    stopped = true;
    if (all != null) {
      all.claimNoMore();
    }
  }

  /** Sends what there is, leaves its feeds to others and ends. Blocks for some seconds at most. */
  public synchronized void stop() {
    stopped = true;
    if (starter != null) {
      starter.interrupt();
    }
    if (sender != null) {
      sender.stop(); // first: what is left goes out under the lease
    }
    Leases all = leases;
    if (all != null) {
      all.stop();
    }
    if (outbox != null) {
      outbox.close();
    }
  }
}
