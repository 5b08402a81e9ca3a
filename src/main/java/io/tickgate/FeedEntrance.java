package io.tickgate;

import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.book.Feed;
import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the ticks of an adapter enter the books. Runs on the feed's thread. */
final class FeedEntrance implements TickListener, FeedListener {
  private final Feed feed;
  private final @Nullable Pattern wanted;
  private final Map<Symbol, Boolean> decided = new HashMap<>(); // as many as the decoder may know

  /**
   * An entrance.
   *
   * @param symbols native names and globs with commas between, or null for all
   */
  FeedEntrance(Feed feed, @Nullable String symbols) {
    this.feed = feed;
    this.wanted = symbols == null ? null : pattern(symbols);
  }

  private static Pattern pattern(String symbols) {
    StringBuilder regex = new StringBuilder();
    for (String symbol : symbols.split(",", -1)) {
      regex.append(regex.length() == 0 ? "" : "|");
      regex.append(("\\Q" + symbol.trim() + "\\E").replace("*", "\\E.*\\Q"));
    }
    return Pattern.compile(regex.toString());
  }

  @Override
  public boolean onTick(Tick tick) {
    return !wanted(tick.symbol()) || feed.apply(tick);
  }

  private boolean wanted(Symbol symbol) {
    Pattern pattern = wanted;
    return pattern == null
        || decided.computeIfAbsent(
            symbol,
            each ->
                pattern.matcher(each.nativeName()).matches()
                    || pattern.matcher(each.name()).matches());
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
  public void onRewind() {
    feed.onRewind();
  }

  @Override
  public void onRestart() {
    feed.onRestart();
  }
}
