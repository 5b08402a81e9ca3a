package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.security.Identity;
import io.tickgate.shard.Shard;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.Encoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that reads 2 kB/s for a minute, another that reads fast, and time moved by hand. */
class SlowLinkTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MILLI = 1_000_000;

  private final HandLoop loop = new HandLoop();
  private final SessionStats stats = new SessionStats();
  private final Books books = new Books(BookLimits.defaults(), InstantSource.system());
  private final Feed feed = books.addFeed("test");
  private final List<Symbol> symbols =
      IntStream.range(0, 20).mapToObj(i -> Symbol.of("test:S" + i)).toList();
  private Fanout fanout;
  private SessionContext context;
  private long ticks;

  @BeforeEach
  void start() {
    SessionLimits limits =
        new SessionLimits(
            1_000,
            20_000,
            1L << 28,
            50,
            65_536,
            32_768,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMillis(100),
            Duration.ofSeconds(60));
    CompressionSettings plain =
        new CompressionSettings(
            CompressionSettings.Mode.OFF, OptionalInt.empty(), OptionalInt.empty(), 0);
    InstantSource clock = () -> java.time.Instant.ofEpochMilli(loop.nanos() / MILLI);
    context =
        new SessionContext(
            books, limits, plain, stats, clock, loop::nanos, "epoch", Access.open(books));
    fanout = new Fanout(new Shard(0, loop), context);
    symbols.forEach(this::tick);
  }

  private void tick(Symbol symbol) {
    long ts = loop.nanos() / 1_000;
    Decimal bid = Decimal.of(10_000 + ticks++ % 50, 2);
    Decimal size = Decimal.of(ticks, 3);
    feed.apply(new Quote(symbol, ts, ts, bid, size, bid.plus(Decimal.of(1, 2)), size));
  }

  /** A connection whose kernel takes everything and whose link carries so many bytes a second. */
  private final class LinkTransport extends LineTransport {
    final List<JsonNode> notices = new ArrayList<>();
    final Map<String, Long> last = new HashMap<>();
    Session session;
    double bytesPerNano;
    long freeAt;
    long onTheWay;
    long mostOnTheWay;
    long oldestAtWriting; // events that a written element was behind its book, at worst
    long latest; // nanoseconds from writing to reading, of data
    long elements;
    long messageAt = loop.nanos();
    long longestSilence; // nanoseconds between messages; pings are none to a browser
    CloseCode closed;

    LinkTransport(double bytesPerSecond) {
      bytesPerNano = bytesPerSecond / 1e9;
    }

    void open(String... requests) {
      session =
          new Session("s" + bytesPerNano, this, Encoding.JSON, fanout, context, Identity.ANYONE);
      session.open("{\"type\":\"welcome\"}".getBytes(StandardCharsets.UTF_8));
      Dialogue dialogue = new Dialogue(session);
      for (String request : requests) {
        dialogue.onMessage(request.getBytes(StandardCharsets.UTF_8), false);
      }
    }

    @Override
    public void write(ByteBuf frames, @Nullable ByteBuf ping, Runnable done) {
      int length = frames.readableBytes() + (ping == null ? 0 : ping.readableBytes());
      freeAt = Math.max(loop.nanos(), freeAt) + (long) (length / bytesPerNano);
      onTheWay += length;
      mostOnTheWay = Math.max(mostOnTheWay, onTheWay);
      String text = frames.toString(StandardCharsets.UTF_8);
      frames.release();
      Integer number = ping == null ? null : ping.getInt(ping.readerIndex() + 2);
      long written = loop.nanos();
      if (!text.isEmpty()) {
        longestSilence = Math.max(longestSilence, written - messageAt);
        messageAt = written;
      }
      text.lines().forEach(line -> take(line));
      loop.at(
          freeAt,
          () -> {
            onTheWay -= length;
            latest = text.isEmpty() ? latest : Math.max(latest, loop.nanos() - written);
            if (number != null) {
              loop.at(loop.nanos() + 20 * MILLI, () -> session.onPong(number));
            }
          });
      done.run();
    }

    private void take(String line) {
      JsonNode message = read(line);
      if (message.path("type").asText().equals("notice")) {
        notices.add(message);
      }
      for (JsonNode element : message.path("data")) {
        elements++;
        String symbol = element.path("s").asText();
        long seq = element.path("seq").asLong();
        Long before = last.put(symbol, seq);
        assertEquals(before == null ? -1 : before, element.path("prev").asLong(-1), line);
        long newest = books.find(symbol).quote().seq();
        oldestAtWriting = Math.max(oldestAtWriting, newest - seq);
      }
    }

    @Override
    public int pingLength() {
      return 6;
    }

    @Override
    public ByteBuf ping(int number) {
      return Unpooled.buffer(6).writeShort(0x8904).writeInt(number);
    }

    @Override
    public void close(CloseCode code) {
      closed = code;
    }
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (java.io.IOException e) {
      throw new AssertionError(line, e);
    }
  }

  /** Each symbol changes a hundred times a second. */
  private void run(int seconds) {
    for (int i = 0; i < seconds * 2_000; i++) {
      tick(symbols.get(i % symbols.size()));
      loop.advance(MILLI / 2);
    }
  }

  private static List<String> codes(LinkTransport client) {
    return client.notices.stream().map(notice -> notice.path("code").asText()).toList();
  }

  @Test
  void slowClientGetsTheNewestAndHurtsNobody() {
    String subscribe = "{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[\"test:*\"]}";
    LinkTransport slow = new LinkTransport(2_000);
    LinkTransport fast = new LinkTransport(10_000_000);
    slow.open(subscribe);
    fast.open(subscribe);
    run(60);
    assertEquals(null, slow.closed);
    assertTrue(slow.mostOnTheWay < 5_000, "on the way at most " + slow.mostOnTheWay + " bytes");
    assertEquals(0, slow.oldestAtWriting, "what was written was the newest");
    assertTrue(slow.elements > 400, "it got " + slow.elements + " elements");
    assertTrue(codes(slow).contains("slow"), codes(slow).toString());
    long told = slow.notices.get(slow.notices.size() - 1).path("lagMs").asLong();
    assertTrue(told >= 500 && told < 10_000, "lag told " + told);
    assertEquals(1, stats.slow.get());

    assertEquals(List.of(), codes(fast));
    assertEquals(0, fast.oldestAtWriting);
    assertTrue(fast.latest < 10 * MILLI, "fast client's data took " + fast.latest + " ns");
    assertTrue(fast.elements > 110_000, "the fast one got " + fast.elements);

    slow.bytesPerNano = 10_000_000 / 1e9;
    run(40);
    assertEquals("slow_cleared", codes(slow).get(codes(slow).size() - 1), codes(slow).toString());
    assertEquals(0, stats.slow.get());
    loop.advance(1_000 * MILLI);
    for (Symbol symbol : symbols) {
      long newest = books.find(symbol.name()).quote().seq();
      assertEquals(newest, slow.last.get(symbol.name()));
      assertEquals(newest, fast.last.get(symbol.name()));
    }
  }

  @Test
  void clientThatStopsReadingIsCutOffAfterThirtySeconds() {
    LinkTransport dead = new LinkTransport(0.001);
    dead.open("{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[\"test:*\"]}");
    run(4);
    assertEquals(null, dead.closed);
    run(62);
    assertEquals(CloseCode.DEAD_PEER, dead.closed, "it never answered a ping");
    LinkTransport stopped = new LinkTransport(1_000_000);
    stopped.open("{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[\"test:*\"]}");
    run(5);
    stopped.bytesPerNano = 1e-12;
    run(29);
    assertEquals(null, stopped.closed);
    run(3);
    assertEquals(CloseCode.SLOW, stopped.closed, "it read and stopped");
    assertTrue(stopped.mostOnTheWay < 300_000, "on the way " + stopped.mostOnTheWay);
  }

  private static final String ALL =
      "{\"op\":\"subscribe\",\"channel\":\"quote\",\"symbols\":[\"test:*\"]}";

  private static String cap(int kbps) {
    return "{\"op\":\"configure\",\"maxKbps\":" + kbps + "}";
  }

  @Test
  void heartbeatsAreNotPutOffByPings() {
    long most = 1_000 * MILLI + 100 * MILLI; // and until somebody looks
    for (int kbps : new int[] {1, 8}) {
      LinkTransport capped = new LinkTransport(1_000_000);
      capped.open(cap(kbps), ALL);
      run(40);
      assertTrue(capped.longestSilence <= most, capped.longestSilence + " ns at " + kbps);
    }
  }

  /** What heartbeats take, some 100 bytes a second, isn't what the client capped. */
  @Test
  void theNarrowestCapStillCarriesNews() {
    LinkTransport capped = new LinkTransport(1_000_000);
    capped.open(cap(1), ALL);
    run(60);
    long elements = capped.elements;
    run(60);
    assertTrue(capped.elements >= elements + 20, elements + " and then " + capped.elements);
  }

  @Test
  void pongsThatNobodyAskedForAreNoProgress() {
    LinkTransport stopped = new LinkTransport(1_000_000);
    stopped.open(ALL);
    run(5);
    stopped.bytesPerNano = 1e-12;
    for (int i = 0; i < 33; i++) {
      run(1);
      stopped.session.onPong(-1);
    }
    assertEquals(CloseCode.SLOW, stopped.closed);
  }
}
