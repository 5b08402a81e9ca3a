package io.tickgate.conflate;

/**
 * Widens the interval of a client that doesn't keep up, step by step, and narrows it again.
 *
 * <pre>
 *   level 0 ──behind for a while──▶ 1: 50 ms ──▶ 2: 100 ms … ──▶ 8: 5 s
 *           ◀──in time for longer──
 * </pre>
 *
 * <p>A step up needs the client to be behind for {@link #UP_MILLIS}, a step down needs it to be in
 * time for {@link #DOWN_MILLIS}: without the difference a client at the edge would swing. Owned by
 * the connection's loop; time is the loop's.
 */
public final class SlowLadder {
  /** Lag from which a client counts as behind: what a person notices. */
  static final long BEHIND_MILLIS = 500;

  static final long UP_MILLIS = 1_000;
  static final long DOWN_MILLIS = 3_000;
  private static final int FIRST_INTERVAL = 50;
  private static final int LAST_INTERVAL = 5_000;

  private int level;
  private long behindSince = -1;
  private long inTimeSince = -1;

  /** What a look at the client led to. */
  public enum Step {
    NONE,
    /** The interval is wider now. */
    WIDER,
    /** The interval is narrower, but not yet what the client asked for. */
    NARROWER,
    /** The client has caught up; it gets what it asked for. */
    CLEARED
  }

  /** Looks at the client's lag at that time. Called several times a second. */
  public Step look(long lagMillis, long nowMillis) {
    if (lagMillis >= BEHIND_MILLIS) {
      inTimeSince = -1;
      return behind(nowMillis);
    }
    behindSince = -1;
    return inTime(nowMillis);
  }

  private Step behind(long now) {
    if (behindSince < 0) {
      behindSince = now;
    }
    if (now - behindSince < UP_MILLIS || intervalMillis() >= LAST_INTERVAL) {
      return Step.NONE;
    }
    behindSince = now;
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

  /** Least interval of this level, 0 at the bottom. */
  public int intervalMillis() {
    return level == 0 ? 0 : Math.min(FIRST_INTERVAL << (level - 1), LAST_INTERVAL);
  }

  /** Whether the client counts as slow. */
  public boolean slow() {
    return level > 0;
  }
}
