package io.tickgate.adapter.replay;

import io.tickgate.adapter.FrameListener;

/** Makes what hears a played connection. */
@FunctionalInterface
public interface DecoderFactory {
  /**
   * A decoder for one connection to that venue, in the state before its first {@code onOpen}.
   *
   * @param venue one of {@link io.tickgate.adapter.venue.Venues#names}, or {@link
   *     RecordingFormat#TICKS}
   */
  FrameListener create(String venue);
}
