package io.tickgate.deliver.edge;

import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What happened at the edge of the node. Written by any thread, read by any thread. */
@Singleton
public final class EdgeStats {
  /** Connections that hold a place, WebSocket and SSE. */
  public final AtomicInteger places = new AtomicInteger();

  /** Addresses that are remembered. */
  public final AtomicInteger addresses = new AtomicInteger();

  /** Connections closed because their request didn't arrive in time. */
  public final LongAdder lateRequests = new LongAdder();

  /** Connections that came past the proxies while the PROXY protocol is asked for. */
  public final LongAdder strangers = new LongAdder();

  /** Handshakes that aren't what RFC 6455 section 4.2.1 says. */
  public final LongAdder badHandshakes = new LongAdder();

  /** Pings that went unanswered because there were too many. */
  public final LongAdder pingsIgnored = new LongAdder();

  private final LongAdder[] refusals = new LongAdder[Limit.values().length];

  /** Why someone had to stay outside. */
  public enum Limit {
    CONNECTIONS,
    ADDRESS,
    SUBJECT,
    RATE,
    ADDRESS_RATE,
    DRAINING;

    /** As a label of a meter. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public EdgeStats() {
    for (int i = 0; i < refusals.length; i++) {
      refusals[i] = new LongAdder();
    }
  }

  /** Connections refused for that limit. */
  public LongAdder refusals(Limit limit) {
    return refusals[limit.ordinal()];
  }
}
