package io.tickgate.venueserver;

import io.tickgate.adapter.Counter;

/** What a venue did at its limits; written on its loop, read by any thread. */
public final class VenueCounters {
  /** Clients cut because they didn't take what they had subscribed to. */
  public final Counter slow = new Counter();

  /** Clients closed because they said more than the venue allows. */
  public final Counter talkative = new Counter();

  /** Connections refused because there were as many as may be. */
  public final Counter refused = new Counter();
}
