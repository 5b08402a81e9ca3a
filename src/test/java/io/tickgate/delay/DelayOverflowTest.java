package io.tickgate.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.book.BookText;
import io.tickgate.book.BookVersion;
import io.tickgate.book.Log;
import io.tickgate.book.QuoteVersion;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.TickerVersion;
import io.tickgate.book.TradeVersion;
import io.tickgate.book.Version;
import io.tickgate.conflate.Conflator;
import io.tickgate.conflate.Cursor;
import io.tickgate.conflate.Emitter;
import io.tickgate.conflate.Terms;
import io.tickgate.conflate.Wheel;
import io.tickgate.delay.Twin.TwinFeed;
import io.tickgate.market.BookChange;
import io.tickgate.market.Channel;
import io.tickgate.market.Decimal;
import io.tickgate.market.FeedState;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import io.tickgate.market.codec.ChunkPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** More than the memory holds: late and with gaps that are told, never early. */
class DelayOverflowTest {
  private static final Duration DELAY = Duration.ofSeconds(60);
  private static final long MEMORY = 1 << 20;

  /** Ticks at a rate for a while; after each, nothing of the log is ahead of what it may be. */
  private static void run(Twin twin, TwinFeed feed, Market market, int ticks, long gapNanos) {
    for (int i = 0; i < ticks; i++) {
      twin.pass(gapNanos);
      feed.onTick(market.tick(twin.wallMicros()));
      if (i % 50 == 0) {
        feed.onTime(twin.wallMicros());
      }
      if (i % 200 == 0) {
        twin.pass(10_000);
        twin.log().release();
        neverAhead(twin);
        assertTrue(twin.log().bytes() <= MEMORY, twin.log().bytes() + " bytes");
      }
    }
  }

  private static void neverAhead(Twin twin) {
    for (Symbol symbol : Market.SYMBOLS) {
      SymbolBook late = twin.delayed().find(symbol.name());
      SymbolBook model = twin.model().find(symbol.name());
      if (late == null) {
        continue;
      }
      long restarts = restarts(late);
      long mayRestarts = restarts(model);
      assertTrue(restarts <= mayRestarts, symbol + " restarted " + restarts);
      if (restarts < mayRestarts) {
        continue; // counts of another epoch: older, however high
      }
      for (Channel channel : Channel.values()) {
        if (channel != Channel.BAR && late.newest(channel) != null) {
          long seq = late.newest(channel).seq();
          long may = model.newest(channel).seq();
          assertTrue(seq <= may, symbol + " " + channel + " is at " + seq + " and may at " + may);
        }
      }
    }
  }

  private static long restarts(SymbolBook book) {
    return Objects.requireNonNull(book.origin()).restarts();
  }

  /** The same but for positions, and what is kept of the trades that were lost. */
  private static String healed(io.tickgate.book.Books books) {
    String text = BookText.of(books);
    text = Pattern.compile(" at \\d+ ").matcher(text).replaceAll(" ");
    return Pattern.compile("trades \\d+ (\\d+) -?\\d+").matcher(text).replaceAll("trades $1");
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43})
  void losesTicksNeverTimeAndHeals(long seed) {
    Twin twin = new Twin(DELAY, MEMORY, "*");
    TwinFeed feed = twin.feed("sim");
    Market market = new Market(seed);
    run(twin, feed, market, 10_000, 10_000_000); // fits: 6,000 in a minute
    assertEquals(0, twin.log().dropped());
    twin.compare("seed " + seed + " before");
    run(twin, feed, market, 60_000, 500_000); // 120,000 in a minute
    long dropped = twin.log().dropped();
    assertTrue(dropped > 10_000 && dropped < 60_000, "dropped " + dropped);
    run(twin, feed, market, 20_000, 10_000_000);
    assertEquals(0, twin.log().failed());
    twin.pass(10_000);
    twin.log().release();
    assertEquals(healed(twin.model()), healed(twin.delayed()), "seed " + seed);
    long since = twin.log().dropped();
    run(twin, feed, market, 10_000, 10_000_000);
    assertEquals(since, twin.log().dropped(), "it has room again");
  }

  @Test
  void tellsTheGapAndMarksTheBook() {
    Twin twin = new Twin(DELAY, MEMORY, "*");
    TwinFeed feed = twin.feed("sim");
    Market market = new Market(44);
    run(twin, feed, market, 60_000, 500_000);
    boolean stale = false;
    boolean gap = false;
    for (int i = 0; i < 12_000; i++) {
      twin.pass(10_000_000);
      feed.onTick(market.tick(twin.wallMicros()));
      twin.log().release();
      SymbolBook late = twin.delayed().find("sim:A-USD");
      if (late != null) {
        stale |= late.book() != null && late.book().stale();
        gap |= late.trades().wholeFrom() > 1_000;
      }
    }
    assertTrue(stale, "a book that misses changes says so");
    assertTrue(gap, "trades that were lost can't be read");
    SymbolBook late = twin.delayed().find("sim:A-USD");
    SymbolBook now = twin.model().find("sim:A-USD");
    Log<TradeVersion> trades = late.trades();
    for (long i = trades.oldest(); i < trades.head(); i++) {
      TradeVersion trade = trades.get(i);
      assertTrue(trade != null || i < trades.wholeFrom(), "trade " + i + " is missing");
      if (trade != null) { // else lost; those before it stay
        assertEquals(now.trades().get(i).trade(), trade.trade(), "trade " + i);
      }
    }
  }

  @Test
  void feedThatEndsWhileTheLogIsFullIsWholeInTheEnd() {
    Twin twin = new Twin(DELAY, MEMORY, "*");
    TwinFeed feed = twin.feed("rec");
    feed.onState(FeedState.REPLAY, "");
    Market market = new Market(45);
    run(twin, feed, market, 60_000, 500_000);
    assertTrue(twin.log().dropped() > 0);
    feed.onState(FeedState.ENDED, "");
    twin.pass(2 * DELAY.toNanos());
    twin.log().release();
    assertEquals(healed(twin.model()), healed(twin.delayed()));
    assertTrue(healed(twin.delayed()).startsWith("rec ENDED"));
    assertEquals(0, twin.log().entries());
    assertFalse(twin.log().bytes() > ChunkPool.CHUNK_BYTES, "all but a chunk is given back");
  }

  @Test
  void restartWhileTheLogIsFullStartsOver() {
    Twin twin = new Twin(DELAY, MEMORY, "*");
    TwinFeed feed = twin.feed("rec");
    Market market = new Market(46);
    run(twin, feed, market, 60_000, 500_000);
    for (int i = 0; i < 3; i++) {
      feed.onRestart();
      run(twin, feed, market, 2_000, 500_000);
    }
    run(twin, feed, market, 20_000, 10_000_000);
    twin.pass(10_000);
    twin.log().release();
    assertEquals(healed(twin.model()), healed(twin.delayed()));
  }

  private static final Symbol SYMBOL = Market.SYMBOLS.get(0);

  /** Quotes of another symbol until not one more fits. */
  private static void fill(Twin twin, TwinFeed feed) {
    Decimal one = Decimal.of(1, 0);
    Symbol other = Symbol.of("sim:OTHER-USD");
    long before = twin.log().dropped();
    while (twin.log().dropped() == before) {
      feed.onTick(new Quote(other, twin.wallMicros(), twin.wallMicros(), one, one, one, one));
    }
  }

  /** All that waits has its time, and what was lost to the log is made up for. */
  private static void heal(Twin twin, TwinFeed feed) {
    feed.onTime(twin.wallMicros());
    later(twin);
    assertEquals(0, twin.log().failed());
  }

  private static void later(Twin twin) {
    twin.pass(DELAY.toNanos() + 10_000);
    twin.log().release();
  }

  /** Needs a chunk of its own, which there is none of when the log is full. */
  private static BookChange change(Twin twin, boolean snapshot, String bid) {
    List<PriceLevel> bids = new ArrayList<>();
    bids.add(new PriceLevel(Decimal.parse(bid), Decimal.of(2, 0)));
    Decimal size = Decimal.of(Long.MAX_VALUE / 2 - twin.nanos(), 18);
    for (int i = 1; i < ChunkPool.CHUNK_BYTES / 16; i++) { // of 18 bytes or more
      bids.add(new PriceLevel(Decimal.of(Long.MAX_VALUE / 8 + i, 18), size));
    }
    List<PriceLevel> asks = List.of(new PriceLevel(Decimal.of(99, 0), Decimal.of(1, 0)));
    long now = twin.wallMicros();
    return new BookChange(SYMBOL, now, now, snapshot, bids, asks, 0, null);
  }

  /** What a client has seen last of each channel. */
  private static final class Screen implements Emitter {
    final Map<Channel, Version> seen = new EnumMap<>(Channel.class);
    private final Conflator conflator =
        new Conflator(new Wheel((task, at) -> {}, () -> 0), false, () -> {});
    private final SymbolBook book;

    Screen(SymbolBook book) {
      this.book = book;
      for (Channel channel : List.of(Channel.QUOTE, Channel.TICKER, Channel.BOOK)) {
        conflator.subscribe(book, Terms.defaults(channel), -1);
      }
      read();
    }

    void read() {
      conflator.mark(Objects.requireNonNull(conflator.cursors(book)), 31);
      conflator.drain(this);
    }

    String text() {
      QuoteVersion quote = (QuoteVersion) seen.get(Channel.QUOTE);
      TickerVersion ticker = (TickerVersion) seen.get(Channel.TICKER);
      BookVersion levels = (BookVersion) seen.get(Channel.BOOK);
      return quote.top().bid()
          + (quote.stale() ? " stale " : " ")
          + (ticker.top().bid() + (ticker.stale() ? " stale " : " "))
          + (levels.bids(100).hashCode() + (levels.stale() ? " stale" : ""));
    }

    @Override
    public void symbol() {}

    @Override
    public void snapshot(Cursor cursor, Version version) {
      seen.put(cursor.terms().channel(), version);
    }

    @Override
    public void update(Cursor cursor, Version version, long prev, Version base) {
      assertEquals(prev, seen.get(cursor.terms().channel()).seq());
      assertTrue(version.seq() > prev, version.seq() + " after " + prev);
      seen.put(cursor.terms().channel(), version);
    }

    @Override
    public void gap(Cursor cursor, long from, long to) {}

    @Override
    public boolean full() {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({"50", "60", "60 70", "60 70 80", "60 50"}) // best bids of the changes that are lost
  void quoteOfABookIsFreshAgainWhateverWasLost(String bids) {
    Twin twin = new Twin(DELAY, MEMORY, "*");
    TwinFeed feed = twin.feed("sim");
    feed.onTick(change(twin, true, "50"));
    later(twin);
    Screen client = new Screen(twin.delayed().find(SYMBOL.name()));
    Screen model = new Screen(twin.model().find(SYMBOL.name()));
    assertEquals(model.text(), client.text());
    fill(twin, feed);
    long lost = twin.log().dropped();
    for (String bid : bids.split(" ", -1)) {
      twin.pass(7_000);
      feed.onTick(change(twin, false, bid));
      lost++;
    }
    assertEquals(lost, twin.log().dropped(), "all of them are lost");
    later(twin);
    client.read();
    assertTrue(client.text().matches("50 stale 50 stale -?\\d+ stale"), client.text());
    heal(twin, feed);
    client.read();
    twin.model();
    model.read();
    assertEquals(model.text(), client.text());
  }

  /** The book that a feed lost a tick of isn't the one it brought its first tick to. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnFromTheNewBookAfterARestartOfTheOtherFeed(boolean lostBefore) {
    Twin twin = new Twin(DELAY, MEMORY, "*");
    TwinFeed one = twin.feed("one");
    TwinFeed two = twin.feed("two");
    trade(twin, one, 100, "");
    trade(twin, two, 101, "");
    if (lostBefore) {
      fill(twin, two);
      trade(twin, two, 102, TOO_LONG);
    }
    twin.pass(10_000);
    one.onRestart();
    trade(twin, one, 5, "");
    if (!lostBefore) {
      fill(twin, two);
      trade(twin, two, 6, TOO_LONG);
    }
    // a quote and the trade; the new book of a full log starts from a mark as well
    assertEquals(lostBefore ? 3 : 2, twin.log().dropped());
    later(twin);
    one.onTime(twin.wallMicros());
    twin.pass(10_000);
    heal(twin, two);
    assertEquals(healed(twin.model()), healed(twin.delayed()));
  }

  /** Needs a chunk of its own, which there is none of when the log is full. */
  private static final String TOO_LONG = "1".repeat(ChunkPool.CHUNK_BYTES);

  private static void trade(Twin twin, TwinFeed feed, int price, String id) {
    twin.pass(10_000);
    long now = twin.wallMicros();
    Decimal size = Decimal.of(1, 0);
    feed.onTick(new Trade(SYMBOL, now, now, Decimal.of(price, 0), size, null, id));
  }
}
