package io.tickgate.market;

/** A venue's checksum over a book, called by the book's writer right after a change. */
@FunctionalInterface
public interface BookCheck {
  /** Whether the book, both sides best first, is what the venue says it is. */
  boolean holds(Levels bids, Levels asks);
}
