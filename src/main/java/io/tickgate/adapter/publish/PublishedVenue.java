package io.tickgate.adapter.publish;

import io.tickgate.market.BookChange;
import io.tickgate.market.FeedState;
import io.tickgate.market.Lost;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import java.util.HashMap;
import java.util.Map;

/**
 * A venue that publishers write. Owned by the writer.
 *
 * <pre>
 *   LIVE ──nobody connected who wrote it, and nothing came for so long──▶ STALE ──tick──▶ LIVE
 * </pre>
 */
final class PublishedVenue {
  private final PublishedFeed feed;
  private final Map<Symbol, Instrument> instruments = new HashMap<>(); // the writer bounds it
  private int publishers;
  private long heardMillis;
  private boolean stale;

  PublishedVenue(PublishedFeed feed, long nowMillis) {
    this.feed = feed;
    this.heardMillis = nowMillis;
    feed.onState(FeedState.LIVE, "");
  }

  /** What is known of a symbol: whether its book was told whole, so that it can be changed. */
  private static final class Instrument {
    boolean booked;
  }

  boolean knows(Symbol symbol) {
    return instruments.containsKey(symbol);
  }

  boolean foreign(Symbol symbol) {
    return feed.foreign(symbol);
  }

  void add(Symbol symbol) {
    instruments.put(symbol, new Instrument());
  }

  /** Whether the tick changes a book of which there was no snapshot. */
  boolean changesNoBook(Tick tick) {
    if (!(tick instanceof BookChange change)) {
      return false;
    }
    Instrument instrument = instruments.get(tick.symbol());
    if (instrument != null && change.snapshot()) {
      instrument.booked = true;
    }
    return instrument == null || !instrument.booked;
  }

  boolean apply(Tick tick, long nowMillis) {
    heardMillis = nowMillis;
    if (stale) {
      stale = false;
      feed.onState(FeedState.LIVE, "");
    }
    return feed.apply(tick);
  }

  /** Marks all its symbols, for any of them may lack something. */
  void lose(long rx, String reason) {
    instruments.keySet().forEach(symbol -> feed.apply(new Lost(symbol, rx, rx, reason)));
  }

  void joined() {
    publishers++;
  }

  void left() {
    publishers--;
  }

  /** Time goes by. */
  void onTime(long nowMillis, long staleMillis) {
    feed.onTime(nowMillis * 1_000);
    if (publishers > 0) {
      heardMillis = nowMillis; // from its leaving on
    } else if (!stale && nowMillis - heardMillis >= staleMillis) {
      stale = true;
      feed.onState(FeedState.STALE, "nothing published for " + staleMillis + " ms");
    }
  }
}
