package io.tickgate.venueserver;

import io.tickgate.adapter.TickListener;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Tick;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books of all symbols, as the venue's decoder makes them of the frames played. Their number is
 * bounded by the decoder's symbols. Owned by the loop.
 */
final class ServedBooks implements TickListener {
  private final Map<String, ServedBook> books = new HashMap<>();
  private @Nullable String snapshotOf;

  /** The book, which may know nothing yet. */
  ServedBook book(String symbol) {
    return books.computeIfAbsent(symbol, s -> new ServedBook());
  }

  /** The book if it is known, else null. */
  @Nullable ServedBook live(String symbol) {
    ServedBook book = books.get(symbol);
    return book != null && book.live() ? book : null;
  }

  /** The symbol of the last snapshot since this was asked, or null. */
  @Nullable String takeSnapshotOf() {
    String symbol = snapshotOf;
    snapshotOf = null;
    return symbol;
  }

  /** The source starts over. */
  void restart() {
    books.values().forEach(ServedBook::restart);
  }

  @Override
  public boolean onTick(Tick tick) {
    if (tick instanceof BookChange change) {
      book(change.symbol().nativeName()).apply(change);
      if (change.snapshot()) {
        snapshotOf = change.symbol().nativeName();
      }
    } else if (tick instanceof BookReset) {
      book(tick.symbol().nativeName()).reset();
    }
    return true; // a recorded checksum that fails is served as it was recorded
  }

  @Override
  public void onTime(long now) {
    // books have no clock
  }
}
