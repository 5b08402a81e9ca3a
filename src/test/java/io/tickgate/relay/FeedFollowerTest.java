package io.tickgate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tickgate.book.BookLimits;
import io.tickgate.book.BookMark;
import io.tickgate.book.BookMarkCodec;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.Decimal;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import io.tickgate.market.codec.BinaryWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A symbol that something is missing of, and marks that are older than what is known. */
class FeedFollowerTest {
  private static final Symbol SYMBOL = Symbol.of("sim:A-USD");
  private static final long LIFE = Life.of(1, 0);

  private final RelayCounters counters = new RelayCounters();
  private final Feed feed = books().addFeed("f");
  private final FeedFollower follower = new FeedFollower(feed, counters);
  private final List<BookMark> marks = new ArrayList<>(); // by position, of the writer's book
  private Follow follow;

  private static Books books() {
    return new Books(BookLimits.defaults(), InstantSource.system());
  }

  private static Trade trade(long position) {
    return new Trade(SYMBOL, position, position, Decimal.of(7, 0), Decimal.of(1, 0), null, null);
  }

  @BeforeEach
  void knowFifteenAndMissOne() {
    Books writer = books();
    Feed theirs = writer.addFeed("f");
    for (int position = 1; position <= 20; position++) {
      theirs.apply(trade(position));
      marks.add(Objects.requireNonNull(writer.find(SYMBOL.name())).mark());
    }
    follower.onCaughtUp(0);
    follower.isCurrent(LIFE);
    follow = follower.symbol(SYMBOL.name());
    for (int position = 1; position <= 15; position++) {
      follower.onTick(follow, trade(position), position, position);
    }
    follower.onTick(follow, trade(17), 17, 17);
    assertEquals(1, counters.gaps.sum());
    assertEquals(15, feed.position(SYMBOL));
  }

  private static byte[] bytes(BookMark mark) {
    BinaryWriter out = new BinaryWriter();
    BookMarkCodec.write(mark, 10, out);
    return Arrays.copyOf(out.bytes(), out.length());
  }

  @Test
  void olderMarkOfTheTopicChangesNothing() {
    assertFalse(follower.onLaterMark(SYMBOL.name(), bytes(marks.get(9))), "nothing to read again");
    assertEquals(15, feed.position(SYMBOL));
    assertFalse(follower.onLaterMark(SYMBOL.name(), bytes(marks.get(18))));
    assertEquals(19, feed.position(SYMBOL));
  }

  @Test
  void olderMarkInTheStreamChangesNothing() {
    follower.onMark(follow, marks.get(9));
    assertEquals(15, feed.position(SYMBOL));
    follower.onMark(follow, marks.get(18));
    assertEquals(19, feed.position(SYMBOL));
  }

  @Test
  void markOfWhatIsKnownMendsIt() {
    follower.onMark(follow, marks.get(14));
    follower.onTick(follow, trade(16), 16, 16);
    assertEquals(16, feed.position(SYMBOL));
  }
}
