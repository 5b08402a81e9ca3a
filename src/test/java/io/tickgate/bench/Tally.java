package io.tickgate.bench;

/** What a group of clients got while it was measured. The loop's. */
public final class Tally {
  private final Ages ages = new Ages();
  private final Ages staleness = new Ages();
  private long updates;
  private long frames;
  private long wireBytes;
  private long slowNotices;

  void onBytes(int count) {
    wireBytes += count;
  }

  void onFrame() {
    frames++;
  }

  void onUpdate(long ageMicros) {
    updates++;
    ages.add(ageMicros);
  }

  void onSlowNotice() {
    slowNotices++;
  }

  /** How old what came was when it came. */
  public Ages ages() {
    return ages;
  }

  /** How old what was shown was, sampled. */
  public Ages staleness() {
    return staleness;
  }

  public long updates() {
    return updates;
  }

  public long frames() {
    return frames;
  }

  public long wireBytes() {
    return wireBytes;
  }

  public long slowNotices() {
    return slowNotices;
  }
}
