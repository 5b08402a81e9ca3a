package io.tickgate.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How the relay works.
 *
 * @param node name of this node, unique among its kind
 * @param servers {@code host:port} with commas between
 */
public record RelaySettings(
    String node, String servers, Topics topics, Out out, Times times, Map<String, String> kafka) {
  /** Names that Kafka allows for topics. */
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  /**
   * The topics.
   *
   * @param prefix what the names of all three start with
   * @param partitions of ticks and marks when they are made
   * @param replication copies when they are made; 0: the broker's own default
   * @param create whether they are made when they are missing
   * @param retention how long ticks are kept when the topic is made
   */
  public record Topics(
      String prefix, int partitions, int replication, boolean create, Duration retention) {
    String ticks() {
      return prefix + ".ticks";
    }

    String marks() {
      return prefix + ".marks";
    }

    String feeds() {
      return prefix + ".feeds";
    }

    List<String> all() {
      return List.of(ticks(), marks(), feeds());
    }
  }

  /**
   * What is sent.
   *
   * @param linger longest that a tick waits for others
   * @param batchBytes size at which a batch goes at once
   * @param buffer bytes that wait for the sender, over all feeds
   * @param recordBytes most of one record, so of a mark
   * @param closedBars most closed bars of an interval in a mark
   * @param compression as Kafka names it
   */
  public record Out(
      Duration linger,
      int batchBytes,
      long buffer,
      int recordBytes,
      int closedBars,
      String compression) {}

  /**
   * Intervals.
   *
   * @param marks between two marks of a symbol that changes
   * @param backlog how far back a new serving node reads trades
   * @param beat between two signs of life of a feed's writer
   * @param lease silence after which another may take the feed, and at which a feed is stale
   */
  public record Times(Duration marks, Duration backlog, Duration beat, Duration lease) {}

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when one can't be; names the key
   */
  public RelaySettings {
    check(!servers.isBlank(), "bootstrap-servers", servers, "missing");
    check(PREFIX.matcher(topics.prefix).matches(), "topics", topics.prefix, "not a topic's name");
    check(topics.partitions > 0, "partitions", topics.partitions, "not above 0");
    check(topics.replication >= 0, "replication", topics.replication, "below 0");
    check(out.batchBytes >= 1_024, "batch-size", out.batchBytes, "below 1K");
    check(out.buffer >= 1 << 20, "buffer", out.buffer, "below 1M");
    check(out.recordBytes >= 1 << 16, "max-record", out.recordBytes, "below 64K");
    check(out.closedBars >= 0, "closed-bars", out.closedBars, "below 0");
    check(!out.linger.isNegative() && !out.linger.isZero(), "linger", out.linger, "not above 0");
    check(times.marks.toMillis() >= 100, "marks-interval", times.marks, "below 100ms");
    // a mark that is older than the backlog must mean that nothing changed meanwhile
    check(
        times.backlog.compareTo(times.marks.multipliedBy(3)) >= 0,
        "backlog",
        times.backlog,
        "below three of tickgate.relay.marks-interval");
    check(times.beat.toMillis() >= 50, "beat", times.beat, "below 50ms");
    // two beats may get lost before anybody acts
    check(
        times.lease.compareTo(times.beat.multipliedBy(2)) > 0,
        "lease",
        times.lease,
        "not above two of tickgate.relay.beat");
    kafka = Map.copyOf(kafka);
  }

  private static void check(boolean good, String key, Object value, String fault) {
    if (!good) {
      throw new IllegalArgumentException("tickgate.relay." + key + ": " + value + ": " + fault);
    }
  }
}
