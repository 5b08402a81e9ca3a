package io.tickgate.deliver;

import io.tickgate.wire.CloseCode;
import io.tickgate.wire.ErrorCode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What all sessions of the node did together. Written by the loops, read by any thread. */
public final class SessionStats {
  public final AtomicInteger open = new AtomicInteger();
  public final AtomicInteger slow = new AtomicInteger();
  public final AtomicInteger subscriptions = new AtomicInteger();
  public final LongAdder opened = new LongAdder();
  public final LongAdder requests = new LongAdder();
  public final LongAdder elements = new LongAdder();
  public final LongAdder messages = new LongAdder();
  public final LongAdder writes = new LongAdder();
  public final LongAdder bytes = new LongAdder();
  public final LongAdder merged = new LongAdder();
  private final LongAdder[] errors = adders(ErrorCode.values().length);
  private final LongAdder[] closes = adders(CloseCode.values().length);

  private static LongAdder[] adders(int count) {
    LongAdder[] adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
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
