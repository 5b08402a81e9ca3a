package io.tickgate.cli;

import io.tickgate.adapter.replay.FaultListener;

/** Tells what is wrong with files, the first few times: the rest is a count. */
final class FaultReport implements FaultListener {
  /** As many as fit on a screen beside what else there is to read. */
  private static final int MOST = 10;

  private final Console console;
  private long count;

  FaultReport(Console console) {
    this.console = console;
  }

  @Override
  public void onFault(String file, long line, String reason) {
    if (++count <= MOST) {
      console.tell(file + ":" + line + ": " + reason);
    }
  }

  /** All was read. */
  void end() {
    if (count > MOST) {
      console.tell("and " + (count - MOST) + " more of that kind");
    }
  }
}
