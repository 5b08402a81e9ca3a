package io.tickgate.book;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The state of one channel of one symbol after one event. Immutable, but for {@link #derived}: what
 * a later stage made of it and shares with everyone who reads the same version.
 */
public abstract sealed class Version
    permits TickerVersion, QuoteVersion, TradeVersion, BookVersion, BarVersion {
  private static final VarHandle DERIVED;

  static {
    try {
      DERIVED = MethodHandles.lookup().findVarHandle(Version.class, "derived", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long seq;
  private final long position;
  private final long ts;
  private final long rx;

  @SuppressWarnings("UnusedVariable") // through DERIVED
  private @Nullable Object derived;

  Version(long seq, long position, long ts, long rx) {
    this.seq = seq;
    this.position = position;
    this.ts = ts;
    this.rx = rx;
  }

  /** Counts the events of this channel and symbol from 1. */
  public final long seq() {
    return seq;
  }

  /** Counts the events of this symbol over all channels: the upstream order. */
  public final long position() {
    return position;
  }

  /** Venue's time of the event, microseconds since the epoch. */
  public final long ts() {
    return ts;
  }

  /** When the gateway received it, microseconds since the epoch. */
  public final long rx() {
    return rx;
  }

  /** What was {@linkplain #derive stored} last, or null. Any thread. */
  public final @Nullable Object derived() {
    return DERIVED.getAcquire(this);
  }

  /**
   * Stores an immutable value made from this version, such as its encoded form. Any thread; when
   * two threads store at once one of the values stays, so values must be interchangeable.
   */
  public final void derive(Object value) {
    DERIVED.setRelease(this, value);
  }
}
