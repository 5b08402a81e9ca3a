package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.deliver.Explanation.Reason;
import io.tickgate.market.Channel;
import io.tickgate.market.Decimal;
import io.tickgate.market.FeedState;
import io.tickgate.market.Listed;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import io.tickgate.security.Identity;
import io.tickgate.shard.Shard;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.Encoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each reason there is, through a session on a loop whose time is moved by hand. */
class ExplainerTest {
  private static final long MILLI = 1_000_000;
  private static final Symbol BTC = Symbol.of("coinbase:BTC-USD");
  private static final Decimal ONE = Decimal.parse("1");

  private final HandLoop loop = new HandLoop();
  private final Books books = new Books(BookLimits.defaults(), this::now);
  private final Feed feed = books.addFeed("cb");
  private final Wire wire = new Wire();
  private Session session;
  private Dialogue dialogue;
  private long ticks;
  private Identity who = Identity.ANYONE;

  private Instant now() {
    return Instant.ofEpochMilli(loop.nanos() / MILLI);
  }

  /** A connection that takes what it is given, or holds it. */
  private final class Wire extends LineTransport {
    boolean holding;
    int pingLength;
    long written;
    Runnable held = () -> {};

    @Override
    public void write(ByteBuf frames, @Nullable ByteBuf ping, Runnable done) {
      written += frames.readableBytes();
      if (holding) {
        held = done;
      } else {
        done.run();
      }
    }

    @Override
    public int overhead() {
      return 0;
    }

    @Override
    public void endFrame(ByteBuf out) {}

    @Override
    public int pingLength() {
      return pingLength;
    }

    @Override
    public ByteBuf ping(int number) {
      return Unpooled.buffer(pingLength).writeShort(0).writeInt(number);
    }

    @Override
    public void close(CloseCode code) {}
  }

  @BeforeEach
  void start() {
    feed.onState(FeedState.LIVE, "");
    connect(wire);
  }

  private void connect(Wire to) {
    Duration hour = Duration.ofHours(1);
    SessionLimits limits =
        new SessionLimits(
            1_000,
            20_000,
            1L << 28,
            1_000,
            65_536,
            32_768,
            hour,
            hour,
            Duration.ofMillis(100),
            hour);
    SessionContext context =
        new SessionContext(
            books,
            limits,
            new CompressionSettings(
                CompressionSettings.Mode.OFF, OptionalInt.empty(), OptionalInt.empty(), 0),
            new SessionStats(),
            this::now,
            loop::nanos,
            "epoch",
            Access.open(books));
    Fanout fanout = new Fanout(new Shard(0, loop), context);
    session = new Session("s1", to, Encoding.JSON, fanout, context, who);
    session.open("{}".getBytes(StandardCharsets.UTF_8));
    dialogue = new Dialogue(session);
  }

  private void say(String message) {
    dialogue.onMessage(message.replace('\'', '"').getBytes(StandardCharsets.UTF_8), false);
  }

  private void subscribe(String channel, String symbol, int interval) {
    say(
        "{'op':'subscribe','channel':'%s','symbols':['%s'],'intervalMs':%d}"
            .formatted(channel, symbol, interval));
  }

  private void quote() {
    long ts = loop.nanos() / 1_000;
    Decimal bid = Decimal.of(++ticks, 0);
    feed.apply(new Quote(BTC, ts, ts, bid, ONE, bid, ONE));
    loop.advance(0);
  }

  private Reason explain(@Nullable Channel channel) {
    Explanation explanation = new Explainer(session, BTC.name()).explain(channel);
    assertEquals("s1", explanation.session());
    assertEquals(1, explanation.reasons().size());
    return explanation.reasons().get(0);
  }

  private Reason explain() {
    return explain(Channel.QUOTE);
  }

  @Test
  void unknownSymbol() {
    assertEquals("unknown_symbol", explain().code());
  }

  @Test
  void forbidden() {
    quote();
    who = Identity.NOBODY;
    connect(wire);
    assertEquals("forbidden", explain().code());
    assertEquals("forbidden", explain(null).code());
  }

  @Test
  void notSubscribedAndWhatIsNear() {
    quote();
    assertEquals("not_subscribed", explain().code());
    assertEquals(List.of(), explain().facts().get("near"));
    feed.apply(new Listed(Symbol.of("kraken:BTC/USD"), 1, 1));
    feed.apply(new Listed(Symbol.of("coinbase:btc-usd"), 1, 1));
    subscribe("ticker", "coinbase:*", 0);
    subscribe("quote", "kraken:BTC/USD", 0);
    subscribe("quote", "coinbase:btc-usd", 0);
    subscribe("quote", "binance:BTC*", 0);
    subscribe("quote", "kraken:*", 0);
    subscribe("quote", "coinbase:ETH*", 0);
    assertEquals(
        List.of(
            "ticker coinbase:*: another channel",
            "quote kraken:BTC/USD: spelled otherwise",
            "quote coinbase:btc-usd: symbols are case-sensitive",
            "quote binance:BTC*: another venue"),
        explain().facts().get("near"));
  }

  @Test
  void noValueYet() {
    feed.apply(new Listed(BTC, 1, 1));
    subscribe("quote", BTC.name(), 0);
    assertEquals("no_value", explain().code());
  }

  @Test
  void upToDateAndWhatItsFeedDoes() {
    quote();
    subscribe("quote", BTC.name(), 0);
    quote();
    loop.advance(70 * MILLI);
    Reason reason = explain();
    assertEquals("up_to_date", reason.code());
    assertEquals(2L, reason.facts().get("delivered"));
    assertEquals(2L, reason.facts().get("newest"));
    assertEquals(0L, reason.facts().get("pending"));
    assertEquals("live", reason.facts().get("feedState"));
    assertEquals(70L, reason.facts().get("feedAgeMs"));
    feed.onState(FeedState.STALE, "");
    assertEquals("feed_stale", explain().code());
    feed.onState(FeedState.DOWN, "");
    assertEquals("feed_down", explain().code());
    feed.onState(FeedState.ENDED, "");
    assertEquals("feed_ended", explain().code());
    feed.onState(FeedState.REPLAY, "");
    assertEquals("up_to_date", explain().code());
  }

  @Test
  void paused() {
    quote();
    subscribe("quote", BTC.name(), 0);
    say("{'op':'pause'}");
    quote();
    Reason reason = explain();
    assertEquals("paused", reason.code());
    assertEquals("1 event goes out when the client resumes", reason.text());
    say("{'op':'resume'}");
    assertEquals("up_to_date", explain().code());
  }

  @Test
  void waitsForItsInterval() {
    quote();
    loop.advance(1_000 * MILLI - loop.nanos() % (1_000 * MILLI));
    subscribe("quote", BTC.name(), 1_000);
    loop.advance(1_000 * MILLI); // the beat after the snapshot
    loop.advance(300 * MILLI);
    for (int i = 0; i < 3; i++) {
      quote();
    }
    Reason reason = explain();
    assertEquals("interval", reason.code());
    assertEquals("3 events go out merged into seq 4 in 700 ms", reason.text());
    assertEquals(700L, reason.facts().get("waitMs"));
    assertEquals(1_000, reason.facts().get("intervalMs"));
    assertEquals(1L, reason.facts().get("delivered"));
    assertEquals(4L, reason.facts().get("newest"));
    assertEquals(3L, reason.facts().get("pending"));
    loop.advance(700 * MILLI);
    assertEquals("up_to_date", explain().code());
  }

  @Test
  void writeUnderWay() {
    quote();
    subscribe("quote", BTC.name(), 0);
    wire.holding = true;
    quote();
    quote();
    quote();
    Reason reason = explain();
    assertEquals("write_under_way", reason.code());
    assertEquals("2 events go out merged into seq 4 after the write under way", reason.text());
    wire.holding = false;
    wire.held.run();
    assertEquals("up_to_date", explain().code());
  }

  @Test
  void bandwidthCap() {
    quote();
    say("{'op':'configure','maxKbps':8}"); // 1 kB/s
    subscribe("quote", BTC.name(), 0);
    for (int i = 0; i < 20; i++) {
      quote();
    }
    Reason reason = explain();
    assertEquals("bandwidth_cap", reason.code());
    assertEquals(8, reason.facts().get("maxKbps"));
    long wait = (Long) reason.facts().get("waitMs");
    assertTrue(wait > 0 && wait < 2_000, "wait " + wait);
    loop.advance(wait * MILLI);
    assertEquals("up_to_date", explain().code());
  }

  @Test
  void windowOfAClientThatReadsNothing() {
    wire.pingLength = 6;
    connect(wire);
    quote();
    subscribe("quote", BTC.name(), 0);
    for (int i = 0; i < 100; i++) {
      quote();
    }
    Reason reason = explain();
    assertEquals("window_full", reason.code());
    assertEquals(4_096, reason.facts().get("windowBytes"));
    assertTrue((Long) reason.facts().get("unreadBytes") >= 4_096, reason.facts().toString());
    loop.advance(400 * MILLI);
    assertEquals(400L, explain().facts().get("pongMs"));
    assertTrue((Long) explain().facts().get("lagMs") >= 400, explain().facts().toString());
  }

  @Test
  void tradesGoOutOneByOne() {
    feed.apply(new Trade(BTC, 1, 1, ONE, ONE, null, null));
    subscribe("trade", BTC.name(), 0);
    wire.holding = true;
    for (int i = 0; i < 3; i++) {
      feed.apply(new Trade(BTC, 1, 1, ONE, ONE, null, null));
      loop.advance(0);
    }
    assertEquals("2 events go out after the write under way", explain(Channel.TRADE).text());
    assertEquals("all", explain(Channel.TRADE).facts().get("mode"));
    assertEquals("trade", explain(null).channel());
  }

  @Test
  void eachSubscribedChannelWhenNoneIsNamed() {
    quote();
    subscribe("quote", BTC.name(), 0);
    subscribe("ticker", "*", 0);
    subscribe("bar", "coinbase:*", 0);
    Explanation all = new Explainer(session, BTC.name()).explain(null);
    assertEquals(
        List.of("ticker up_to_date", "quote up_to_date", "bar no_value"),
        all.reasons().stream().map(each -> each.channel() + " " + each.code()).toList());
  }

  /** What is asked changes nothing: the same is written with and without. */
  @Test
  void askingDisturbsNothing() {
    quote();
    Wire alone = new Wire();
    for (Wire each : List.of(alone, wire)) {
      each.pingLength = 6;
      each.written = 0;
      connect(each); // the second is the one that is asked
      subscribe("quote", BTC.name(), 0);
    }
    for (int i = 0; i < 200; i++) {
      quote();
      loop.advance(5 * MILLI);
      explain();
    }
    assertTrue(alone.written > 1_000, alone.written + " bytes");
    assertEquals(alone.written, wire.written);
  }
}
