package io.tickgate.venueserver;

/**
 * A message of the source that clients can subscribe to.
 *
 * @param bytes the message as it came, not changed by anybody
 * @param from where its payload begins, for venues that wrap it; 0 for others
 * @param to where the payload ends
 * @param number of the last update of the book in it, where the venue numbers them; 0 else
 */
record VenueFrame(
    Topic topic, Kind kind, String name, byte[] bytes, int from, int to, long number) {
  /** What it does to a book. */
  enum Kind {
    SNAPSHOT,
    CHANGE,
    /** Nothing: a trade, a ticker. */
    OTHER
  }

  /** A message that isn't wrapped. */
  VenueFrame(Topic topic, Kind kind, byte[] bytes) {
    this(topic, kind, "", bytes, 0, bytes.length, 0);
  }
}
