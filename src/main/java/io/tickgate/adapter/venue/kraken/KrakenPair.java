package io.tickgate.adapter.venue.kraken;

import io.tickgate.adapter.venue.BookState;
import io.tickgate.market.Symbol;

/** What the decoder keeps of one pair. */
final class KrakenPair extends BookState {
  private static final int[] DEPTHS = {10, 25, 100, 500, 1_000};

  private int depth; // 0 while unknown

  KrakenPair(Symbol symbol) {
    super(symbol);
  }

  /** Depth to which each side of the book is cut after every message; 0 while unknown. */
  int depth() {
    return depth;
  }

  /** The venue told the depth of the subscription; anything but the depths it offers is ignored. */
  void tellDepth(long told) {
    if (offers(told)) {
      depth = (int) told;
    }
  }

  /** Whether the venue has books of that depth. */
  static boolean offers(long wanted) {
    for (int offered : DEPTHS) {
      if (wanted == offered) {
        return true;
      }
    }
    return false;
  }

  /** A snapshot came; where nobody told, the depth is the smallest on offer that holds it. */
  void seeSnapshot(int levels) {
    for (int i = 0; depth == 0 && i < DEPTHS.length; i++) {
      if (levels <= DEPTHS[i]) {
        depth = DEPTHS[i];
      }
    }
  }

  @Override
  protected void onOpen() {
    super.onOpen();
    depth = 0;
  }
}
