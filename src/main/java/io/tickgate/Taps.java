package io.tickgate;

import io.tickgate.book.FeedTap;
import io.tickgate.book.Restart;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import org.jspecify.annotations.Nullable;

/** Two that listen to one feed. */
record Taps(FeedTap one, FeedTap other) implements FeedTap {
  /** What is there of the two. */
  static @Nullable FeedTap of(@Nullable FeedTap one, @Nullable FeedTap other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return new Taps(one, other);
  }

  @Override
  public void onTick(SymbolBook book, Tick tick, boolean held) {
    one.onTick(book, tick, held);
    other.onTick(book, tick, held);
  }

  @Override
  public void onTime(long now) {
    one.onTime(now);
    other.onTime(now);
  }

  @Override
  public void onRestart(Restart restart) {
    one.onRestart(restart);
    other.onRestart(restart);
  }

  @Override
  public void onAdopt(SymbolBook book) {
    one.onAdopt(book);
    other.onAdopt(book);
  }

  @Override
  public void onState(FeedState state, String reason) {
    one.onState(state, reason);
    other.onState(state, reason);
  }
}
