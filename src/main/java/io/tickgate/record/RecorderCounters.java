package io.tickgate.record;

import java.util.concurrent.atomic.LongAdder;

/** What a recorder has done; read by any thread. */
public final class RecorderCounters {
  /** Events written to a file. */
  public final LongAdder recorded = new LongAdder();

  /** Events lost because the writer was behind: the file marks them. */
  public final LongAdder dropped = new LongAdder();

  /** Events lost because no file could be written: the next file marks them. */
  public final LongAdder unwritten = new LongAdder();

  /** Files begun. */
  public final LongAdder files = new LongAdder();

  /** Times that a file could not be made, written or closed. */
  public final LongAdder failures = new LongAdder();

  /** Files deleted because all together were larger than the disk budget. */
  public final LongAdder deleted = new LongAdder();
}
