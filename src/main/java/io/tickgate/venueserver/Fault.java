package io.tickgate.venueserver;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a venue may do wrong. */
public enum Fault {
  /** The TCP connection is closed, without a Close frame. */
  DROP,
  /** Nothing is sent any more, and the connection stays. */
  STALL,
  /** A change of a book is left out. */
  GAP,
  /** A change of a book has another checksum than its book; for venues that send one. */
  BAD_CHECKSUM,
  /** A change of a book comes twice. */
  DUPLICATE,
  /** A change of a book comes after the next one of the same symbol. */
  REORDER,
  /** The first half of a message comes by itself, before the message. */
  GARBAGE,
  /** A snapshot, on the stream or by REST, comes late. */
  SLOW_SNAPSHOT,
  /** The venue says that it goes down, as far as it has words for it, and closes with 1012. */
  MAINTENANCE;

  /** As configurations and the control spell it, {@code bad-checksum}; null for another text. */
  public static @Nullable Fault of(String text) {
    for (Fault fault : values()) {
      if (fault.text().equals(text)) {
        return fault;
      }
    }
    return null;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it befalls that kind of message. */
  boolean befalls(VenueFrame.Kind kind) {
    return switch (this) {
      case GAP, BAD_CHECKSUM, DUPLICATE, REORDER -> kind == VenueFrame.Kind.CHANGE;
      case SLOW_SNAPSHOT -> false; // asked where snapshots are made
      default -> true;
    };
  }
}
