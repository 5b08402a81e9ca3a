package io.tickgate.adapter.replay;

import java.util.concurrent.atomic.LongAdder;

/** What a replay has read; written by the feed's thread, read by any. Loops add up. */
public final class ReplayCounters {
  /** Lines read, blank ones aside. */
  public final LongAdder lines = new LongAdder();

  /** Lines that aren't what their recorder writes: skipped. */
  public final LongAdder brokenLines = new LongAdder();

  /** Lines longer than a message can be: skipped. */
  public final LongAdder longLines = new LongAdder();

  /** Files that end in the middle of a line or of their packed data: played as far as they go. */
  public final LongAdder cutTails = new LongAdder();

  /** Events that a recorder says it lost. */
  public final LongAdder lost = new LongAdder();

  /** REST answers for which no connection of their venue is played. */
  public final LongAdder strayAnswers = new LongAdder();
}
