package io.tickgate.deliver;

import io.tickgate.wire.CloseCode;
import io.tickgate.wire.ErrorCode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all sessions of the node did together. Written by the loops, read by any thread. */
public final class SessionStats {
  public final AtomicInteger open = new AtomicInteger();

  private final AtomicInteger[] byProtocol = gauges(Protocol.values().length);
  public final AtomicInteger slow = new AtomicInteger();
  public final AtomicInteger subscriptions = new AtomicInteger();

  /** Cursors of all sessions: one for each symbol and channel of each client. */
  public final AtomicInteger cursors = new AtomicInteger();

  /** Symbols that globs didn't get because their session had all cursors it may have. */
  public final LongAdder cursorsRefused = new LongAdder();

  /** Bytes that the kernel hasn't taken yet, of all sessions. */
  public final AtomicLong outstanding = new AtomicLong();

  public final LongAdder opened = new LongAdder();
  public final LongAdder requests = new LongAdder();
  public final LongAdder elements = new LongAdder();
  public final LongAdder messages = new LongAdder();
  public final LongAdder writes = new LongAdder();
  public final LongAdder bytes = new LongAdder();
  public final LongAdder merged = new LongAdder();

  /** Connections with a window of their own. */
  public final AtomicInteger windows = new AtomicInteger();

  /** Messages that went through a deflater, once for all who share the result. */
  public final LongAdder deflations = new LongAdder();

  /** Data frames delivered deflated, and plain to those who would take deflated ones. */
  public final LongAdder deflatedFrames = new LongAdder();

  public final LongAdder plainFrames = new LongAdder();

  /** Bytes of the deflated frames' messages, and what went out in their stead. */
  public final LongAdder deflateBefore = new LongAdder();

  public final LongAdder deflateAfter = new LongAdder();

  /** Frames made for one client because the loop had too many different ones to share. */
  public final LongAdder unshared = new LongAdder();

  /** Connections ended for compressed messages too big, broken or not agreed. */
  public final LongAdder inflateRefused = new LongAdder();

  /** Notices that elements are missing, and how many they were about. */
  public final LongAdder gaps = new LongAdder();

  public final LongAdder gapElements = new LongAdder();

  private volatile Latency latency = Latency.NONE;

  private final LongAdder[] errors = adders(ErrorCode.values().length);
  private final LongAdder[] closes = adders(CloseCode.values().length);

  private static AtomicInteger[] gauges(int count) {
    AtomicInteger[] gauges = new AtomicInteger[count];
    for (int i = 0; i < count; i++) {
      gauges[i] = new AtomicInteger();
    }
    return gauges;
  }

  /** Sessions that are open and speak that. */
  public AtomicInteger open(Protocol protocol) {
    return byProtocol[protocol.ordinal()];
  }

  private static LongAdder[] adders(int count) {
    LongAdder[] adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  /** Who hears how long ticks take. */
  Latency latency() {
    return latency;
  }

  /** From now on that one does. */
  public void latency(Latency listener) {
    latency = listener;
  }

  /** A data frame for a connection that takes deflated ones. */
  void onFrame(boolean deflated, int before, int after) {
    if (deflated) {
      deflatedFrames.increment();
      deflateBefore.add(before);
      deflateAfter.add(after);
    } else {
      plainFrames.increment();
    }
  }

  /** Errors answered with that code. */
  public LongAdder errors(ErrorCode code) {
    return errors[code.ordinal()];
  }

  /** Sessions the gateway closed with that code. */
  public LongAdder closes(CloseCode code) {
    return closes[code.ordinal()];
  }
}
