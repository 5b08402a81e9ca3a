package io.tickgate.relay;

import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.FeedTap;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This node's part in the relay: of role {@code all} none, and then nothing of Kafka is touched.
 * Any thread.
 */
public final class Relay {
  private final Role role;
  private final @Nullable RelaySettings settings;
  private final InstantSource clock;
  private final RelayCounters counters = new RelayCounters();
  private final @Nullable RelayOut out;
  private volatile @Nullable Reader reader;

  /**
   * A relay that isn't started.
   *
   * @param settings null for role {@code all} only
   */
  public Relay(Role role, @Nullable RelaySettings settings, InstantSource clock) {
    this.role = role;
    this.settings = settings;
    this.clock = clock;
    this.out = role == Role.INGEST ? new RelayOut(known(), counters) : null;
  }

  private RelaySettings known() {
    return Objects.requireNonNull(settings, "settings");
  }

  public Role role() {
    return role;
  }

  public RelayCounters counters() {
    return counters;
  }

  /** The tap of a feed on an ingesting node, else null. */
  public @Nullable FeedTap tap(String feed) {
    return out == null ? null : out.tap(feed);
  }

  /** Starts to send; the listener hears which feeds this node writes. Returns at once. */
  public void ingest(LeaseListener listener) {
    if (out != null) {
      out.start(listener);
    }
  }

  /**
   * Starts to fill the books. Returns at once.
   *
   * @param onFeed hears of each feed before anything of it
   */
  public void serve(Books books, Consumer<Feed> onFeed) {
    Reader started = new Reader(books, known(), counters, clock, onFeed);
    reader = started;
    started.start();
  }

  /** Whether the node is up to date; of role {@code all} always. */
  public boolean ready() {
    Reader in = reader;
    return switch (role) {
      case ALL -> true;
      case INGEST -> out != null && out.ready();
      case SERVE -> in != null && in.ready();
    };
  }

  /** Whether another node writes that feed now. */
  public boolean elsewhere(String feed) {
    return out != null && out.elsewhere(feed);
  }

  /** Bytes that wait to be sent. */
  public long waiting() {
    return out == null ? 0 : out.waiting();
  }

  /** What counts run within on all serving nodes; null before the broker told. */
  public @Nullable String id() {
    Reader in = reader;
    return in == null ? null : in.id();
  }

  /** From now on this node takes no feed; those that it has stay its own until it stops. */
  public void claimNoMore() {
    if (out != null) {
      out.claimNoMore();
    }
  }

  /** Sends what there is and ends all threads. Blocks for some seconds at most. */
  public void stop() {
    Reader in = reader;
    if (in != null) {
      in.stop();
    }
    if (out != null) {
      out.stop();
    }
  }
}
