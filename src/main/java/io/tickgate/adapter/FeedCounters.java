package io.tickgate.adapter;

import java.util.concurrent.atomic.LongAdder;

/** What a feed has seen; written by the feed's thread, read by any. */
public final class FeedCounters {
  /** Messages and REST answers received. */
  public final LongAdder frames = new LongAdder();

  /** Messages of a type the decoder doesn't know or has no use for: skipped. */
  public final LongAdder ignored = new LongAdder();

  /** Messages that aren't what their venue documents: skipped. */
  public final LongAdder broken = new LongAdder();

  /** Errors that the venue reported. */
  public final LongAdder errors = new LongAdder();

  /** Sequence gaps and checksum mismatches, each followed by a resync of its symbol. */
  public final LongAdder resyncs = new LongAdder();

  /** Ticks handed on. */
  public final LongAdder ticks = new LongAdder();

  /** Things dropped because a limit of the feed was reached (symbols, buffered changes). */
  public final LongAdder dropped = new LongAdder();
}
