package io.tickgate.adapter.publish;

import io.tickgate.adapter.Counter;
import io.tickgate.wire.ErrorCode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What was published. Written by those who do it, read by any thread. */
public final class PublishCounters {
  /** Ticks in the book. The writer's thread. */
  public final Counter accepted = new Counter();

  /** Records of the channel that came again after a broker was away, and were left out. */
  public final LongAdder redelivered = new LongAdder();

  /** Bodies ended because no line came in time. */
  public final LongAdder late = new LongAdder();

  /** Messages of the channel that were given up, because more came than could be taken. */
  public final LongAdder lost = new LongAdder();

  /** Connections that publish now. */
  public final AtomicInteger publishers = new AtomicInteger();

  /** Batches handed over and not applied yet. */
  public final AtomicInteger waiting = new AtomicInteger();

  /** Venues that publishers made. */
  public final AtomicInteger venues = new AtomicInteger();

  /** Symbols that publishers made. */
  public final AtomicInteger symbols = new AtomicInteger();

  private final LongAdder[] rejected =
      Stream.generate(LongAdder::new).limit(ErrorCode.values().length).toArray(LongAdder[]::new);

  /** Objects rejected with that code. */
  public LongAdder rejected(ErrorCode code) {
    return rejected[code.ordinal()];
  }
}
