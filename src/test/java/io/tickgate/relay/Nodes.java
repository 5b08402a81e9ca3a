package io.tickgate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.book.BookLimits;
import io.tickgate.book.BookText;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Nodes of one cluster in this process: real threads, a real broker, no HTTP. */
final class Nodes implements AutoCloseable {
  /** A busy test machine is no silent writer; an orderly stop needs no lease to pass. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private static final Duration BACKLOG = Duration.ofMinutes(2);

  private final String servers;
  private final String topics;
  private final List<Runnable> stops = new ArrayList<>();

  /** Nodes that share nothing with those of other topics. */
  Nodes(String servers, String topics) {
    this.servers = servers;
    this.topics = topics;
  }

  RelaySettings settings(String node, Duration linger, long buffer) {
    RelaySettings.Out out = new RelaySettings.Out(linger, 65_536, buffer, 4 << 20, 1_024, "none");
    return settings(node, out, times(LEASE, Duration.ofMillis(200), BACKLOG));
  }

  private static RelaySettings.Times times(Duration lease, Duration beat, Duration backlog) {
    return new RelaySettings.Times(Duration.ofMillis(500), backlog, beat, lease);
  }

  private RelaySettings settings(String node, RelaySettings.Out out, RelaySettings.Times times) {
    RelaySettings.Topics all = new RelaySettings.Topics(topics, 3, 1, true, Duration.ofHours(1));
    return new RelaySettings(node, servers, all, out, times, Map.of());
  }

  RelaySettings settings(String node) {
    return settings(node, Duration.ofMillis(5), 64 << 20);
  }

  /** With records as small as may be. */
  RelaySettings smallRecords(String node) {
    RelaySettings.Out out =
        new RelaySettings.Out(Duration.ofMillis(5), 16_384, 64 << 20, 1 << 16, 60, "none");
    return settings(node, out, settings(node).times());
  }

  /** With another lease, of three beats. */
  RelaySettings settings(String node, Duration lease) {
    RelaySettings usual = settings(node);
    return settings(node, usual.out(), times(lease, lease.dividedBy(3), BACKLOG));
  }

  /** A node that ingests; its feeds are those that a test writes. */
  final class Ingest implements LeaseListener {
    final Relay relay;
    final Books books;
    private final Set<String> mine = ConcurrentHashMap.newKeySet();

    Ingest(RelaySettings settings) {
      relay = new Relay(Role.INGEST, settings, InstantSource.system());
      books = new Books(BookLimits.defaults(), InstantSource.system(), relay::tap);
      stops.add(relay::stop);
    }

    /** Its feed of that id, once it is its own. */
    Feed lead(String feed) {
      Feed added = books.addFeed(feed);
      relay.ingest(this);
      await("lease of " + feed, () -> mine.contains(feed));
      return added;
    }

    boolean leads(String feed) {
      return mine.contains(feed);
    }

    @Override
    public void onTaken(String feed) {
      mine.add(feed);
    }

    @Override
    public void onLost(String feed) {
      mine.remove(feed);
    }
  }

  Ingest ingest(String node) {
    return new Ingest(settings(node));
  }

  Ingest ingest(RelaySettings settings) {
    return new Ingest(settings);
  }

  /** A node that serves. */
  final class Serve {
    final Relay relay = new Relay(Role.SERVE, settings("serve"), InstantSource.system());
    final Books books = new Books(BookLimits.defaults(), InstantSource.system());

    Serve() {
      stops.add(relay::stop);
      relay.serve(books, feed -> {});
      await("a serving node catches up", relay::ready);
    }

    RelayCounters counters() {
      return relay.counters();
    }

    Feed feed(String id) {
      return books.feeds().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }
  }

  Serve serve() {
    return new Serve();
  }

  /** Waits until the books of both are the same, value by value, and says so. */
  static void awaitSame(String what, Books expected, Books actual) {
    String text = BookText.of(expected);
    long end = System.nanoTime() + 20_000_000_000L;
    while (!text.equals(text(actual)) && System.nanoTime() < end) {
      LockSupport.parkNanos(5_000_000);
    }
    assertEquals(text, BookText.of(actual), what);
  }

  /** The books of a node that runs; empty when one was being written just then. */
  static String text(Books books) {
    try {
      return BookText.of(books);
    } catch (NullPointerException | IndexOutOfBoundsException e) { // levels belong to their writer
      return "";
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** Leads an adapter into a feed. */
  record Entrance(Feed feed) implements TickListener, FeedListener {
    @Override
    public boolean onTick(Tick tick) {
      return feed.apply(tick);
    }

    @Override
    public void onTime(long now) {
      feed.onTime(now);
    }

    @Override
    public void onState(FeedState state, String reason) {
      feed.onState(state, reason);
    }

    @Override
    public void onRewind() {
      feed.onRewind();
    }

    @Override
    public void onRestart() {
      feed.onRestart();
    }
  }

  @Override
  public void close() {
    for (int i = stops.size() - 1; i >= 0; i--) {
      stops.get(i).run();
    }
  }
}
