package io.tickgate.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.Deck;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.BooksListener;
import io.tickgate.book.Feed;
import io.tickgate.book.Restart;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import io.tickgate.security.Identity;
import io.tickgate.shard.Shard;
import io.tickgate.wire.Encoding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A shipped recording from the file to the bytes that a client gets. Time passes only where the
 * replay waits for it, and the client's loop runs there, so two runs are the same or a thread, a
 * hash or the wall clock has got into them.
 */
@Timeout(60)
class ReplaySessionTest {
  private static final String FILE = "classpath:feeds/sim-coinbase.tickgate.ndjson.gz";
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  /** The wait in which the key is pressed: some seconds into the recording. */
  private static final int SEEK_AT = 300;

  private final HandLoop loop = new HandLoop();
  private final Books books = new Books(BookLimits.defaults(), () -> NOW);
  private final Feed feed = books.addFeed("rec");
  private final SessionContext context = context(books, loop);
  private final Fanout fanout = new Fanout(new Shard(0, loop), context);
  private final LineTransport client = new LineTransport();
  private final CountDownLatch ended = new CountDownLatch(1);
  private int waits;
  private @Nullable Deck deck;
  private long seekTo = -1;

  @Test
  void sameRecordingAndSubscriptionsGiveTheSameBytes() throws Exception {
    List<String> first = new ReplaySessionTest().run("50", -1);
    List<String> second = new ReplaySessionTest().run("50", -1);
    assertEquals(first, second);
    assertTrue(first.size() > 500, first.size() + " messages");
  }

  @Test
  void sameSeekGivesTheSameBytes() throws Exception {
    long back = 1_767_364_201_500_000L; // a second and a half into it
    List<String> first = new ReplaySessionTest().run("50", back);
    List<String> second = new ReplaySessionTest().run("50", back);
    assertEquals(first, second);
    List<String> epochs = first.stream().filter(each -> each.contains("\"epoch\":\"e.")).toList();
    assertEquals(1, epochs.size());
    int notice = first.indexOf(epochs.get(0));
    assertTrue(notice > 10 && notice < first.size() - 10, "at " + notice);
    for (String channel : List.of("ticker", "trade", "book")) {
      String after =
          first.subList(notice + 1, first.size()).stream()
              .filter(each -> each.contains("\"channel\":\"" + channel))
              .findFirst()
              .orElseThrow();
      assertTrue(after.startsWith("{\"type\":\"snapshot\""), after);
    }
    String last = lastTicker(new ReplaySessionTest().run("50", -1));
    assertTrue(last.contains("\"volume\":"), last);
    assertEquals(last, lastTicker(first), "volume and extremes of the day, unseen or not");
  }

  /** The newest ticker of a symbol but for its counts. */
  private static String lastTicker(List<String> messages) {
    Pattern element = Pattern.compile("\\{\"s\":\"coinbase:BTC-USD\"[^}]*\"vwap\":\"[0-9.]+\"\\}");
    String last = "";
    for (String message : messages) {
      Matcher found = element.matcher(message);
      last = found.find() ? found.group() : last;
    }
    return last.replaceAll("\"(seq|prev)\":\\d+,", "");
  }

  private List<String> run(String speed, long seek) throws InterruptedException {
    seekTo = seek;
    books.listen(new Told());
    Session session = new Session("id", client, Encoding.JSON, fanout, context, Identity.ANYONE);
    session.open("welcome".getBytes(UTF_8));
    Dialogue dialogue = new Dialogue(session);
    for (String channel : List.of("ticker", "trade", "book")) {
      String subscribe =
          "{\"op\":\"subscribe\",\"channel\":\"%s\",\"symbols\":[\"coinbase:*\"],\"intervalMs\":%d}"
              .formatted(channel, channel.equals("trade") ? 0 : 100);
      dialogue.onMessage(subscribe.getBytes(UTF_8), false);
    }
    FeedCounters counters = new FeedCounters();
    Entrance entrance = new Entrance();
    ReplayAdapter adapter =
        new ReplayAdapter(
            new ReplaySettings("rec", FILE, null, speed, false),
            venue -> Decoders.create(venue, entrance, counters, (symbol, reason) -> {}),
            entrance,
            entrance,
            new LoopClock());
    deck = adapter.deck();
    adapter.start();
    assertTrue(ended.await(30, TimeUnit.SECONDS), "did not end");
    adapter.stop();
    loop.advance(1_000_000_000);
    return client.messages;
  }

  /** While the replay waits, the loop has its time. */
  private final class LoopClock implements ReplayClock {
    @Override
    public long nanos() {
      return loop.nanos();
    }

    @Override
    public long micros() {
      return 0;
    }

    @Override
    public void park(long nanos) {
      loop.advance(nanos);
      if (++waits == SEEK_AT && seekTo >= 0 && deck != null) {
        deck.seek(seekTo);
      }
    }
  }

  private final class Entrance implements TickListener, FeedListener {
    @Override
    public boolean onTick(Tick tick) {
      return feed.apply(tick);
    }

    @Override
    public void onTime(long now) {
      feed.onTime(now);
    }

    @Override
    public void onState(FeedState state, String reason) {
      feed.onState(state, reason);
      if (state == FeedState.ENDED) {
        ended.countDown();
      }
    }

    @Override
    public void onRewind() {
      feed.onRewind();
    }

    @Override
    public void onRestart() {
      feed.onRestart();
    }
  }

  /** As the sessions of a node are told. */
  private final class Told implements BooksListener {
    @Override
    public void onSymbol(SymbolBook book) {
      loop.execute(() -> fanout.onSymbol(book));
    }

    @Override
    public void onRestart(Restart restart) {
      loop.execute(() -> fanout.onRestart(restart));
    }

    @Override
    public void onFeed(Feed changed) {}
  }

  private static SessionContext context(Books books, HandLoop loop) {
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
        InstantSource.fixed(NOW),
        loop::nanos,
        "e",
        Access.open(books));
  }
}
