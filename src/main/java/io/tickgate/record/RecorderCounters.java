package io.tickgate.record;

import java.util.concurrent.atomic.LongAdder;

/** What a recorder has done; read by any thread. */
public final class RecorderCounters {
  /** Events given to a file; what a failed flush loses of them is among {@link #unwritten} too. */
  public final LongAdder recorded = new LongAdder();

  /** Events lost because the writer was behind: the file marks them. */
  public final LongAdder dropped = new LongAdder();

  /** Events lost because no file could be written or flushed: the next file marks them. */
  public final LongAdder unwritten = new LongAdder();

  /** Files begun. */
  public final LongAdder files = new LongAdder();

  /** Times that a file could not be made, written or closed. */
  public final LongAdder failures = new LongAdder();

  /** Files deleted because all together were larger than the disk budget. */
  public final LongAdder deleted = new LongAdder();
}
