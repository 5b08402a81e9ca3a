package io.tickgate.conflate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.book.BarVersion;
import io.tickgate.book.BookVersion;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.TradeVersion;
import io.tickgate.book.Version;
import io.tickgate.market.Channel;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A client that believes nothing: it checks each element against what it got before, and builds
 * books of its own out of the changes.
 */
final class ModelClient implements Emitter {
  /** What the client knows of one subscription. */
  private static final class View {
    final Cursor cursor;
    long seq = -1;
    long gapFrom;
    long gapTo;
    boolean resumed;
    long startPosition; // what the client had of the symbol when this view started
    final TreeMap<Decimal, Decimal> bids = new TreeMap<>();
    final TreeMap<Decimal, Decimal> asks = new TreeMap<>();

    View(Cursor cursor) {
      this.cursor = cursor;
      this.resumed = cursor.terms().from() >= 0;
    }
  }

  private record Key(SymbolBook book, Channel channel) {}

  private final String name;
  private final Map<Key, View> views = new HashMap<>();
  private final Map<SymbolBook, Long> positions = new HashMap<>();
  int room;
  long gaps;
  long delivered;
  long flushedBeforeTrade;

  ModelClient(String name) {
    this.name = name;
  }

  void subscribed(Cursor cursor) {
    Key key = new Key(cursor.book(), cursor.terms().channel());
    View view = new View(cursor);
    view.startPosition = positions.getOrDefault(cursor.book(), 0L);
    views.put(key, view);
    if (!cursor.terms().snapshot()
        || (view.resumed && cursor.delivered() == cursor.terms().from())) {
      view.seq = cursor.delivered(); // goes on from there without a snapshot
      Version newest = cursor.newest();
      if (newest instanceof BookVersion book) {
        apply(view, book, null);
      }
    }
  }

  void unsubscribed(SymbolBook book, Channel channel) {
    views.remove(new Key(book, channel));
  }

  private View view(Cursor cursor) {
    View view = views.get(new Key(cursor.book(), cursor.terms().channel()));
    assertTrue(view != null && view.cursor == cursor, name + ": data of a subscription that ended");
    return view;
  }

  @Override
  public void symbol() {}

  @Override
  public void snapshot(Cursor cursor, Version version) {
    View view = view(cursor);
    assertEquals(-1, view.seq, name + ": a second snapshot");
    view.gapTo = 0;
    assertTrue(
        version.seq() >= cursor.delivered(), name + ": snapshot older than the subscription");
    if (version instanceof BookVersion book) {
      apply(view, book, null);
    }
    took(view, version);
  }

  @Override
  public void update(Cursor cursor, Version version, long prev, Version base) {
    View view = view(cursor);
    String what = name + " " + cursor.terms().channel() + " " + version.seq() + " prev " + prev;
    assertTrue(view.seq >= 0, what + ": update before the snapshot");
    assertEquals(view.seq, prev, what + ": prev isn't what was delivered before");
    assertTrue(version.seq() > prev, what + ": seq doesn't rise");
    if (cursor.walks()) {
      long expected = prev + 1;
      if (view.gapTo > 0) {
        assertEquals(expected, view.gapFrom, what + ": gap starts elsewhere");
        expected = view.gapTo + 1;
      }
      assertEquals(expected, version.seq(), what + ": neither next nor told as a gap");
      view.gapTo = 0;
    }
    Long newest = positions.get(cursor.book());
    boolean old = view.resumed && version.position() <= view.startPosition;
    if (newest != null && !old) {
      assertTrue(
          version.position() >= newest,
          what + ": goes back in upstream order from " + newest + " to " + version.position());
    }
    if (version instanceof TradeVersion trade && !old) {
      checkBefore(cursor.book(), trade, what);
    }
    if (version instanceof BookVersion book) {
      apply(view, book, (BookVersion) base);
    }
    took(view, version);
  }

  /** The quote, ticker and book that preceded a trade are there when the trade comes. */
  private void checkBefore(SymbolBook book, TradeVersion trade, String what) {
    checkBefore(book, Channel.QUOTE, trade.quoteBefore(), what);
    checkBefore(book, Channel.TICKER, trade.tickerBefore(), what);
    checkBefore(book, Channel.BOOK, trade.bookBefore(), what);
  }

  private void checkBefore(SymbolBook book, Channel channel, Version version, String what) {
    View other = views.get(new Key(book, channel));
    boolean watched = other != null && other.seq >= 0 && !other.cursor.walks();
    // one that is older than what was walked through already can't come any more
    long reached = positions.getOrDefault(book, 0L);
    if (version != null && watched && (version.position() > reached || other.seq > version.seq())) {
      assertTrue(other.seq >= version.seq(), what + ": came before the " + channel + " before it");
      flushedBeforeTrade++;
    }
  }

  private void took(View view, Version version) {
    view.seq = version.seq();
    positions.merge(view.cursor.book(), version.position(), Math::max);
    room--;
    delivered++;
  }

  @Override
  public void gap(Cursor cursor, long from, long to) {
    View view = view(cursor);
    assertTrue(to >= from, name + ": empty gap");
    assertEquals(0, view.gapTo, name + ": two gaps in a row");
    view.gapFrom = from;
    view.gapTo = to;
    gaps++;
  }

  @Override
  public boolean full() {
    return room <= 0;
  }

  private static void apply(View view, BookVersion book, BookVersion base) {
    int depth = view.cursor.terms().depth();
    if (base == null) {
      view.bids.clear();
      view.asks.clear();
    }
    set(view.bids, base == null ? book.bids(depth) : book.bidsSince(base, depth));
    set(view.asks, base == null ? book.asks(depth) : book.asksSince(base, depth));
    assertEquals(levels(book.bids(depth)), view.bids, "bids");
    assertEquals(levels(book.asks(depth)), view.asks, "asks");
  }

  private static void set(TreeMap<Decimal, Decimal> side, List<PriceLevel> changes) {
    for (PriceLevel level : changes) {
      if (level.size().isZero()) {
        assertFalse(side.remove(level.price()) == null, "removes a level that isn't there");
      } else {
        side.put(level.price(), level.size());
      }
    }
  }

  private static TreeMap<Decimal, Decimal> levels(List<PriceLevel> levels) {
    TreeMap<Decimal, Decimal> map = new TreeMap<>();
    levels.forEach(level -> map.put(level.price(), level.size()));
    return map;
  }

  /** Upstream is quiet and the client has read everything: it has the newest of all. */
  void checkConverged() {
    List<String> behind = new ArrayList<>();
    views.forEach(
        (key, view) -> {
          Version newest = view.cursor.newest();
          long want = newest == null ? 0 : newest.seq();
          boolean fine = newest instanceof BarVersion ? view.seq >= want : view.seq == want;
          boolean nothingYet = newest == null && view.seq <= 0;
          if (!fine && !nothingYet) {
            behind.add(key.channel() + " has " + view.seq + " of " + want);
          }
        });
    assertEquals(List.of(), behind, name + ": not converged");
  }

  /** Seq of the trade seen last, for a reconnect; -1 without one. */
  long lastTrade(SymbolBook book) {
    View view = views.get(new Key(book, Channel.TRADE));
    return view == null ? -1 : Objects.requireNonNull(view).seq;
  }

  /** The connection is gone; what was seen is remembered, what was subscribed isn't. */
  void disconnected() {
    views.clear();
    positions.clear();
  }
}
