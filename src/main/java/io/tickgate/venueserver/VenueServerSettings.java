package io.tickgate.venueserver;

import java.time.Duration;

/**
 * How a venue is served.
 *
 * @param host address that is listened on
 * @param port 0 for any that is free
 * @param maxClients connections at once
 * @param outputLimit bytes that may wait for a client before it is cut
 * @param limitRequests whether clients are held to the venue's limit of messages
 * @param waitForClient whether the source waits for the first client
 * @param quiet how long that client must have subscribed to nothing more
 * @param flowControlled whether the source waits for slow clients instead of cutting them
 * @param slowSnapshot what the fault of that name delays by
 */
public record VenueServerSettings(
    String host,
    int port,
    int maxClients,
    long outputLimit,
    boolean limitRequests,
    boolean waitForClient,
    Duration quiet,
    boolean flowControlled,
    Duration slowSnapshot) {
  private static final String PREFIX = "tickgate.venue-server.";

  /**
   * Checks everything.
   *
   * @throws IllegalArgumentException naming the key and the value
   */
  public VenueServerSettings {
    require(!host.isBlank(), "host", "is empty");
    require(port >= 0 && port <= 65_535, "port", port + " is not a port");
    require(maxClients >= 1 && maxClients <= 10_000, "max-clients", maxClients + " not 1 to 10000");
    require(outputLimit >= 65_536, "output-limit", outputLimit + " is less than 64K");
    require(!quiet.isNegative(), "quiet", quiet + " is negative");
    require(!slowSnapshot.isNegative(), "slow-snapshot", slowSnapshot + " is negative");
  }

  private static void require(boolean condition, String key, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(PREFIX + key + ": " + fault);
    }
  }
}
