package io.tickgate.adapter.live;

/**
 * Tells a line that is quiet from one that is dead, by silence measured in beats: after one it is
 * asked for a sign of life, after one and a half it is doubted, after two given up.
 *
 * <p>Time in which this process itself didn't run doesn't count as silence: what came then waits in
 * the socket and is read next.
 */
final class Pulse {
  enum Verdict {
    ALIVE,
    /** Ask for a sign of life; said once a silence. */
    ASK,
    DOUBTFUL,
    DEAD
  }

  private final long beatNanos;
  private final long tickNanos;
  private long heard;
  private long looked;
  private boolean asked;

  /**
   * A pulse.
   *
   * @param tickNanos how often it will be {@linkplain #look looked} at
   */
  Pulse(long beatNanos, long tickNanos) {
    this.beatNanos = beatNanos;
    this.tickNanos = tickNanos;
  }

  /** Anything at all came. */
  void beat(long now) {
    heard = now;
    asked = false;
  }

  /** A new connection. */
  void reset(long now) {
    looked = now;
    beat(now);
  }

  /** What the silence so far means. */
  Verdict look(long now) {
    long late = now - looked - 2 * tickNanos;
    if (late > 0) {
      heard += late;
    }
    looked = now;
    long silence = now - heard;
    if (silence >= 2 * beatNanos) {
      return Verdict.DEAD;
    }
    if (silence >= beatNanos && !asked) {
      asked = true;
      return Verdict.ASK;
    }
    return silence >= beatNanos * 3 / 2 ? Verdict.DOUBTFUL : Verdict.ALIVE;
  }
}
