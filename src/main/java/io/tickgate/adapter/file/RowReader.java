package io.tickgate.adapter.file;

import io.tickgate.market.Tick;
import org.jspecify.annotations.Nullable;

/** Makes ticks of the rows of one file, in their order. */
interface RowReader {
  /**
   * Takes a row of as many fields as the header has.
   *
   * @return the tick that is complete by it; null when there is none yet
   * @throws CsvFault when the row isn't one of this kind; it has no effect then
   */
  @Nullable Tick read(CsvRow row) throws CsvFault;

  /** No row follows: what was kept back, or null. */
  default @Nullable Tick end() {
    return null;
  }
}
