package io.tickgate.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.audit.Audit;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.DelayedBooks;
import io.tickgate.book.Feed;
import io.tickgate.market.Channel;
import io.tickgate.market.Decimal;
import io.tickgate.market.FeedState;
import io.tickgate.market.Glob;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import io.tickgate.security.Entitlement;
import io.tickgate.security.Identity;
import io.tickgate.security.Revocations;
import io.tickgate.security.Role;
import io.tickgate.shard.Shard;
import io.tickgate.wire.Encoding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A recording that started over some time ago, and whose delayed symbols do so now. */
class DelayedRestartTest {
  private static final Identity READER =
      new Identity(
          "reader",
          null,
          EnumSet.of(Role.READ),
          null,
          new Entitlement(
              List.of(new Glob("*")),
              EnumSet.allOf(Channel.class),
              List.of(new Glob("v:late")),
              0,
              100,
              Set.of()));
  private static final Identity EARLY =
      new Identity("early", null, EnumSet.of(Role.READ), null, Entitlement.all());

  private final HandLoop loop = new HandLoop();
  private final Books books = new Books(BookLimits.defaults(), InstantSource.system());
  private final Books late = new Books(BookLimits.defaults(), InstantSource.system());
  private final Feed feed = books.addFeed("rec");
  private final Feed lateFeed = late.addFeed("rec");
  private final SessionContext context = context();
  private final Fanout fanout = new Fanout(new Shard(0, loop), context);

  private SessionContext context() {
    DelayedBooks delayed = new DelayedBooks(late, Duration.ofMinutes(15), name -> true);
    Revocations none = new Revocations(InstantSource.system(), 0);
    EntitledBooks market = new EntitledBooks(books, delayed, none);
    return new SessionContext(
        books,
        new SessionLimits(
            1_000,
            20_000,
            1L << 28,
            1_000,
            65_536,
            32_768,
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofMillis(100),
            Duration.ofHours(1)),
        new CompressionSettings(
            CompressionSettings.Mode.OFF, OptionalInt.empty(), OptionalInt.empty(), 0),
        new SessionStats(),
        InstantSource.system(),
        loop::nanos,
        "e",
        new Access(market, null, Duration.ZERO, Duration.ZERO, new Audit()));
  }

  private static Trade trade(String symbol, String price) {
    Decimal one = Decimal.parse("1");
    return new Trade(Symbol.of(symbol), 1, 1, Decimal.parse(price), one, null, null);
  }

  private Taken subscriber(String symbol) {
    return subscriber(symbol, READER);
  }

  private Taken subscriber(String symbol, Identity who) {
    Taken taken = new Taken();
    Session session = new Session("id", taken, Encoding.JSON, fanout, context, who);
    taken.session = session;
    session.open("welcome".getBytes(UTF_8));
    String subscribe =
        "{\"op\":\"subscribe\",\"channel\":\"trade\",\"symbols\":[\"" + symbol + "\"]}";
    new Dialogue(session).onMessage(subscribe.getBytes(UTF_8), false);
    loop.advance(1_000_000);
    taken.messages.clear();
    return taken;
  }

  private void tell(Feed restarted) {
    fanout.onRestart(Objects.requireNonNull(restarted.restart()));
    loop.advance(1_000_000);
  }

  @Test
  void isToldToWhoMaySeeDelayedSymbolsAndWithTheStateOfNow() {
    for (String each : List.of("v:now", "v:late")) {
      feed.apply(trade(each, "1"));
      lateFeed.apply(trade(each, "1"));
    }
    feed.onState(FeedState.STALE, "silent");
    lateFeed.onState(FeedState.REPLAY, "");
    Taken realtime = subscriber("v:now", EARLY);
    Taken both = subscriber("v:now");
    Taken delayed = subscriber("v:late");
    lateFeed.onRestart(7);
    tell(lateFeed);
    lateFeed.apply(trade("v:late", "2"));
    loop.advance(1_000_000);
    assertEquals(List.of(), realtime.messages);
    // so that it isn't taken for another life when it comes back
    assertEquals("e", Objects.requireNonNull(realtime.session).epoch());
    assertEquals(delayed.messages.subList(0, 1), both.messages);
    assertEquals("e~7", Objects.requireNonNull(both.session).epoch());
    assertEquals(2, delayed.messages.size());
    assertEquals(
        "{\"type\":\"notice\",\"code\":\"feed\",\"feed\":\"rec\",\"state\":\"stale\",\"epoch\":\"e~7\"}",
        delayed.messages.get(0));
    assertEquals("{\"type\":\"snapshot\"", delayed.messages.get(1).substring(0, 18));
  }

  /** That of the feed itself is told to all: a heartbeat names it to all. */
  @Test
  void ofTheSymbolsOfNowIsToldToAll() {
    feed.apply(trade("v:now", "1"));
    lateFeed.apply(trade("v:late", "1"));
    Taken delayed = subscriber("v:late");
    feed.onRestart();
    tell(feed);
    assertEquals(1, delayed.messages.size());
    assertEquals(
        "{\"type\":\"notice\",\"code\":\"feed\",\"feed\":\"rec\",\"state\":\"down\",\"epoch\":\"e.1\"}",
        delayed.messages.get(0));
  }

  @Test
  void loopThatStartsLaterTellsTheSameEpoch() {
    feed.onRestart();
    lateFeed.onRestart(7);
    tell(feed);
    tell(lateFeed);
    assertEquals("e.1~7", fanout.epoch(READER));
    assertEquals("e.1~7", new Fanout(new Shard(1, loop), context).epoch(READER));
    assertEquals("e.1", fanout.epoch(EARLY));
  }

  /** What a session was sent. */
  private static final class Taken extends LineTransport {
    @Nullable Session session;
  }
}
