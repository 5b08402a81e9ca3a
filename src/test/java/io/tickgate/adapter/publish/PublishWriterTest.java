package io.tickgate.adapter.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.wire.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the writer takes, refuses and says of its venues. */
class PublishWriterTest {
  private static final long STALE = 5_000;

  private final AtomicLong now = new AtomicLong(1_000_000);
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final Set<String> foreign = ConcurrentHashMap.newKeySet();
  private final PublishCounters counters = new PublishCounters();
  private final TickReader reader = new TickReader();
  private final PublishWriter writer =
      new PublishWriter(
          new Feeds(),
          new PublishLimits(1_000, 10, 2, 3, 2, STALE, 1_000),
          counters,
          () -> Instant.ofEpochMilli(now.get()));

  @AfterEach
  void stop() {
    writer.stop();
  }

  /**
   * Records what reaches the book; venue {@code own} is the gateway's, symbol {@code *:FULL} full.
   */
  private final class Feeds implements VenueFeeds {
    @Override
    public boolean reserved(String venue) {
      return venue.equals("own");
    }

    @Override
    public PublishedFeed open(String venue) {
      return new PublishedFeed() {
        @Override
        public boolean apply(Tick tick) {
          boolean room = !tick.symbol().nativeName().equals("FULL");
          if (room) {
            heard.add(tick.symbol().name());
          }
          return room;
        }

        @Override
        public boolean foreign(Symbol symbol) {
          return foreign.contains(symbol.name());
        }

        @Override
        public void onTime(long at) {
          // bars are the book's
        }

        @Override
        public void onState(FeedState state, String reason) {
          heard.add(venue + " " + state.text());
        }
      };
    }
  }

  private Outcome publish(Publisher publisher, String json) throws Exception {
    PublishBatch batch = writer.batch(publisher, 0);
    for (String line : json.replace('\'', '"').lines().toList()) {
      batch.nextLine();
      byte[] bytes = line.getBytes(UTF_8);
      reader.readOne(bytes, 0, bytes.length, 1, batch);
    }
    CompletableFuture<Outcome> applied = new CompletableFuture<>();
    writer.submit(batch, () -> applied.complete(batch.outcome()));
    return applied.get(10, TimeUnit.SECONDS);
  }

  private static String status(String symbol) {
    return "{'type':'status','symbol':'" + symbol + "','state':'open'}\n";
  }

  private static List<String> rejections(Outcome outcome) {
    return outcome.rejected().stream()
        .map(each -> each.line() + " " + each.code().text() + " " + each.message())
        .toList();
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void countsWhatIsInTheBookAndTellsTheRestByLine() throws Exception {
    Publisher publisher = new Publisher(venue -> !venue.equals("c"), false);
    Outcome outcome = publish(publisher, status("a:1") + status("c:1") + "x\n" + status("a:2"));
    assertEquals(2, outcome.accepted());
    assertEquals(
        List.of("2 forbidden symbol: not allowed to write venue c", "3 bad_message not JSON"),
        rejections(outcome));
    assertEquals(List.of("a live", "a:1", "a:2"), List.copyOf(heard));
    assertEquals(2, counters.accepted.sum());
    assertEquals(1, counters.rejected(ErrorCode.FORBIDDEN).sum());
  }

  @Test
  void refusesVenuesAndSymbolsOfTheGatewaysOwnFeeds() throws Exception {
    foreign.add("a:2");
    Outcome outcome = publish(new Publisher(Venues.ALL, false), status("own:1") + status("a:2"));
    assertEquals(
        List.of(
            "1 forbidden symbol: a feed of the gateway's own writes own",
            "2 forbidden symbol: a feed of the gateway's own writes a"),
        rejections(outcome));
  }

  @Test
  void boundsVenuesAndSymbols() throws Exception {
    Publisher publisher = new Publisher(Venues.ALL, false);
    assertEquals(2, publish(publisher, status("a:1") + status("b:1")).accepted());
    assertEquals(
        List.of("1 limit_symbols symbol: would be one venue more than 2"),
        rejections(publish(publisher, status("c:1"))));
    assertEquals(
        List.of("1 limit_symbols symbol: would be one more than 3"),
        rejections(publish(publisher, status("a:FULL"))));
    assertEquals(
        List.of("1 limit_symbols symbol: would be one more than 3"),
        rejections(publish(publisher, status("b:2"))));
    assertEquals(1, publish(publisher, status("b:1")).accepted());
    assertEquals(2, counters.venues.get());
    assertEquals(3, counters.symbols.get());
  }

  @Test
  void tellsTheFirstRejectionsAndHowManyThereWere() throws Exception {
    Outcome outcome = publish(new Publisher(Venues.ALL, false), "1\n2\n3\n4\n5\n");
    assertEquals(2, outcome.rejected().size());
    assertEquals(5, outcome.rejectedTotal());
  }

  @Test
  void wantsASnapshotBeforeItsChanges() throws Exception {
    Publisher publisher = new Publisher(Venues.ALL, false);
    String change = "{'type':'book','symbol':'a:1','bids':[['1','2']]}\n";
    String snapshot = change.replace("'bids'", "'snapshot':true,'bids'");
    Outcome outcome = publish(publisher, change + snapshot + change);
    assertEquals(2, outcome.accepted());
    assertEquals(
        List.of("1 bad_request snapshot: the first book of a symbol has to be one"),
        rejections(outcome));
  }

  @Test
  void rightsEndWithTheToken() throws Exception {
    Venues untilSoon =
        new Venues() {
          @Override
          public boolean mayWrite(String venue) {
            return true;
          }

          @Override
          public long expiresAtMillis() {
            return 1_000_100;
          }
        };
    Publisher publisher = new Publisher(untilSoon, false);
    assertEquals(1, publish(publisher, status("a:1")).accepted());
    now.addAndGet(100);
    assertEquals(
        List.of("1 token_expired the token has expired"),
        rejections(publish(publisher, status("a:1"))));
  }

  @Test
  void aVenueIsLiveWhileAPublisherStaysAndStaleAfterSilence() throws Exception {
    writer.start();
    Publisher stays = new Publisher(Venues.ALL, true);
    publish(stays, status("a:1"));
    publish(new Publisher(Venues.ALL, false), status("b:1"));
    assertEquals("a live", next());
    assertEquals("a:1", next());
    assertEquals("b live", next());
    assertEquals("b:1", next());
    now.addAndGet(STALE);
    assertEquals("b stale", next());
    writer.leave(stays);
    publish(stays, ""); // the writer knows by now
    assertTrue(heard.isEmpty(), heard::toString);
    now.addAndGet(2 * STALE);
    assertEquals("a stale", next());
    publish(new Publisher(Venues.ALL, false), status("a:1"));
    assertEquals("a live", next());
    assertEquals("a:1", next());
  }

  @Test
  void answersWhatComesWhileItStops() throws Exception {
    writer.stop();
    assertEquals(
        List.of("1 internal the gateway is stopping"),
        rejections(publish(new Publisher(Venues.ALL, false), status("a:1"))));
    assertEquals(0, counters.waiting.get());
  }
}
