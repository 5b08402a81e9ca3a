package io.tickgate.conflate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.book.BarVersion;
import io.tickgate.book.BookLimits;
import io.tickgate.book.BookVersion;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.QuoteVersion;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.TickerVersion;
import io.tickgate.book.Version;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Channel;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a subscriber is told when its book has missed something and becomes what another is. */
class AdoptedBookTest {
  private static final Symbol SYMBOL = Symbol.of("test:A");
  private static final long MINUTE = 60_000_000;

  private final VirtualTime time = new VirtualTime();
  private final Conflator conflator = new Conflator(new Wheel(time, time), false, () -> {});
  private final Books books = books();
  private final Books followers = books();
  private final Feed feed = books.addFeed("test");
  private final Feed follower = followers.addFeed("test");
  private final List<String> told = new ArrayList<>();

  private final Emitter client =
      new Emitter() {
        @Override
        public void symbol() {}

        @Override
        public void snapshot(Cursor cursor, Version version) {
          told.add("snapshot " + text(version));
        }

        @Override
        public void update(Cursor cursor, Version version, long prev, @Nullable Version base) {
          told.add(prev + " " + text(version));
        }

        @Override
        public void gap(Cursor cursor, long from, long to) {
          told.add("gap " + from + " " + to);
        }

        @Override
        public boolean full() {
          return false;
        }
      };

  private static Books books() {
    return new Books(BookLimits.defaults(), InstantSource.system());
  }

  private static SymbolBook book(Books of) {
    return Objects.requireNonNull(of.find(SYMBOL.name()));
  }

  private void both(Tick tick) {
    feed.apply(tick);
    follower.apply(tick);
  }

  private void adopt() {
    follower.adopt(SYMBOL, book(books).mark());
  }

  private static Trade trade(long ts, String price) {
    Decimal size = Decimal.parse("1");
    return new Trade(SYMBOL, ts, ts, Decimal.parse(price), size, Side.BUY, null);
  }

  private static BookChange change(boolean snapshot, String bid, String ask) {
    return new BookChange(SYMBOL, 1, 1, snapshot, level(bid), level(ask), 0, null);
  }

  private static List<PriceLevel> level(String price) {
    return List.of(new PriceLevel(Decimal.parse(price), Decimal.parse("1")));
  }

  private static String text(Version version) {
    String seq = version.getClass().getSimpleName().charAt(0) + "" + version.seq() + " ";
    if (version instanceof BarVersion bar) {
      boolean closed = bar.bar().closed();
      return seq + bar.bar().start() / MINUTE + (closed ? " closed " : " open ") + bar.bar().high();
    } else if (version instanceof QuoteVersion quote) {
      return seq + quote.top().bid() + (quote.stale() ? " stale" : "");
    } else if (version instanceof TickerVersion ticker) {
      return seq + ticker.top().bid() + (ticker.stale() ? " stale" : "");
    } else if (version instanceof BookVersion book) {
      return seq + book.bids(1).get(0).price() + (book.stale() ? " stale" : "");
    }
    return seq;
  }

  private void subscribe(Channel... channels) {
    for (Channel channel : channels) {
      conflator.subscribe(book(followers), Terms.defaults(channel), -1);
    }
    read();
  }

  private List<String> read() {
    told.clear();
    SymbolCursors cursors = Objects.requireNonNull(conflator.cursors(book(followers)));
    conflator.mark(cursors, 31); // as a shard would that was rung for everything
    conflator.drain(client);
    return List.copyOf(told);
  }

  @BeforeEach
  void start() {
    both(change(true, "10", "20"));
    both(trade(1, "10"));
  }

  @Test
  void barsThatClosedMeanwhileAreToldClosed() {
    subscribe(Channel.BAR);
    feed.apply(trade(2, "12"));
    feed.apply(trade(MINUTE, "11"));
    feed.apply(trade(3 * MINUTE, "13"));
    adopt();
    List<String> bars = List.of("1 B4 0 closed 12", "4 B5 1 closed 11", "5 B6 3 open 13");
    assertEquals(bars, read());
    both(trade(4 * MINUTE, "14"));
    assertEquals(List.of("6 B7 3 closed 13", "7 B8 4 open 14"), read());
  }

  @Test
  void aBarThatIsTheLastIsToldOnce() {
    subscribe(Channel.BAR);
    feed.apply(trade(2, "12"));
    feed.onTime(MINUTE + 2_000_000);
    adopt();
    assertEquals(List.of("1 B3 0 closed 12"), read());
    adopt();
    assertEquals(List.of(), read());
  }

  /** Its closing was told to the book but not yet to the client, which reads slowly. */
  @Test
  void aBarThatClosedBeforeIsToldClosedStill() {
    subscribe(Channel.BAR);
    both(trade(MINUTE, "11"));
    feed.apply(trade(2 * MINUTE, "12"));
    adopt();
    List<String> bars = List.of("1 B2 0 closed 10", "2 B4 1 closed 11", "4 B5 2 open 12");
    assertEquals(bars, read());
  }

  @Test
  void aBarThatOpenedAndClosedMeanwhileIsTold() {
    feed.onTime(MINUTE + 2_000_000);
    follower.onTime(MINUTE + 2_000_000);
    subscribe(Channel.BAR);
    feed.apply(trade(2 * MINUTE, "12"));
    feed.apply(trade(3 * MINUTE, "13"));
    adopt();
    assertEquals(List.of("2 B4 2 closed 12", "4 B5 3 open 13"), read());
  }

  /** A reset that the book there never had has used up the seq of the change that was lost. */
  @Test
  void whatWasMarkedStaleHereAloneIsFreshAgain() {
    subscribe(Channel.QUOTE, Channel.TICKER, Channel.BOOK);
    feed.apply(change(false, "9", "21"));
    follower.apply(new BookReset(SYMBOL, 1, 1, "lost"));
    assertEquals(List.of("2 T3 10 stale", "1 Q2 10 stale", "1 B2 10 stale"), read());
    adopt();
    assertEquals(List.of("3 T4 10", "2 Q3 10", "2 B3 10"), read());
    both(change(false, "11", "21"));
    assertEquals(List.of("4 T5 11", "3 Q4 11", "3 B4 11"), read());
  }

  @Test
  void aValueOfTheSameSeqIsTold() {
    subscribe(Channel.QUOTE, Channel.TICKER, Channel.BOOK);
    feed.apply(change(false, "12", "21"));
    follower.apply(new BookReset(SYMBOL, 1, 1, "lost"));
    read();
    adopt();
    assertEquals(List.of("3 T4 12", "2 Q3 12", "2 B3 12"), read());
  }

  /** Counts are the same on all nodes that follow, so what is known isn't counted again. */
  @Test
  void whatIsKnownIsNotToldAgain() {
    subscribe(Channel.QUOTE, Channel.TICKER, Channel.BOOK, Channel.TRADE);
    adopt();
    assertEquals(List.of(), read());
    both(change(false, "11", "21"));
    assertEquals(List.of("2 T3 11", "1 Q2 11", "1 B2 11"), read());
  }
}
