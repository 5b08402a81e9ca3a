package io.tickgate.book;

/** A version that is the whole state of its channel, so that it can be told once more. */
interface Repeatable<V extends Version> {
  /** Whether it tells the same state, at whatever time and under whatever count. */
  boolean sameAs(V other);

  /** The same as a later event. */
  V again(long seq, long position);
}
