package io.tickgate.book;

import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;

/**
 * Hears all that enters the books by one feed, on the feed's thread and in its order, each after it
 * took effect. Told twice to two books, it makes them the same.
 */
public interface FeedTap {
  /**
   * A tick was applied.
   *
   * @param held whether the book held against the tick's check; true when it has none
   */
  void onTick(SymbolBook book, Tick tick, boolean held);

  /** The feed's clock moved on; microseconds since the epoch. */
  void onTime(long now);

  /**
   * The recording starts over.
   *
   * @param restart its books take the places of all of before; what they hold wasn't told
   */
  void onRestart(Restart restart);

  /** The book became what a mark says; the ticks between weren't told. */
  default void onAdopt(SymbolBook book) {}

  /** The feed is in that state now. */
  void onState(FeedState state, String reason);
}
