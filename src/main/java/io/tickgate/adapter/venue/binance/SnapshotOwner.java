package io.tickgate.adapter.venue.binance;

import io.tickgate.adapter.venue.SymbolTable;
import org.jspecify.annotations.Nullable;

/**
 * Whose book a snapshot is that doesn't say: the only one without a book, or else the only one
 * whose changes continue it.
 */
final class SnapshotOwner {
  private final long number;
  private int waiting;
  private int spanning;
  private @Nullable Instrument waits;
  private @Nullable Instrument spans;

  SnapshotOwner(long number) {
    this.number = number;
  }

  /** The owner, or null when there is none or no telling. */
  @Nullable Instrument among(SymbolTable<Instrument> symbols) {
    symbols.forEach(this::consider);
    if (waiting == 1) {
      return waits;
    }
    return spanning == 1 ? spans : null;
  }

  private void consider(Instrument instrument) {
    if (instrument.book.waits()) {
      waiting++;
      waits = instrument;
    }
    if (instrument.book.spans(number)) {
      spanning++;
      spans = instrument;
    }
  }
}
