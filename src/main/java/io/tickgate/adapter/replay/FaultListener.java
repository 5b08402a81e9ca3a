package io.tickgate.adapter.replay;

/** Hears what is wrong with recordings as they are read, on the thread that reads. */
@FunctionalInterface
public interface FaultListener {
  /**
   * Something was skipped, or ends too early.
   *
   * @param line counted from 1; of a file that is cut off, the last that was read
   * @param reason a few words; names the column where there are columns
   */
  void onFault(String file, long line, String reason);
}
