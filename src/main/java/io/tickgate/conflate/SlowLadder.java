package io.tickgate.conflate;

/**
 * Tells how slow a client is, in steps and with hysteresis.
 *
 * <pre>
 *   level 0 ──late──▶ 1: 50 ms ──later──▶ 2: 100 ms … ──▶ 8: 5 s
 *           ◀──in time for a while──
 * </pre>
 *
 * <p>The lag is how long a symbol waits for its turn, so it is the interval between updates that
 * the client's link makes by itself; the ladder finds the step that describes it. Nothing is held
 * back beyond that: an interval forced on a link that is limited already would only make what it
 * carries older. Owned by the connection's loop; time is the loop's.
 */
public final class SlowLadder {
  /** Lag from which a client counts as late: what a person notices. */
  static final long LATE_MILLIS = 500;

  /** A step up needs the client to be late for so long, a step down in time for longer. */
  static final long UP_MILLIS = 1_000;

  static final long DOWN_MILLIS = 3_000;
  private static final int FIRST_INTERVAL = 50;
  private static final int LAST_INTERVAL = 5_000;

  private int level;
  private long lateSince = -1;
  private long inTimeSince = -1;

  /** What a look at the client led to. */
  public enum Step {
    NONE,
    /** The interval in effect is wider now. */
    WIDER,
    /** The interval in effect is narrower, but not yet what the client asked for. */
    NARROWER,
    /** The client has caught up; it gets what it asked for. */
    CLEARED
  }

  /** Looks at the client's lag at that time. Called several times a second. */
  public Step look(long lagMillis, long nowMillis) {
    if (lagMillis >= Math.max(LATE_MILLIS, intervalMillis())) {
      inTimeSince = -1;
      return late(nowMillis);
    }
    lateSince = -1;
    if (lagMillis < LATE_MILLIS || lagMillis < intervalMillis() / 4) {
      return inTime(nowMillis);
    }
    inTimeSince = -1; // as slow as this step says
    return Step.NONE;
  }

  private Step late(long now) {
    if (lateSince < 0) {
      lateSince = now;
    }
    if (now - lateSince < UP_MILLIS || intervalMillis() >= LAST_INTERVAL) {
      return Step.NONE;
    }
    lateSince = now;
    level++;
    return Step.WIDER;
  }

  private Step inTime(long now) {
    if (inTimeSince < 0) {
      inTimeSince = now;
    }
    if (level == 0 || now - inTimeSince < DOWN_MILLIS) {
      return Step.NONE;
    }
    inTimeSince = now;
    level--;
    return level == 0 ? Step.CLEARED : Step.NARROWER;
  }

  /** The interval in effect at this level, 0 at the bottom. */
  public int intervalMillis() {
    return level == 0 ? 0 : Math.min(FIRST_INTERVAL << (level - 1), LAST_INTERVAL);
  }

  /** Whether the client counts as slow. */
  public boolean slow() {
    return level > 0;
  }
}
