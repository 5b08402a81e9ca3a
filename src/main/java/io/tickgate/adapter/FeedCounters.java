package io.tickgate.adapter;

/** What a feed has seen; written by the feed's thread, read by any. */
public final class FeedCounters {
  /** Messages and REST answers received. */
  public final Counter frames = new Counter();

  /** Messages of a type the decoder doesn't know or has no use for: skipped. */
  public final Counter ignored = new Counter();

  /** Messages that aren't what their venue documents: skipped. */
  public final Counter broken = new Counter();

  /** Errors that the venue reported. */
  public final Counter errors = new Counter();

  /** Sequence gaps and checksum mismatches, each followed by a resync of its symbol. */
  public final Counter resyncs = new Counter();

  /** Ticks handed on. */
  public final Counter ticks = new Counter();

  /** Things dropped because a limit of the feed was reached (symbols, buffered changes). */
  public final Counter dropped = new Counter();
}
