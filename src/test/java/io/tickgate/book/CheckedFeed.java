package io.tickgate.book;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.BookChange;
import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Books of one feed, with a count of the checksums that held. The feed's thread. */
public class CheckedFeed implements TickListener, FeedListener {
  private final Books books = new Books(BookLimits.defaults(), InstantSource.system());
  private final Feed feed = books.addFeed("test");
  private final FeedCounters counters = new FeedCounters();
  private final Map<Symbol, Long> checks = new HashMap<>();

  public final Books books() {
    return books;
  }

  public final Feed feed() {
    return feed;
  }

  /** What its decoders are to count with. */
  public final FeedCounters counters() {
    return counters;
  }

  final long checks(Symbol symbol) {
    return checks.getOrDefault(symbol, 0L);
  }

  @Override
  public boolean onTick(Tick tick) {
    boolean good = feed.apply(tick);
    if (good && tick instanceof BookChange change && change.check() != null) {
      checks.merge(change.symbol(), 1L, Long::sum);
    }
    return good;
  }

  @Override
  public void onTime(long now) {
    feed.onTime(now);
  }

  @Override
  public void onState(FeedState state, String reason) {
    feed.onState(state, reason);
  }

  @Override
  public void onRestart() {
    feed.onRestart();
  }
}
