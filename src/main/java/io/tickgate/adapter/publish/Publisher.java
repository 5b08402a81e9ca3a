package io.tickgate.adapter.publish;

import io.tickgate.market.Symbol;
import java.util.HashSet;
import java.util.Set;

/** One who publishes: a connection, or the channel. */
public final class Publisher {
  private final Venues venues;
  private final boolean connected;
  private final Set<PublishedVenue> written = new HashSet<>(); // the writer's thread
  private String lastAllowed = ""; // the publisher's thread

  /**
   * A publisher.
   *
   * @param connected whether the venues it has written are live for as long as it stays, however
   *     quiet it is
   */
  public Publisher(Venues venues, boolean connected) {
    this.venues = venues;
    this.connected = connected;
  }

  /** Whether it may write that symbol. Its own thread. */
  boolean mayWrite(Symbol symbol) {
    String venue = symbol.venue();
    if (venue.equals(lastAllowed)) {
      return true;
    }
    boolean allowed = venues.mayWrite(venue);
    lastAllowed = allowed ? venue : lastAllowed;
    return allowed;
  }

  /** Whether it has lost its rights by that time, milliseconds since the epoch. */
  boolean expired(long nowMillis) {
    return nowMillis >= venues.expiresAtMillis();
  }

  /** It has written that venue. The writer's thread. */
  void wrote(PublishedVenue venue) {
    if (written.add(venue) && connected) {
      venue.joined();
    }
  }

  /** It is gone. The writer's thread. */
  void left() {
    if (connected) {
      written.forEach(PublishedVenue::left);
    }
    written.clear();
  }

  /** Something that it sent is lost, and it isn't known what. The writer's thread. */
  void lost(long rx, String reason) {
    written.forEach(venue -> venue.lose(rx, reason));
  }
}
