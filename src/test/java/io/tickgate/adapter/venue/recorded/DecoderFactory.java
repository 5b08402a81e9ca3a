package io.tickgate.adapter.venue.recorded;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.Resync;
import io.tickgate.adapter.venue.VenueDecoder;

/** A decoder's constructor. */
@FunctionalInterface
public interface DecoderFactory {
  VenueDecoder create(TickListener ticks, FeedCounters counters, Resync resync);
}
