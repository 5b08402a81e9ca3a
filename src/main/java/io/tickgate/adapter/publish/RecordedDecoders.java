package io.tickgate.adapter.publish;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.RecordingFormat;
import io.tickgate.adapter.venue.Decoders;

/** The decoder of each thing that a recording can hold: venues' messages, and published ticks. */
public final class RecordedDecoders {
  private RecordedDecoders() {}

  /**
   * A decoder of one recorded connection. A recording holds the snapshots it holds, so nobody is
   * asked for another.
   *
   * @param venue as {@link io.tickgate.adapter.replay.DecoderFactory#create} is given it
   */
  public static FrameListener create(String venue, TickListener ticks, FeedCounters counters) {
    return venue.equals(RecordingFormat.TICKS)
        ? new PublishedDecoder(ticks, counters)
        : Decoders.create(venue, ticks, counters, (symbol, reason) -> {});
  }
}
