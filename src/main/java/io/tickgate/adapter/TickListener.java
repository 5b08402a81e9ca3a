package io.tickgate.adapter;

import io.tickgate.market.Tick;

/** Takes the ticks of one feed, on the feed's thread, in upstream order. */
public interface TickListener {
  /**
   * Applies a tick.
   *
   * @return false when the book contradicts the {@link io.tickgate.market.BookCheck} that came with
   *     the tick. The book is suspect from then on and ignores changes until the next snapshot; the
   *     decoder must see to it that one comes, for this symbol alone.
   */
  boolean onTick(Tick tick);

  /**
   * The feed's clock moved on: bars that ended are closed. Live feeds tell the wall clock, replays
   * the recording's.
   *
   * @param now microseconds since the epoch
   */
  void onTime(long now);
}
