package io.tickgate.venueserver;

import io.tickgate.adapter.simulator.dialect.KrakenWindow;
import io.tickgate.adapter.simulator.dialect.VenueBook;
import io.tickgate.market.BookChange;
import java.util.HashMap;
import java.util.Map;

/** The book of one symbol as far as the source has been played. Owned by the loop. */
final class ServedBook {
  /** Both sides as a subscriber of some depth sees them. */
  record Windows(KrakenWindow bids, KrakenWindow asks) {}

  final VenueBook levels = new VenueBook();
  private final Map<Integer, Windows> windows = new HashMap<>();
  private boolean live;
  private long ts;
  private long number;
  private int depth;

  void apply(BookChange change) {
    levels.apply(change);
    live = true;
    ts = change.ts();
    depth = change.window();
  }

  /** Nothing is known of it until the next snapshot. */
  void reset() {
    levels.clear();
    live = false;
  }

  /** Numbers start anew with a new connection. */
  void restart() {
    reset();
    number = 0;
  }

  /** A message came whose last update has that number. */
  void reach(long newNumber) {
    number = Math.max(number, newNumber);
  }

  /** Whether it is known. */
  boolean live() {
    return live;
  }

  /** When it changed, in microseconds since the epoch. */
  long ts() {
    return ts;
  }

  /** Of the last update in it, where the venue numbers them. */
  long number() {
    return number;
  }

  /** Levels a side that the source holds; 0 for all. */
  int depth() {
    return depth;
  }

  /** The view of subscribers of that depth; there are as many as the venue offers depths. */
  Windows windows(int levelsSeen) {
    return windows.computeIfAbsent(
        levelsSeen, n -> new Windows(new KrakenWindow(n), new KrakenWindow(n)));
  }
}
