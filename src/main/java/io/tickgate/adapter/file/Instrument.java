package io.tickgate.adapter.file;

import io.tickgate.market.Symbol;

/** What a file's reader knows of one symbol. */
final class Instrument {
  final Symbol symbol;

  /** Whether the last message of its book was a part of a snapshot. */
  boolean inSnapshot;

  Instrument(Symbol symbol) {
    this.symbol = symbol;
  }
}
