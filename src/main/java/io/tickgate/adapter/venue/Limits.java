package io.tickgate.adapter.venue;

/**
 * What a venue allows, and how fast it shows that it is alive.
 *
 * @param topics most subscriptions a connection
 * @param batch most symbols in one request
 * @param messagesPerSecond most messages a connection may send, keep-alives included
 * @param requestsPerHour most requests a connection may make about subscriptions; {@link #NO_LIMIT}
 *     where the venue states none
 * @param connectSpacingMillis least time between two attempts to connect
 * @param beatMillis how often something is heard on a line that lives: the venue's heartbeat, or
 *     the answers to ours
 * @param maxAgeMillis when a connection is replaced before the venue ends it; 0 for never
 */
public record Limits(
    int topics,
    int batch,
    int messagesPerSecond,
    int requestsPerHour,
    long connectSpacingMillis,
    long beatMillis,
    long maxAgeMillis) {
  /** So many that nobody counts them. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  /** Checks that all are in reach. */
  public Limits {
    if (topics < 1 || batch < 1 || messagesPerSecond < 1 || requestsPerHour < 1 || beatMillis < 1) {
      throw new IllegalArgumentException("limits of a venue are at least 1");
    }
  }

  /** The same with another heartbeat. */
  public Limits withBeat(long millis) {
    return new Limits(
        topics,
        batch,
        messagesPerSecond,
        requestsPerHour,
        connectSpacingMillis,
        millis,
        maxAgeMillis);
  }
}
