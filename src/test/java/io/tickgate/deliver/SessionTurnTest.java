package io.tickgate.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.Decimal;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import io.tickgate.security.Identity;
import io.tickgate.shard.Shard;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.Encoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions on a loop of their own, without a network. */
class SessionTurnTest {
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final Books books = new Books(BookLimits.defaults(), InstantSource.system());
  private final Feed feed = books.addFeed("feed");
  private final SessionContext context =
      new SessionContext(
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
          System::nanoTime,
          "epoch",
          Access.open(books));
  private final Fanout fanout = new Fanout(new Shard(0, loop), context);

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  /** Takes everything at once; fails on demand. */
  private static final class Taken extends LineTransport {
    boolean failing;
    long unsent;
    CloseCode closed = CloseCode.NORMAL;

    @Override
    public ByteBuf buffer(int capacity) {
      if (failing) {
        throw new IllegalStateException("on purpose");
      }
      return super.buffer(capacity);
    }

    @Override
    public long unsent() {
      if (unsent < 0) {
        throw new IllegalStateException("on purpose");
      }
      return unsent;
    }

    @Override
    public void close(CloseCode code) {
      closed = code;
    }

    /** What came since it was asked last. */
    List<String> take() {
      List<String> taken = List.copyOf(messages);
      messages.clear();
      return taken;
    }
  }

  /** A client, and what it was sent. */
  private record Client(Session session, Dialogue dialogue, Taken taken) {}

  private Client client() throws Exception {
    return client(fanout, context);
  }

  private Client client(Fanout fanout, SessionContext context) throws Exception {
    Taken taken = new Taken();
    Session session = new Session("id", taken, Encoding.JSON, fanout, context, Identity.ANYONE);
    onLoop(() -> session.open("welcome".getBytes(StandardCharsets.UTF_8)));
    return new Client(session, new Dialogue(session), taken);
  }

  private void onLoop(Runnable task) throws Exception {
    loop.submit(task).get(30, TimeUnit.SECONDS);
  }

  private void say(Client client, String message) throws Exception {
    onLoop(() -> client.dialogue.onMessage(message.getBytes(StandardCharsets.UTF_8), false));
  }

  private void trade(String symbol, String price) throws Exception {
    Decimal one = Decimal.parse("1");
    feed.apply(new Trade(Symbol.of(symbol), 1, 1, Decimal.parse(price), one, null, null));
    onLoop(() -> {}); // behind the turn
  }

  @Test
  void aSessionThatFailsDoesNotReachTheOthers() throws Exception {
    trade("v:a", "1");
    Client failing = client();
    Client other = client();
    for (Client each : List.of(failing, other)) {
      say(each, "{\"op\":\"subscribe\",\"channel\":\"trade\",\"symbols\":[\"v:a\"]}");
      each.taken.take();
    }
    failing.taken.failing = true;
    Logger log = Logger.getLogger(Session.class.getName());
    log.setLevel(Level.OFF); // the failure is told with its stack
    try {
      trade("v:a", "2");
    } finally {
      log.setLevel(null);
    }
    assertEquals(CloseCode.INTERNAL, failing.taken.closed);
    assertTrue(failing.session.closed());
    assertEquals(1, other.taken.take().size());
    trade("v:a", "3");
    assertEquals(1, other.taken.take().size());
    assertFalse(other.session.closed());
    assertEquals(1, context.stats().open.get());
    assertEquals(1, context.stats().subscriptions.get());
  }

  @Test
  void aSessionThatFailsInALookDoesNotReachTheOthers() throws Exception {
    trade("v:a", "1");
    Client failing = client();
    Client other = client();
    say(other, "{\"op\":\"subscribe\",\"channel\":\"trade\",\"symbols\":[\"v:a\"]}");
    failing.taken.unsent = -1;
    Logger log = Logger.getLogger(Session.class.getName());
    log.setLevel(Level.OFF);
    try {
      onLoop(() -> fanout.sessions().forEach(each -> each.onLook(fanout.nanos())));
    } finally {
      log.setLevel(null);
    }
    assertEquals(CloseCode.INTERNAL, failing.taken.closed);
    assertFalse(other.session.closed());
  }

  /** Both came with one request; what is left of it goes on as if nothing had been. */
  @Test
  void unsubscribingOneSymbolLeavesTheOthersAlone() throws Exception {
    trade("v:a", "1");
    trade("v:b", "1");
    Client client = client();
    say(client, "{\"op\":\"subscribe\",\"channel\":\"trade\",\"symbols\":[\"v:a\",\"v:b\"]}");
    client.taken.take();
    say(client, "{\"op\":\"unsubscribe\",\"channel\":\"trade\",\"symbols\":[\"v:a\"]}");
    assertEquals(1, client.taken.take().size(), "the ack alone");
    trade("v:a", "2");
    assertEquals(List.of(), client.taken.take());
    trade("v:b", "2");
    List<String> messages = client.taken.take();
    assertEquals(1, messages.size());
    assertTrue(messages.get(0).contains("\"type\":\"update\""), messages.get(0));
    assertTrue(messages.get(0).contains("\"seq\":2,\"prev\":1"), messages.get(0));
  }

  @Test
  void unsubscribingAGlobLeavesWhatAnotherOneDecides() throws Exception {
    trade("v:ab", "1");
    Client client = client();
    say(client, "{\"op\":\"subscribe\",\"channel\":\"trade\",\"symbols\":[\"v:a*\",\"v:*b\"]}");
    client.taken.take();
    say(client, "{\"op\":\"unsubscribe\",\"channel\":\"trade\",\"symbols\":[\"v:a*\"]}");
    assertEquals(1, client.taken.take().size(), "the ack alone");
    say(client, "{\"op\":\"unsubscribe\",\"channel\":\"trade\",\"symbols\":[\"v:*b\"]}");
    client.taken.take();
    trade("v:ab", "2");
    assertEquals(List.of(), client.taken.take());
  }

  /** A name decides over globs, and when it is gone the last glob does. */
  @Test
  void theTermsOfANameGoBackToThoseOfTheGlob() throws Exception {
    trade("v:a", "1");
    Client client = client();
    say(client, "{\"op\":\"subscribe\",\"channel\":\"trade\",\"symbols\":[\"v:a\"]}");
    say(
        client,
        "{\"op\":\"subscribe\",\"channel\":\"trade\",\"symbols\":[\"v:*\"],\"fields\":[\"id\"]}");
    client.taken.take();
    trade("v:a", "2");
    assertTrue(client.taken.take().get(0).contains("\"price\":\"2\""));
    say(client, "{\"op\":\"unsubscribe\",\"channel\":\"trade\",\"symbols\":[\"v:a\"]}");
    client.taken.take();
    trade("v:a", "3");
    List<String> messages = client.taken.take();
    assertEquals(1, messages.size(), "it goes on");
    assertTrue(messages.get(0).contains("\"seq\":3,\"prev\":2"), messages.get(0));
    assertFalse(messages.get(0).contains("price"), messages.get(0));
  }

  private static final String SUBSCRIBE =
      "{\"op\":\"subscribe\",\"channel\":\"trade\",\"symbols\":[\"v:a\",\"v:b\"]}";

  /** A message by its kind, and elements by symbol, seq and price. */
  private static String text(String message) {
    Matcher element =
        Pattern.compile("\"s\":\"v:(.)\",\"seq\":(\\d+).*?\"price\":\"([^\"]*)\"").matcher(message);
    Matcher epoch = Pattern.compile("\"epoch\":\"([^\"]*)\"").matcher(message);
    String kind = message.contains("\"snapshot\"") ? "snapshot" : "update";
    return element.find()
        ? kind + " " + element.group(1) + element.group(2) + " " + element.group(3)
        : epoch.find() ? "epoch " + epoch.group(1) : "other";
  }

  private static List<String> texts(Client client) {
    return client.taken.take().stream().map(SessionTurnTest::text).toList();
  }

  @Test
  void afterARestartNothingOfBeforeIsSent() throws Exception {
    trade("v:a", "1");
    trade("v:b", "5");
    Client client = client();
    say(client, SUBSCRIBE);
    trade("v:a", "2");
    texts(client);
    feed.onRewind();
    trade("v:a", "0.4");
    trade("v:a", "0.5");
    assertEquals(List.of(), texts(client), "on its way it is unheard");
    feed.onRestart();
    onLoop(() -> fanout.onRestart(Objects.requireNonNull(feed.restart())));
    assertEquals(List.of("epoch epoch.1", "snapshot a2 0.5"), texts(client));
    trade("v:b", "6");
    trade("v:a", "0.6");
    assertEquals(List.of("snapshot b1 6", "update a3 0.6"), texts(client));
    feed.onRestart();
    onLoop(() -> fanout.onRestart(Objects.requireNonNull(feed.restart())));
    trade("v:a", "9");
    assertEquals(List.of("epoch epoch.2", "snapshot a1 9"), texts(client));
  }

  /** The loop hears of a restart some time after it happened; whoever subscribes first is told. */
  @Test
  void whoSubscribesBeforeTheLoopHeardOfARestartIsToldFirst() throws Exception {
    trade("v:a", "1");
    trade("v:b", "5");
    Client other = client();
    say(other, SUBSCRIBE);
    texts(other);
    Client client = client();
    feed.onRestart();
    feed.apply(
        new Trade(Symbol.of("v:a"), 1, 1, Decimal.parse("7"), Decimal.parse("1"), null, null));
    texts(client);
    say(client, SUBSCRIBE);
    onLoop(() -> {});
    assertEquals(List.of("epoch epoch.1", "other", "snapshot a1 7"), texts(client));
    assertEquals(List.of("epoch epoch.1", "snapshot a1 7"), texts(other));
    onLoop(() -> fanout.onRestart(Objects.requireNonNull(feed.restart())));
    assertEquals(List.of(), texts(client), "told once");
  }

  @Test
  void symbolsOfOtherFeedsGoOnThroughARestart() throws Exception {
    trade("v:a", "1");
    Feed rest = books.addFeed("rest");
    rest.apply(
        new Trade(Symbol.of("v:b"), 1, 1, Decimal.parse("5"), Decimal.parse("1"), null, null));
    Client client = client();
    say(client, SUBSCRIBE);
    texts(client);
    feed.onRestart();
    onLoop(() -> fanout.onRestart(Objects.requireNonNull(feed.restart())));
    rest.apply(
        new Trade(Symbol.of("v:b"), 1, 1, Decimal.parse("6"), Decimal.parse("1"), null, null));
    onLoop(() -> {});
    assertEquals(List.of("epoch epoch.1", "update b2 6"), texts(client));
  }

  /** What a browser sends back as {@code Last-Event-ID}. */
  @Test
  void anEventIdGoesOnCountingThroughARestart() throws Exception {
    trade("v:a", "1");
    trade("v:b", "5");
    List<SymbolBook> symbols =
        Stream.of("v:a", "v:b").map(name -> Objects.requireNonNull(books.find(name))).toList();
    SseTransport stream = new SseTransport(null, symbols, "nowhere");
    Client client = client();
    say(client, SUBSCRIBE);
    trade("v:a", "2");
    assertEquals("id: epoch;2,1\n", new String(stream.lastMark(client.session), UTF_8));
    feed.onRestart();
    onLoop(() -> fanout.onRestart(Objects.requireNonNull(feed.restart())));
    trade("v:a", "3");
    trade("v:a", "4");
    trade("v:a", "5");
    assertEquals("id: epoch.1;3,0\n", new String(stream.lastMark(client.session), UTF_8));
  }

  /** A node that others take clients over from may still have to read what those were sent. */
  @Test
  void whoSawMoreThanThisNodeHasWaitsForWhatComesNext() throws Exception {
    trade("v:a", "1");
    trade("v:a", "2");
    String from = SUBSCRIBE.replace("}", ",\"from\":4}");
    Client alone = client();
    alone.taken.take();
    say(alone, from);
    assertEquals(List.of("other", "snapshot a2 2"), texts(alone), "counts of another life");
    SessionContext shared =
        new SessionContext(
            books,
            context.limits(),
            context.compression(),
            new SessionStats(),
            context.clock(),
            context.nanoTime(),
            new NodeLife(() -> "all", true),
            context.access());
    Client moved = client(new Fanout(new Shard(1, loop), shared), shared);
    moved.taken.take();
    say(moved, from);
    String ack = moved.taken.take().get(0);
    assertTrue(ack.contains("\"recovered\":true"), ack);
    for (String price : List.of("3", "4", "5", "6")) {
      trade("v:a", price);
    }
    assertEquals(List.of("update a5 5", "update a6 6"), texts(moved));
  }

  /** Each trade goes out, so none was merged. */
  @Test
  void whatIsDeliveredOneByOneIsNotMerged() throws Exception {
    trade("v:a", "1");
    Client client = client();
    say(client, SUBSCRIBE);
    onLoop(
        () -> {
          for (int i = 0; i < 10; i++) {
            feed.apply(
                new Trade(
                    Symbol.of("v:a"), 1, 1, Decimal.parse("2"), Decimal.parse("1"), null, null));
          }
        });
    onLoop(() -> {});
    assertEquals(0, client.session.view().merged());
  }
}
