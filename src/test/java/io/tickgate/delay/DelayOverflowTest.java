package io.tickgate.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.book.BookText;
import io.tickgate.book.Log;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.TradeVersion;
import io.tickgate.delay.Twin.TwinFeed;
import io.tickgate.market.Channel;
import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.codec.ChunkPool;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
