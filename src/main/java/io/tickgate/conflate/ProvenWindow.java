package io.tickgate.conflate;

/**
 * How much a client may be sent, by what it has proven to have read.
 *
 * <p>A finished write proves only that the kernel took the bytes, and kernels on a slow link hold
 * seconds of old prices. But whoever speaks WebSocket answers a ping after reading what came before
 * it (RFC 6455 section 5.5.3), so a pong is a receipt. Pings ride behind data; bytes without a
 * receipt are limited to a window, and the window follows the delay:
 *
 * <pre>
 *   delay  = time of the pong - time of its ping
 *   base   = the least delay of late: the way there and back without a queue
 *   queue  = delay - base
 *
 *   queue below half the target    the window grows by what was proven: it doubles each way there and back
 *   queue up to the target         it grows by the share of the target that is left
 *   queue above the target         it shrinks to rate * (base + target), the rate being what was proven
 *                                  while the ping was under way
 * </pre>
 *
 * <p>Growing by the delay of the queue and not by the delay as a whole is what LEDBAT does (RFC
 * 6817); it gives a client at the end of a long way its full rate. The base is looked for anew
 * every ten seconds, with nothing on the way, as BBR does: else a route that got longer would look
 * like a queue for ever.
 *
 * <p>Owned by the connection's loop; time is a parameter in nanoseconds of a clock that doesn't
 * jump.
 */
public final class ProvenWindow {
  /** First window: a client at 2 kB/s must not get more before the first receipt. */
  static final int FIRST = 4 << 10;

  /** An element or two: less could not carry anything. */
  static final int LEAST = 512;

  /** What a client is trusted with that reads all it gets, unless it has proven more. */
  static final int HEALTHY = 16 << 10;

  /** Beyond, the send buffer in the kernel is the limit anyway. */
  static final int MOST = 256 << 10;

  /** Pieces of a window on the way at once. */
  private static final int PIECES = 4;

  private static final long MILLI = 1_000_000;

  /**
   * How long a base counts. To look for another costs a client with a queue one way there and back.
   */
  private static final long BASE_NANOS = 30_000 * MILLI;

  /**
   * A base is found when a ping comes back that had nothing before it, a way there and back after
   * data stopped. Answers to a client that never stops asking are always before it.
   */
  private static final long SEARCH_NANOS = 2_000 * MILLI;

  /** Pings without a pong that are kept; with so many no more are sent. A power of two. */
  private static final int MAX_PINGS = 32;

  /** Room for that many at first, which is all that a client without a queue ever needs. */
  private static final int FIRST_PINGS = 2;

  /**
   * A ping that often when nothing is slow: costs a healthy client nothing that can be measured.
   */
  private static final long RELAXED_NANOS = 1_000 * MILLI;

  /** A ping that often while the window limits. */
  private static final long EAGER_NANOS = 50 * MILLI;

  /** Without any pong for so long a client is taken for one that doesn't answer pings. */
  private static final long MUTE_NANOS = 5_000 * MILLI;

  /** With so little on the way a ping measures the way and no queue. */
  private static final int CONTROL_BYTES = 64;

  private final long targetNanos;
  private final long openedAt;
  private long[] pingAt = new long[FIRST_PINGS];
  private long[] pingEnd = new long[FIRST_PINGS]; // bytes sent before and with it
  private long[] pingProven = new long[FIRST_PINGS]; // bytes proven when it was sent
  private int firstPing; // number of the oldest ping without a pong
  private int nextPing; // number of the next ping
  private long sent;
  private long proven;
  private long pinged; // bytes before the newest ping
  private long lastPingAt;
  private long lastPongAt;
  private long delay;
  private long base = Long.MAX_VALUE;
  private long baseAt;
  private int window = FIRST;
  private boolean limited; // the window held data back since the last pong
  private boolean answers;
  private long soughtBehind = -1; // bytes sent when a base was first looked for; -1 for none
  private long soughtSince; // the last pong of before
  private long leastSought;

  public ProvenWindow(long targetMillis, long now) {
    this.targetNanos = targetMillis * MILLI;
    this.openedAt = now;
    this.lastPingAt = now - RELAXED_NANOS;
    this.lastPongAt = now;
    this.baseAt = now;
  }

  /**
   * Bytes that may be sent now in one piece; 0 for none. To a client with a queue a piece is a part
   * of the window, so that receipts come spread over the way there and back and each makes room for
   * another: with the window in one piece its link would stand still from the end of it to the
   * receipt.
   */
  public long room(long now) {
    if (mute(now)) {
      return MOST; // its kernel is all that is known of it
    }
    long room = open(now);
    if (room <= 0) {
      limited = true;
      return 0;
    }
    boolean queue = delay > base + targetNanos / PIECES;
    return queue ? Math.min(room, Math.max(LEAST, window / PIECES)) : room;
  }

  /** Whether nothing may be sent now. Changes nothing. */
  public boolean full(long now) {
    return !mute(now) && open(now) <= 0;
  }

  private long open(long now) {
    long unproven = sent - proven;
    boolean late = outstanding() > 0 && now - pingAt[slot(firstPing)] > patience();
    if (unproven == 0 && !lookingForBase(now)) {
      return window;
    }
    return late || lookingForBase(now) ? 0 : window - unproven;
  }

  /** A ping may take the way there and back, the queue that is allowed, and as much again. */
  private long patience() {
    return base == Long.MAX_VALUE ? Long.MAX_VALUE : base + 2 * targetNanos;
  }

  private boolean lookingForBase(long now) {
    return answers && now - baseAt > BASE_NANOS;
  }

  private boolean mute(long now) {
    return !answers && now - openedAt > MUTE_NANOS;
  }

  private int outstanding() {
    return nextPing - firstPing;
  }

  private int slot(int ping) {
    return ping & (pingAt.length - 1);
  }

  private void grow() {
    long[] at = pingAt;
    long[] end = pingEnd;
    long[] before = pingProven;
    int mask = at.length - 1;
    pingAt = new long[at.length * 2];
    pingEnd = new long[at.length * 2];
    pingProven = new long[at.length * 2];
    for (int ping = firstPing; ping != nextPing; ping++) {
      pingAt[slot(ping)] = at[ping & mask];
      pingEnd[slot(ping)] = end[ping & mask];
      pingProven[slot(ping)] = before[ping & mask];
    }
  }

  /** So many bytes were handed to the transport. */
  public void onSent(long bytes) {
    sent += bytes;
  }

  /** Whether a ping should go out behind what was sent. */
  public boolean pingDue(long now) {
    if (lookingForBase(now) && proven == sent) {
      return true;
    }
    if (outstanding() == MAX_PINGS || (nextPing > 0 && pinged == sent)) {
      return false;
    }
    long unpinged = sent - pinged;
    long since = now - lastPingAt;
    return unpinged >= window / PIECES * 3 / 4
        || since >= (limited ? EAGER_NANOS : RELAXED_NANOS)
        || (limited && outstanding() == 0);
  }

  /** A ping of that many bytes goes out now; returns its number, which the pong brings back. */
  public int onPing(int bytes, long now) {
    if (outstanding() == pingAt.length) {
      grow();
    }
    sent += bytes;
    pinged = sent;
    lastPingAt = now;
    int slot = slot(nextPing);
    pingAt[slot] = now;
    pingEnd[slot] = sent;
    pingProven[slot] = proven;
    return nextPing++;
  }

  /**
   * A pong came back with that number; returns whether it is a receipt: one for an older ping, or
   * for none, is ignored.
   */
  public boolean onPong(int number, long now) {
    if (number - firstPing < 0 || number - nextPing >= 0) {
      return false;
    }
    int slot = slot(number);
    long flight = pingEnd[slot] - pingProven[slot];
    long news = pingEnd[slot] - proven;
    boolean alone = flight <= CONTROL_BYTES;
    delay = Math.max(1, now - pingAt[slot]);
    proven = pingEnd[slot];
    firstPing = number + 1; // it answers all before it
    lastPongAt = now;
    answers = true;
    boolean soughtLong = sought(pingProven[slot], now);
    if (delay < base || (alone && lookingForBase(now))) {
      base = delay;
    } else if (soughtLong) {
      base = leastSought;
    }
    if (alone || soughtLong || delay <= base + base / 4 + MILLI) {
      baseAt = now; // it still holds: who has no queue is never asked to wait
    }
    resize(flight, news);
    limited = false;
    return true;
  }

  /** A pong came: whether a base has been looked for so long that the least seen has to do. */
  private boolean sought(long provenThen, long now) {
    if (!lookingForBase(now)) {
      soughtBehind = -1;
      return false;
    }
    if (soughtBehind < 0) {
      soughtBehind = sent;
      leastSought = Long.MAX_VALUE;
    }
    if (provenThen < soughtBehind) { // its ping went out behind what was on the way before
      soughtSince = now;
      return false;
    }
    leastSought = Math.min(leastSought, delay);
    return now - soughtSince > SEARCH_NANOS;
  }

  private void resize(long flight, long news) {
    long queue = delay - base;
    // in double: nanoseconds times bytes
    double fits = (double) flight / delay * (base + targetNanos);
    if (queue > targetNanos) {
      if (window == LEAST) {
        baseAt = Long.MIN_VALUE / 2; // so little makes no such queue: the way itself got longer
      }
      window = bounded(queue > 2 * targetNanos ? fits : Math.min(window, fits));
    } else if (limited) {
      double share = queue < targetNanos / 2 ? 1 : 1 - (double) queue / targetNanos;
      window = bounded(window + share * news);
    } else {
      // who keeps up without a queue: room for a burst, more of it when it was shown to be fast
      window = bounded(Math.max(window, Math.max(fits, Math.min(HEALTHY, window + news))));
    }
  }

  private static int bounded(double bytes) {
    return (int) Math.max(LEAST, Math.min(MOST, bytes));
  }

  /** Bytes sent without a receipt. */
  public long unproven() {
    return sent - proven;
  }

  /** Whether any ping was ever answered. */
  public boolean answers() {
    return answers;
  }

  /** When the last pong came, or the connection began. */
  public long lastPongAt() {
    return lastPongAt;
  }

  /** Time from ping to pong, of the last pong or of a ping that waits for longer; milliseconds. */
  public long delayMillis(long now) {
    long waiting = outstanding() > 0 ? now - pingAt[slot(firstPing)] : 0;
    return Math.max(waiting, delay) / MILLI;
  }

  /** Bytes that may be without a receipt at the moment. */
  public int window() {
    return window;
  }
}
