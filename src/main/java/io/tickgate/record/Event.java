package io.tickgate.record;

/**
 * One event on its way through the ring: used again and again, owned by the thread that takes
 * events out.
 */
final class Event {
  /** What happened; the ordinal is what the ring holds. */
  enum Kind {
    OPEN,
    SENT,
    FRAME,
    ANSWER,
    CLOSE,
    /** Events that found the ring full; their number is the {@link #count}. */
    DROPPED;

    static final Kind[] ALL = values();
  }

  Kind kind = Kind.FRAME;

  /** Microseconds since the epoch. */
  long rx;

  long count;

  /** Holds the address in its first {@link #urlLength} bytes, and the message behind it. */
  byte[] bytes = new byte[1024];

  int urlLength;
  int length;
}
