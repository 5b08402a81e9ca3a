package io.tickgate.adapter.publish;

/** What a publisher may write. Any thread. */
public interface Venues {
  /** Everything, for ever. */
  Venues ALL = venue -> true;

  /** Whether ticks of that venue, the part of a symbol before the first colon, may be written. */
  boolean mayWrite(String venue);

  /** When that ends, in milliseconds since the epoch. */
  default long expiresAtMillis() {
    return Long.MAX_VALUE;
  }
}
