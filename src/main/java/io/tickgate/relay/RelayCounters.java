package io.tickgate.relay;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of the relay. Any thread. */
public final class RelayCounters {
  /** Records sent and acknowledged, of all topics. */
  public final LongAdder sentRecords = new LongAdder();

  public final LongAdder sentBytes = new LongAdder();

  /** Ticks and other events in them. */
  public final LongAdder sentEvents = new LongAdder();

  public final LongAdder sentMarks = new LongAdder();

  /** Records that the broker didn't take in time; their symbols go on from marks. */
  public final LongAdder failedRecords = new LongAdder();

  /** Events that were not sent: there was no room, or the symbol waited for a mark. */
  public final LongAdder dropped = new LongAdder();

  /** How often a symbol had to go on from a mark, for either reason. */
  public final LongAdder brokenSymbols = new LongAdder();

  /** Events of symbols that another feed brought first; they don't travel. */
  public final LongAdder foreign = new LongAdder();

  /** Marks beyond {@code max-record}. */
  public final LongAdder oversized = new LongAdder();

  public final LongAdder receivedRecords = new LongAdder();
  public final LongAdder receivedBytes = new LongAdder();
  public final LongAdder applied = new LongAdder();

  /** Events that were known already. */
  public final LongAdder copies = new LongAdder();

  /** Events that came while their symbol waited for a mark. */
  public final LongAdder skipped = new LongAdder();

  /** How often something was missing of a symbol. */
  public final LongAdder gaps = new LongAdder();

  /** Records that aren't what they should be. */
  public final LongAdder broken = new LongAdder();

  /** Records of a writer that has been succeeded. */
  public final LongAdder fenced = new LongAdder();

  /** How often a feed began a new life. */
  public final LongAdder lives = new LongAdder();

  /** How often this node took a feed, and how often it lost one. */
  public final LongAdder taken = new LongAdder();

  public final LongAdder lost = new LongAdder();

  /** Polls and sends that failed. */
  public final LongAdder errors = new LongAdder();

  /** Records that wait to be read, as of the last poll; milliseconds that the newest was old. */
  public final AtomicLong lagRecords = new AtomicLong();

  public final AtomicLong lagMillis = new AtomicLong();

  /** How long it took to catch up; 0 before. */
  public final AtomicLong catchUpMillis = new AtomicLong();
}
