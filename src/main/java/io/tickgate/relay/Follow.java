package io.tickgate.relay;

import io.tickgate.market.Symbol;

/** What a serving node knows of a symbol's way in. Owned by the reader. */
final class Follow {
  final Symbol symbol;
  byte[] mark = NO_MARK; // to be adopted, once what was before it has been read
  long markPosition;
  long seen; // newest position that came, applied or not
  boolean gap; // something is missing: waits for a mark

  static final byte[] NO_MARK = {};

  Follow(Symbol symbol) {
    this.symbol = symbol;
  }

  boolean waits() {
    return mark.length > 0;
  }
}
