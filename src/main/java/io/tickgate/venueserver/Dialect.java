package io.tickgate.venueserver;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of one venue say and hear. One object serves all clients; what it keeps of one
 * is in {@link Client}. All calls come on the loop, and input may be anything: whatever a client
 * says is answered as the venue would.
 */
interface Dialect {
  /** One of {@link io.tickgate.adapter.venue.Venues#names}. */
  String venue();

  /** Whether a WebSocket may be opened at that path. */
  boolean accepts(String path);

  /** A client stands: subscribes to what its address names, says what the venue says unasked. */
  void onConnect(Client client, String uri);

  /** A client said something. */
  void onText(Client client, String text);

  /** About ten times a second: heartbeats, pings, and who said nothing for too long. */
  void onBeat(Client client, long nowNanos);

  /**
   * What a frame of the source is about; null when nobody can subscribe to it. A frame of the empty
   * {@linkplain Topic topic} is a snapshot that is asked for by REST.
   *
   * @throws IOException when it can't be read
   */
  @Nullable VenueFrame read(byte[] frame) throws IOException;

  /**
   * The message for a client that subscribed to its topic under that name; null when there is
   * nothing to say to that one.
   */
  byte @Nullable [] wording(VenueFrame frame, String name, Client client, ServedBook book);

  /** The snapshot that starts such a subscription; null when the venue has none on the stream. */
  byte @Nullable [] snapshot(Topic topic, String name, ServedBook book);

  /** Such a frame said again to somebody who comes later; null when it isn't. */
  default byte @Nullable [] recall(VenueFrame last) {
    return null;
  }

  /** Says that the venue goes down, where it has words for it. */
  default void sayMaintenance(Client client) {}

  /** Messages that a client may send in a second; more cost it the connection. */
  default int requestsPerSecond() {
    return Integer.MAX_VALUE;
  }

  /** Whether a frame is in truth an answer about a book; any thread. */
  default boolean isDepthAnswer(byte[] frame) {
    return false;
  }

  /** What a REST request asks, any thread; null when this venue has nothing at that address. */
  default @Nullable DepthQuery depthQuery(String uri) {
    return null;
  }

  /** The answer about a book, to that many levels a side. */
  default byte[] depth(ServedBook book, int limit) {
    throw new UnsupportedOperationException(venue());
  }
}
