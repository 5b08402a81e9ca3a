package io.tickgate.book;

import static io.tickgate.book.Ticks.change;
import static io.tickgate.book.Ticks.quote;
import static io.tickgate.book.Ticks.snapshot;
import static io.tickgate.book.Ticks.summary;
import static io.tickgate.book.Ticks.trade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.BarInterval;
import io.tickgate.market.BookReset;
import io.tickgate.market.Channel;
import io.tickgate.market.Listed;
import io.tickgate.market.Lost;
import io.tickgate.market.Missed;
import io.tickgate.market.Status;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SymbolBookTest {
  private final SymbolBook book = Ticks.book();
  private final List<Integer> rings = new ArrayList<>();

  private String top() {
    QuoteVersion quote = book.quote();
    TickerVersion ticker = book.ticker();
    if (quote == null || ticker == null) {
      return "none";
    }
    assertEquals(quote.top(), ticker.top());
    return quote.seq() + ": " + quote.top().bid() + "/" + quote.top().ask();
  }

  @Test
  void aQuoteStreamWinsOverTheBookAndTheBookOverSummaries() {
    book.apply(summary(1, "10", "10.5"));
    assertEquals("1: 10/null", top());
    book.apply(snapshot(2, "11x1", "12x1"));
    assertEquals("2: 11/12", top());
    book.apply(summary(3, "9", "9.5"));
    assertEquals("2: 11/12", top());
    book.apply(quote(4, "10.1", "10.2"));
    assertEquals("3: 10.1/10.2", top());
    book.apply(change(5, "11.5x1", ""));
    book.apply(summary(6, "9", "9.5"));
    assertEquals("3: 10.1/10.2", top());
    assertEquals("11.5x1 11x1", bids());
    book.apply(quote(7, "10.1", "10.2"));
    assertEquals("4: 10.1/10.2", top());
  }

  @Test
  void aSummaryTellsTheLastPriceUntilThereIsATrade() {
    book.apply(summary(1, null, "10.5"));
    assertNull(book.quote());
    TickerVersion first = Objects.requireNonNull(book.ticker());
    assertEquals("10.5", String.valueOf(first.day().last()));
    book.apply(trade(2, "11", "1"));
    book.apply(summary(3, null, "10.7"));
    TickerVersion second = Objects.requireNonNull(book.ticker());
    assertEquals("11", String.valueOf(second.day().last()));
    assertEquals(2, second.seq());
  }

  @Test
  void barsOfTheVenueCountUntilThereIsATrade() {
    book.apply(Ticks.candle(BarInterval.M1, 0, "10 12 9 11", "1.5"));
    assertEquals("11", String.valueOf(Objects.requireNonNull(book.ticker()).day().last()));
    assertEquals(1, book.bars(BarInterval.M1).history().head());
    assertEquals(0, book.bars(BarInterval.S1).history().head());
    assertEquals(1, Objects.requireNonNull(book.bars(BarInterval.H1).newest()).seq());
    assertEquals(Channel.TICKER.bit() | Channel.BAR.bit(), book.channels());
    book.apply(trade(60_000_001, "20", "1"));
    book.apply(Ticks.candle(BarInterval.M1, 60_000_000, "1 1 1 1", "5"));
    assertEquals("20", String.valueOf(Objects.requireNonNull(book.ticker()).day().last()));
    assertEquals(1, book.bars(BarInterval.M1).history().head());
    assertEquals(
        "20", Objects.requireNonNull(book.bars(BarInterval.M1).newest()).bar().open().toString());
  }

  @Test
  void aBookTellsATopOnlyWhenItChanges() {
    book.apply(snapshot(1, "10x1 9x1", "11x1"));
    assertEquals("1: 10/11", top());
    book.apply(change(2, "9x2", "12x1"));
    assertEquals("1: 10/11", top());
    book.apply(change(3, "10x2", ""));
    assertEquals("2: 10/11", top());
    book.apply(change(4, "10x0 9x0", ""));
    assertEquals("3: null/11", top());
    assertEquals(4, Objects.requireNonNull(book.book()).seq());
  }

  @Test
  void ringsForWhatChanged() {
    book.watch(rings::add);
    book.apply(new Listed(Ticks.SYMBOL, 1, 1));
    book.apply(new Status(Ticks.SYMBOL, 1, 1, Status.State.values()[0]));
    assertEquals(List.of(), rings);
    assertEquals(Status.State.values()[0], book.status());
    book.apply(quote(1, "10", "11"));
    book.apply(trade(2, "10", "1"));
    book.apply(snapshot(3, "9x1", "12x1"));
    int quoteAndTicker = Channel.QUOTE.bit() | Channel.TICKER.bit();
    int tradeBarAndTicker = Channel.TRADE.bit() | Channel.BAR.bit() | Channel.TICKER.bit();
    assertEquals(List.of(quoteAndTicker, tradeBarAndTicker, Channel.BOOK.bit()), rings);
    assertEquals(quoteAndTicker | tradeBarAndTicker | Channel.BOOK.bit(), book.channels());
    book.onTime(1_000);
    assertEquals(3, rings.size());
    book.onTime(3_000_002);
    assertEquals(List.of(Channel.BAR.bit()), rings.subList(3, rings.size()));
    book.onEnd();
    book.onEnd();
    assertEquals(5, rings.size());
  }

  @Test
  void anUnwatchedWatcherHearsNoMore() {
    Watcher watcher = rings::add;
    book.watch(watcher);
    book.watch(channels -> rings.add(-channels));
    book.unwatch(watcher);
    book.apply(snapshot(1, "", "12x1"));
    int all = Channel.QUOTE.bit() | Channel.TICKER.bit() | Channel.BOOK.bit();
    assertEquals(List.of(-all), rings);
  }

  @Test
  void changesBeforeASnapshotAreIgnored() {
    assertTrue(book.apply(change(1, "10x1", "11x1")));
    assertNull(book.book());
    assertNull(book.quote());
    book.apply(new BookReset(Ticks.SYMBOL, 2, 2, "nothing to reset"));
    assertNull(book.book());
  }

  @Test
  void aSuspectBookShowsTheLastGoodLevelsAsStale() {
    book.apply(snapshot(1, "10x1", "11x1"));
    assertFalse(book.apply(change(2, false, "10x7", "", 0, (bids, asks) -> false)));
    assertEquals("2 stale 10x1 11x1", text());
    assertEquals("2: 10/11", top());
    assertTrue(Objects.requireNonNull(book.quote()).stale());
    assertTrue(Objects.requireNonNull(book.ticker()).stale());
    book.apply(change(3, "10x8", ""));
    assertEquals("2 stale 10x1 11x1", text());
    book.apply(new BookReset(Ticks.SYMBOL, 4, 4, "suspect already"));
    assertEquals("2 stale 10x1 11x1", text());
    book.apply(snapshot(5, "10x9", "12x1"));
    assertEquals("3 good 10x9 12x1", text());
    assertEquals("3: 10/12", top());
    assertFalse(Objects.requireNonNull(book.quote()).stale());
    book.apply(new BookReset(Ticks.SYMBOL, 6, 6, "gap"));
    assertEquals("4 stale 10x9 12x1", text());
    book.apply(change(7, "10x8", ""));
    assertEquals("4 stale 10x9 12x1", text());
  }

  @Test
  void whatIsLostStaysAsStaleUntilItsSourceIsBack() {
    book.apply(snapshot(1, "10x1", "11x1"));
    book.apply(Ticks.trade(2, "10", "3"));
    book.apply(new Lost(Ticks.SYMBOL, 9, 9, "connection lost"));
    assertEquals("2 stale 10x1 11x1", text());
    assertEquals("2: 10/11", top());
    assertEquals("q2@1 t3@2 stale", prices());
    book.apply(new Lost(Ticks.SYMBOL, 10, 10, "said once"));
    assertEquals("q2@1 t3@2 stale", prices());
    book.apply(Ticks.trade(11, "12", "1")); // says nothing of bid and ask
    assertEquals("q2@1 t4@11 stale", prices());
    book.apply(snapshot(12, "10x1", "11x1")); // the same as before, and news all the same
    assertEquals("3 good 10x1 11x1", text());
    assertEquals("q3@12 t5@12", prices());
    assertEquals(2, book.trades().head());
  }

  @Test
  void aSymbolOfTradesAloneIsFreshWithTheNextTrade() {
    book.apply(new Lost(Ticks.SYMBOL, 1, 1, "nothing is known yet"));
    assertNull(book.ticker());
    book.apply(Ticks.trade(2, "10", "3"));
    assertFalse(book.stale());
    book.apply(new Lost(Ticks.SYMBOL, 3, 3, "connection lost"));
    assertTrue(book.stale());
    book.apply(Ticks.trade(4, "10", "3"));
    assertFalse(book.stale());
  }

  /** Seq and time of quote and ticker. */
  private String prices() {
    QuoteVersion quote = Objects.requireNonNull(book.quote());
    TickerVersion ticker = Objects.requireNonNull(book.ticker());
    assertEquals(quote.stale(), ticker.stale());
    return "q%d@%d t%d@%d%s"
        .formatted(
            quote.seq(), quote.ts(), ticker.seq(), ticker.ts(), quote.stale() ? " stale" : "");
  }

  @Test
  void tellsWhetherAnyoneWatches() {
    List<String> told = new ArrayList<>();
    Watcher one = channels -> {};
    Watcher two = channels -> {};
    book.watch(one);
    book.tellDemand((symbol, wanted) -> told.add(symbol + " " + wanted));
    book.watch(two);
    book.unwatch(one);
    assertEquals(List.of("sim:A-B true"), told);
    book.unwatch(two);
    book.unwatch(two);
    book.watch(two);
    assertEquals(List.of("sim:A-B true", "sim:A-B false", "sim:A-B true"), told);
  }

  @Test
  void asksTheCheckAfterApplying() {
    List<String> seen = new ArrayList<>();
    boolean good =
        book.apply(
            change(
                1,
                true,
                "10x1 9x1 8x1",
                "11x1 12x1",
                2,
                (bids, asks) -> {
                  seen.add(bids.size() + " " + bids.level(1).price() + " " + asks.level(0).price());
                  return true;
                }));
    assertTrue(good);
    assertEquals(List.of("2 9 11"), seen);
  }

  @Test
  void cutsEachSideToTheWindow() {
    book.apply(change(1, true, "10x1 9x1 8x1 7x1", "11x1 12x1 13x1", 3, null));
    assertEquals("1 good 10x1 9x1 8x1 11x1 12x1 13x1", text());
    book.apply(change(2, false, "9.5x1", "10.5x1", 3, null));
    assertEquals("2 good 10x1 9.5x1 9x1 10.5x1 11x1 12x1", text());
    // what was cut off doesn't come back
    book.apply(change(3, false, "9.5x0", "10.5x0", 3, null));
    assertEquals("3 good 10x1 9x1 11x1 12x1", text());
  }

  @Test
  void dropsTheWorstLevelsBeyondTheLimit() {
    SymbolBook small = Ticks.book(new BookLimits(1, 3, 4, 4, 4, 100));
    small.apply(snapshot(1, "1x1 2x1 3x1 4x1 5x1", "9x1 8x1 7x1"));
    small.apply(change(2, "6x1", "10x1"));
    BookVersion version = Objects.requireNonNull(small.book());
    assertEquals("6x1 5x1 4x1", Ticks.text(version.bids(100)));
    assertEquals("7x1 8x1 9x1", Ticks.text(version.asks(100)));
    assertEquals(4, small.orderBook().dropped());
  }

  @Test
  void tellsTheMostDecimalsSeen() {
    assertEquals("0 0", book.priceScale() + " " + book.sizeScale());
    book.apply(trade(1, "1.50", "2.000"));
    assertEquals("2 3", book.priceScale() + " " + book.sizeScale());
    book.apply(quote(1, "1.5", "1.50001"));
    assertEquals("5 3", book.priceScale() + " " + book.sizeScale());
  }

  @Test
  void aTradeRemembersWhatStoodBeforeIt() {
    book.apply(quote(1, "10", "11"));
    QuoteVersion quote = book.quote();
    TickerVersion ticker = book.ticker();
    book.apply(trade(2, "10.5", "1"));
    TradeVersion trade = Objects.requireNonNull(book.trades().newest());
    assertEquals(quote, trade.quoteBefore());
    assertEquals(ticker, trade.tickerBefore());
    assertNull(trade.bookBefore());
    assertTrue(Objects.requireNonNull(book.ticker()).position() == trade.position());
  }

  @Test
  void tradesThatWereMissedCount() {
    book.apply(trade(1, "10", "1"));
    book.apply(new Missed(Ticks.SYMBOL, 2, 3, 4));
    assertEquals(1, Objects.requireNonNull(book.trades().newest()).seq());
    book.apply(new Missed(Ticks.SYMBOL, 2, 3, 2));
    book.apply(trade(4, "12", "1"));
    book.apply(trade(5, "13", "1"));
    assertEquals(9, Objects.requireNonNull(book.trades().newest()).seq());
    assertEquals(8, Objects.requireNonNull(book.trades().get(7)).seq());
    assertNull(book.trades().get(6));
    assertEquals(3, Objects.requireNonNull(book.ticker()).day().trades()); // of those nobody knows
  }

  /** A mark that is made between the two is of a book that knows of the missed ones. */
  @Test
  void aBookThatFollowsCountsThemToo() {
    SymbolBook follower = Ticks.book();
    book.apply(trade(1, "10", "1"));
    book.apply(new Missed(Ticks.SYMBOL, 2, 3, 4));
    follower.adopt(book.mark());
    for (SymbolBook each : List.of(book, follower)) {
      each.apply(trade(4, "12", "1"));
      assertEquals(6, Objects.requireNonNull(each.trades().newest()).seq());
    }
  }

  /** Who walks gets what came before the gap, and is told of the gap alone. */
  @Test
  void whatCameBeforeAGapOutlivesTheMarkAfterIt() {
    SymbolBook follower = Ticks.book();
    for (int i = 1; i <= 20; i++) {
      book.apply(trade(i, "10", "1"));
      if (i <= 10) {
        follower.apply(trade(i, "10", "1"));
      }
    }
    follower.adopt(book.mark());
    Log<TradeVersion> kept = follower.trades();
    for (long i = 0; i < 20; i++) {
      TradeVersion trade = kept.get(i);
      if (i < 10 || i == 19) {
        assertEquals(i + 1, Objects.requireNonNull(trade, "trade " + i).seq());
      } else {
        assertNull(trade, "trade " + i + " never came");
      }
    }
    assertEquals(20, kept.head());
    assertEquals(19, kept.wholeFrom(), "who resumes before the gap doesn't get all");
  }

  @Test
  void whatIsFarBeforeAGapHoldsNoBooks() {
    SymbolBook follower = Ticks.book();
    for (int i = 1; i <= 100; i++) {
      for (SymbolBook each : List.of(book, follower)) {
        each.apply(snapshot(i, "10x" + i, "11x1"));
        each.apply(trade(i, "10", "1"));
      }
    }
    assertTrue(Objects.requireNonNull(follower.trades().get(99)).bookBefore() != null);
    book.apply(new Missed(Ticks.SYMBOL, 101, 101, 80));
    book.apply(trade(102, "10", "1"));
    follower.adopt(book.mark());
    for (SymbolBook each : List.of(book, follower)) {
      for (long i = 80; i < 100; i++) {
        assertNull(Objects.requireNonNull(each.trades().get(i)).bookBefore(), "trade " + i);
      }
    }
  }

  /** In each channel seq counts by one, and positions never go back, whatever comes. */
  @Test
  void seqCountsTheEventsOfEachChannelByOne() {
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      SymbolBook subject = Ticks.book();
      int[] ring = new int[1];
      subject.watch(channels -> ring[0] = channels);
      Map<Channel, Long> seqs = new EnumMap<>(Channel.class);
      Map<Channel, Long> positions = new EnumMap<>(Channel.class);
      for (int step = 1; step <= 300; step++) {
        String what = "seed " + seed + " step " + step;
        ring[0] = 0;
        subject.apply(any(random, step));
        for (Channel channel : Channel.values()) {
          boolean bar = channel == Channel.BAR;
          Version newest = bar ? subject.bars(BarInterval.H1).newest() : subject.newest(channel);
          boolean changed = (ring[0] & channel.bit()) != 0;
          long before = seqs.getOrDefault(channel, 0L);
          long seq = newest == null ? 0 : newest.seq();
          assertEquals(changed ? before + 1 : before, seq, what + " " + channel);
          if (newest != null) {
            long position = newest.position();
            assertEquals(
                changed ? Long.valueOf(step) : positions.get(channel), position, what + channel);
            positions.put(channel, position);
          }
          if (newest != null && !bar) {
            assertEquals(newest, subject.log(channel).get(seq - 1), what + " " + channel);
          }
          seqs.put(channel, seq);
        }
      }
    }
  }

  private static Tick any(Random random, long ts) {
    String price = String.valueOf(10 + random.nextInt(5));
    return switch (random.nextInt(9)) {
      case 0 -> quote(ts, price, "20");
      case 1, 2 -> trade(ts, price, "1");
      case 3 -> summary(ts, random.nextBoolean() ? price : null, price);
      case 4 -> snapshot(ts, price + "x1", "30x1");
      case 5, 6 -> change(ts, price + "x" + random.nextInt(3), "");
      case 7 -> change(ts, false, price + "x1", "", 2, (bids, asks) -> random.nextBoolean());
      default -> new BookReset(Ticks.SYMBOL, ts, ts, "any");
    };
  }

  private String bids() {
    return Ticks.text(Objects.requireNonNull(book.book()).bids(10));
  }

  private String text() {
    BookVersion version = Objects.requireNonNull(book.book());
    return version.seq()
        + (version.stale() ? " stale " : " good ")
        + Ticks.text(version.bids(100))
        + " "
        + Ticks.text(version.asks(100));
  }

  @Test
  void aTradeStampedYearsAheadClosesNothing() {
    long now = 1_763_690_000_000_000L;
    book.apply(Ticks.trade(now, "10", "1"));
    Trade ahead = Ticks.trade(now, "11", "2");
    book.apply(
        new Trade(
            ahead.symbol(), now + 366 * Day.MICROS, now, ahead.price(), ahead.size(), null, "x"));
    book.apply(Ticks.trade(now + 1, "12", "4"));
    assertEquals(3, book.trades().head());
    assertEquals("5", String.valueOf(book.ticker().day().volume()));
    assertEquals("12", String.valueOf(book.ticker().day().last()));
    BarVersion bar = book.bars(BarInterval.M1).newest();
    assertEquals(
        "5 2 false", bar.bar().volume() + " " + bar.bar().trades() + " " + bar.bar().closed());
  }
}
