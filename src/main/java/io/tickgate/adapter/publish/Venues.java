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

  /** Whether an operator has taken it back; asked for each batch, as it may be by any time. */
  default boolean revoked() {
    return false;
  }
}
