package io.tickgate.adapter.publish;

import io.tickgate.market.Symbol;
import io.tickgate.wire.ErrorCode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One who publishes: a connection, or the channel. */
public final class Publisher {
  private static final Refusal EXPIRED =
      new Refusal(ErrorCode.TOKEN_EXPIRED, "the token has expired");
  private static final Refusal REVOKED =
      new Refusal(ErrorCode.FORBIDDEN, "what the token allows was taken back");

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

  /** Whether it was given the right to write that symbol, ever. Its own thread. */
  boolean mayWrite(Symbol symbol) {
    String venue = symbol.venue();
    if (venue.equals(lastAllowed)) {
      return true;
    }
    boolean allowed = venues.mayWrite(venue);
    lastAllowed = allowed ? venue : lastAllowed;
    return allowed;
  }

  /** Why it has no rights by that time, milliseconds since the epoch; null while it has. */
  @Nullable Refusal ended(long nowMillis) {
    if (nowMillis >= venues.expiresAtMillis()) {
      return EXPIRED;
    }
    return venues.revoked() ? REVOKED : null;
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
