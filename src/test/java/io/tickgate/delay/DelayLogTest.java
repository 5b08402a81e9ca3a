package io.tickgate.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.FeedState;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import io.tickgate.market.codec.ChunkPool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DelayLogTest {
  private static final Duration DELAY = Duration.ofSeconds(900);
  private static final long MEMORY = 1 << 20;
  private static final Symbol SYMBOL = Symbol.of("sim:A-USD");
  private static final Decimal ONE = Decimal.of(1, 0);

  private static Trade trade(Symbol symbol, long rx) {
    return new Trade(symbol, rx, rx, ONE, ONE, null, null);
  }

  @Test
  void isNotAMicrosecondEarlyAndNotTwoLate() {
    Twin twin = new Twin(DELAY, MEMORY, "sim:*");
    twin.feed("sim").onTick(trade(SYMBOL, twin.wallMicros()));
    twin.pass(DELAY.toNanos() - 1);
    twin.log().release();
    assertNull(twin.delayed().find("sim:A-USD"));
    twin.pass(2_001);
    twin.log().release();
    assertEquals(1, twin.delayed().find("sim:A-USD").trades().head());
  }

  @Test
  void takesNoNoticeOfAWallClockThatJumps() {
    Twin twin = new Twin(DELAY, MEMORY, "sim:*");
    Twin.TwinFeed feed = twin.feed("sim");
    feed.onTick(trade(SYMBOL, twin.wallMicros()));
    twin.jump(Duration.ofHours(2)); // summer time, or a machine that was suspended
    feed.onTick(trade(SYMBOL, twin.wallMicros()));
    twin.jump(Duration.ofHours(-3));
    feed.onTick(trade(SYMBOL, twin.wallMicros()));
    feed.onTick(trade(SYMBOL, 1)); // a replay of 1970
    twin.pass(DELAY.toNanos() - 1_000);
    twin.log().release();
    assertTrue(twin.delayed().symbols().isEmpty());
    twin.drain("after the delay");
    assertEquals(4, twin.delayed().find("sim:A-USD").trades().head());
  }

  @Test
  void keepsOnlySymbolsThatAreNamed() {
    Twin twin = new Twin(DELAY, MEMORY, "sim:A-*", " kraken:BTC/USD");
    Twin.TwinFeed feed = twin.feed("feed");
    for (String name : List.of("sim:A-USD", "sim:B-USD", "kraken:BTC/USD", "kraken:BTC/USDT")) {
      feed.onTick(trade(Symbol.of(name), twin.wallMicros()));
    }
    twin.pass(2 * DELAY.toNanos());
    twin.log().release();
    assertEquals(
        List.of("kraken:BTC/USD", "sim:A-USD"),
        twin.delayed().symbols().stream().map(each -> each.symbol().name()).sorted().toList());
    assertTrue(twin.log().books().covers("sim:A-EUR"));
    assertFalse(twin.log().books().covers("sim:B-USD"));
  }

  @Test
  void isNothingWhenNothingIsNamed() {
    DelayLog log =
        new DelayLog(
            new DelaySettings(DELAY, MEMORY, List.of()),
            BookLimits.defaults(),
            InstantSource.system(),
            System::nanoTime);
    assertNull(log.tap("feed"));
    assertFalse(log.books().covers("sim:A-USD"));
    log.start();
    assertFalse(delayThreadRuns());
    log.stop();
    assertEquals(0, log.bytes());
  }

  @Test
  void symbolThatTheNodeRefusesIsRefusedLaterToo() {
    DelayLog log =
        new DelayLog(
            new DelaySettings(Duration.ofNanos(1), MEMORY, List.of("*")),
            BookLimits.defaults(),
            InstantSource.system(),
            System::nanoTime);
    BookLimits one = new BookLimits(1, 10, 10, 10, 10, 10);
    Feed feed = new Books(one, InstantSource.system(), log::tap).addFeed("feed");
    feed.apply(trade(SYMBOL, 1));
    feed.apply(trade(Symbol.of("sim:B-USD"), 1));
    assertEquals(1, feed.refused());
    assertEquals(1, log.entries());
  }

  @Test
  void statesAndRestartsComeLaterInTheirPlace() {
    Twin twin = new Twin(DELAY, MEMORY, "*");
    Twin.TwinFeed feed = twin.feed("rec");
    Market market = new Market(31);
    for (FeedState state : FeedState.values()) {
      feed.onState(state, "because of " + state);
      for (int i = 0; i < 200; i++) {
        twin.pass(20_000_000);
        feed.onTick(market.tick(twin.wallMicros()));
        feed.onTime(twin.wallMicros());
        twin.compare("state " + state + " tick " + i);
      }
      feed.onRestart();
      twin.pass(DELAY.toNanos() / 3);
      twin.compare("state " + state);
    }
    // a state each 304 s: now, at 1520 s, it is the one that came at 608 s
    assertEquals(FeedState.DOWN, twin.delayed().feeds().get(0).state());
    twin.drain("end");
    assertEquals(FeedState.ENDED, twin.delayed().feeds().get(0).state());
    assertEquals("because of ENDED", twin.delayed().feeds().get(0).reason());
  }

  /** Two nodes, of which one came when the recording had started over before. */
  @Test
  void restartKeepsItsNumber() {
    long[] nanos = {1};
    DelaySettings settings = new DelaySettings(DELAY, MEMORY, List.of("sim:*"));
    for (List<Long> heard : List.of(List.of(5L, 9L), List.of(9L))) {
      DelayLog log =
          new DelayLog(settings, BookLimits.defaults(), InstantSource.system(), () -> nanos[0]);
      Feed feed = new Books(BookLimits.defaults(), InstantSource.system(), log::tap).addFeed("f");
      heard.forEach(feed::onRestart); // before it has brought any symbol
      Feed delayed = log.books().books().feeds().get(0);
      log.release();
      assertEquals(0, delayed.restarts());
      nanos[0] += 2 * DELAY.toNanos();
      log.release();
      assertEquals(9, delayed.restarts(), "heard of " + heard);
    }
  }

  /** As the feed's own restart does there, without a word of its tap. */
  @Test
  void restartOfAnotherFeedMarksTheBookLaterToo() {
    Twin twin = new Twin(DELAY, MEMORY, "*");
    Twin.TwinFeed one = twin.feed("one");
    Twin.TwinFeed two = twin.feed("two");
    List<PriceLevel> levels = List.of(new PriceLevel(ONE, ONE));
    long now = twin.wallMicros();
    one.onTick(new BookChange(SYMBOL, now, now, true, levels, List.of(), 0, null));
    two.onTick(trade(SYMBOL, now + 5));
    twin.pass(DELAY.toNanos() / 2);
    two.onRestart();
    twin.compare("before");
    twin.pass(DELAY.toNanos() / 2 + 10_000);
    twin.compare("the first two are due");
    SymbolBook late = twin.delayed().find("sim:A-USD");
    assertFalse(late.stale());
    twin.drain("the restart is due");
    assertTrue(late.book().stale() && late.quote().stale());
    assertEquals(now, late.book().ts());
  }

  @Test
  void tellsAgeAndEntries() {
    Twin twin = new Twin(DELAY, MEMORY, "*");
    Twin.TwinFeed feed = twin.feed("sim");
    twin.log().release();
    assertEquals(0, twin.log().ageSeconds());
    assertEquals(0, twin.log().bytes());
    feed.onTick(trade(SYMBOL, 1));
    twin.pass(60_000_000_000L);
    feed.onTick(trade(SYMBOL, 1));
    twin.log().release();
    assertEquals(2, twin.log().entries());
    assertEquals(60, twin.log().ageSeconds(), 0.001);
    assertEquals(ChunkPool.CHUNK_BYTES, twin.log().bytes());
  }

  @Test
  void quoteTakesAFewBytes() {
    Twin twin = new Twin(DELAY, 64 << 20, "*");
    Twin.TwinFeed feed = twin.feed("sim");
    Decimal price = Decimal.parse("64012.15");
    Decimal size = Decimal.parse("0.41250000");
    int quotes = 100_000;
    for (int i = 0; i < quotes; i++) {
      long now = twin.wallMicros();
      feed.onTick(new Quote(SYMBOL, now - 12_000, now, price, size, price, size));
      twin.pass(100_000);
    }
    double each = (double) twin.log().bytes() / quotes;
    assertTrue(each < 33, each + " bytes a quote");
  }

  @Test
  void badSettingsNameTheirKey() {
    String delay = fault(Duration.ZERO, MEMORY);
    assertEquals("tickgate.delayed.delay: PT0S is not above zero and at most a week", delay);
    assertTrue(fault(Duration.ofDays(8), MEMORY).startsWith("tickgate.delayed.delay: "));
    assertEquals("tickgate.delayed.max-memory: 1000 is below 1M", fault(DELAY, 1_000));
    assertEquals(
        "tickgate.delayed.symbols: 'nocolon': a symbol is written venue:native",
        fault(DELAY, MEMORY, "sim:*", "nocolon"));
  }

  private static String fault(Duration delay, long memory, String... symbols) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> new DelaySettings(delay, memory, List.of(symbols)))
            .getMessage());
  }

  private static boolean delayThreadRuns() {
    return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals("delay"));
  }

  @Test
  void itsThreadReleasesAndEnds() {
    Duration delay = Duration.ofMillis(40);
    DelayLog log =
        new DelayLog(
            new DelaySettings(delay, MEMORY, List.of("*")),
            BookLimits.defaults(),
            InstantSource.system(),
            System::nanoTime);
    Feed feed = new Books(BookLimits.defaults(), InstantSource.system(), log::tap).addFeed("feed");
    log.start();
    assertTrue(delayThreadRuns());
    for (int i = 1; i <= 5; i++) {
      long before = System.nanoTime();
      feed.apply(trade(SYMBOL, i));
      awaitTrades(log.books().books(), i);
      long took = System.nanoTime() - before;
      assertTrue(took >= delay.toNanos(), "released after " + took + " ns");
    }
    feed.apply(trade(SYMBOL, 6));
    log.stop();
    assertFalse(delayThreadRuns());
    assertEquals(1, log.entries());
    SymbolBook book = log.books().books().find("sim:A-USD");
    assertNotNull(book);
    assertEquals(5, book.trades().head());
  }

  private static void awaitTrades(Books books, long count) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < end) {
      SymbolBook book = books.find("sim:A-USD");
      if (book != null && book.trades().head() >= count) {
        return;
      }
      LockSupport.parkNanos(100_000);
    }
    throw new AssertionError("trade " + count + " didn't come");
  }
}
