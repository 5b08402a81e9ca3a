package io.tickgate.adapter.live;

import io.tickgate.adapter.Counter;
import java.util.concurrent.atomic.AtomicLong;

/** What became of a live feed's connections; written by the feed's thread, read by any. */
public final class LiveCounters {
  /** Connections that stood and are gone, planned ones included. */
  public final Counter reconnects = new Counter();

  /** Attempts to connect that failed. */
  public final Counter failures = new Counter();

  /** Book snapshots asked for by REST. */
  public final Counter snapshots = new Counter();

  /** Those that brought none. */
  public final Counter snapshotFailures = new Counter();

  /** Books subscribed to anew after a gap. */
  public final Counter resubscribes = new Counter();

  /** Subscriptions that the venue refused. */
  public final Counter refused = new Counter();

  private final AtomicLong heardNanos = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong live = new AtomicLong();

  void onHeard(long nanos) {
    heardNanos.setOpaque(nanos);
  }

  void onLive(int sessions) {
    live.setOpaque(sessions);
  }

  /** Sessions that are live now. */
  public long live() {
    return live.getOpaque();
  }

  /** Seconds since anything at all came, by {@link LiveClock#nanos}; NaN when nothing has. */
  public double age(long nowNanos) {
    long heard = heardNanos.getOpaque();
    return heard == Long.MIN_VALUE ? Double.NaN : (nowNanos - heard) / 1e9;
  }
}
