package io.tickgate.relay;

import static io.tickgate.relay.Nodes.await;
import static io.tickgate.relay.Nodes.awaitSame;
import static io.tickgate.relay.Nodes.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.messaging.KafkaBroker;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.book.BookText;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.SymbolBook;
import io.tickgate.delay.Market;
import io.tickgate.deliver.Scale;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.FeedState;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.market.codec.TickCodec;
import io.tickgate.relay.Nodes.Entrance;
import io.tickgate.relay.Nodes.Ingest;
import io.tickgate.relay.Nodes.Serve;
import io.tickgate.relay.RelayTap.Op;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Ticks over a real broker: the books of all nodes are the same, value by value. */
@Timeout(120)
class RelayTest {
  private static final Path RECORDINGS = Path.of("../shared/feeds-real/raw");
  private static final long START = 1_763_690_000_000_000L;
  private static final Symbol SYMBOL = Market.SYMBOLS.get(0);

  /** As short as on nodes of one's own. */
  private static final Duration LEASE = Duration.ofSeconds(3);

  private static KafkaBroker broker;
  private static String servers;

  private Nodes nodes;

  @BeforeAll
  static void startBroker() {
    broker = new KafkaBroker();
    servers = broker.start().get("kafka.bootstrap.servers");
  }

  @AfterAll
  static void stopBroker() {
    broker.stop();
  }

  @BeforeEach
  void open(TestInfo test) {
    nodes = new Nodes(servers, test.getTestMethod().orElseThrow().getName());
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  /** Ticks of all kinds, with the clock moving on. */
  private static void run(Feed feed, Market market, int from, int count) {
    for (int i = from; i < from + count; i++) {
      feed.apply(market.tick(START + i * 50_000L));
      if (i % 100 == 99) {
        feed.onTime(START + i * 50_000L);
      }
    }
  }

  private static Quote quote(long rx, long bid) {
    Decimal one = Decimal.of(1, 0);
    return new Quote(SYMBOL, rx, rx, Decimal.of(bid, 2), one, Decimal.of(bid + 1, 2), one);
  }

  @Test
  void everyNodeHasTheSameBooksWheneverItCame() {
    Ingest a = nodes.ingest("a");
    Feed feed = a.lead("sim");
    Serve early = nodes.serve();
    feed.onState(FeedState.LIVE, "");
    Market market = new Market(11);
    run(feed, market, 0, 3_000);
    awaitSame("the first", a.books, early.books);
    Serve late = nodes.serve();
    awaitSame("one that came later", a.books, late.books);
    run(feed, market, 3_000, 3_000);
    feed.onState(FeedState.ENDED, "");
    awaitSame("the first in the end", a.books, early.books);
    awaitSame("the later in the end", a.books, late.books);
    Serve last = nodes.serve();
    awaitSame("one that came after the end", a.books, last.books);
    assertEquals(0, early.counters().gaps.sum() + late.counters().gaps.sum());
    assertEquals(0, early.counters().broken.sum() + late.counters().broken.sum());
    assertEquals(early.relay.id(), last.relay.id());
    assertEquals(early.feed("sim").restarts(), last.feed("sim").restarts());
  }

  @Test
  void recordingsArriveAsTheyWerePlayed() throws Exception {
    assumeTrue(Files.isDirectory(RECORDINGS), "skipped: " + RECORDINGS + " isn't there");
    Serve early = nodes.serve();
    Ingest a = nodes.ingest("a");
    Feed feed = a.lead("rec");
    play(feed, RECORDINGS.resolve("coinbase-exchange_2021-04-17_a.cf.txt.gz").toString(), null);
    awaitSame("who heard it", a.books, early.books);
    Serve late = nodes.serve();
    awaitSame("who came when it had ended", a.books, late.books);
    assertEquals(FeedState.ENDED, late.feed("rec").state());
    assertTrue(late.books.symbols().size() >= 5, late.books.symbols().size() + " symbols");
  }

  private static void play(Feed feed, String path, String venue) {
    Entrance entrance = new Entrance(feed);
    FeedCounters counters = new FeedCounters();
    ReplayAdapter adapter =
        new ReplayAdapter(
            new ReplaySettings("rec", path, venue, "max", false),
            name -> Decoders.create(name, entrance, counters, (symbol, reason) -> {}),
            entrance,
            entrance,
            ReplayClock.SYSTEM);
    adapter.start();
    await("the end of " + path, () -> feed.state() == FeedState.ENDED);
    adapter.stop();
  }

  @Test
  void restartOfARecordingIsOneEverywhere() {
    Serve serve = nodes.serve();
    Ingest a = nodes.ingest("a");
    Feed feed = a.lead("sim");
    feed.onState(FeedState.REPLAY, "");
    run(feed, new Market(12), 0, 500);
    awaitSame("before", a.books, serve.books);
    long before = serve.feed("sim").restarts();
    feed.onRestart();
    run(feed, new Market(13), 0, 300);
    awaitSame("after", a.books, serve.books);
    assertEquals(before + 1, serve.feed("sim").restarts());
    // a seek: what comes with the new books was never told
    feed.onRewind();
    run(feed, new Market(14), 0, 700);
    feed.onRestart();
    run(feed, new Market(15), 700, 100);
    await("the seek", () -> serve.feed("sim").restarts() == before + 2);
    awaitSameButOldTrades(a.books, serve.books);
  }

  /** The same, but for what is kept of trades that were never told. */
  private static void awaitSameButOldTrades(Books expected, Books actual) {
    await("the same books", () -> newest(expected).equals(newest(actual)));
  }

  private static String newest(Books books) {
    return text(books).replaceAll("trades \\d+ (\\d+) -?\\d+", "trades $1");
  }

  @Test
  void anotherNodeTakesOverAndCountsStartAnew() {
    Serve serve = nodes.serve();
    Ingest a = nodes.ingest("a");
    Feed feed = a.lead("sim");
    feed.onState(FeedState.LIVE, "");
    run(feed, new Market(16), 0, 500);
    awaitSame("the first writer's", a.books, serve.books);
    Ingest second = nodes.ingest("b");
    Feed other = second.books.addFeed("sim");
    second.relay.ingest(second);
    await("the second sees the first", () -> second.relay.elsewhere("sim"));
    long life = serve.feed("sim").restarts();
    long start = System.nanoTime();
    a.relay.stop();
    await("the second has it", () -> second.leads("sim"));
    other.onState(FeedState.LIVE, "");
    run(other, new Market(17), 0, 400);
    awaitSame("the second writer's", second.books, serve.books);
    System.out.printf("taken over after %d ms%n", (System.nanoTime() - start) / 1_000_000);
    assertTrue(serve.feed("sim").restarts() > life);
    assertNotEquals(Life.term(life), Life.term(serve.feed("sim").restarts()));
  }

  @Test
  void nodeThatIsAboutToStopTakesNothing() {
    Ingest a = nodes.ingest("a");
    a.lead("sim");
    Ingest stopping = nodes.ingest("b");
    stopping.books.addFeed("sim");
    stopping.relay.ingest(stopping);
    await("it sees the writer", () -> stopping.relay.elsewhere("sim"));
    stopping.relay.claimNoMore();
    a.relay.stop();
    nodes.ingest("c").lead("sim"); // who comes when it had been free for longer than two wait
    assertEquals(0, stopping.relay.counters().taken.sum());
  }

  @Test
  void feedOfASilentWriterIsStaleWithItsLastValues() {
    Serve serve = nodes.serve();
    Ingest a = nodes.ingest("a");
    Feed feed = a.lead("sim");
    feed.onState(FeedState.LIVE, "");
    run(feed, new Market(18), 0, 500);
    awaitSame("before", a.books, serve.books);
    String values = values(serve);
    a.relay.stop();
    await("stale", () -> serve.feed("sim").state() == FeedState.STALE);
    assertEquals(values, values(serve));
  }

  private static String values(Serve serve) {
    String text = BookText.of(serve.books);
    return text.substring(text.indexOf('\n'));
  }

  @Test
  void writerThatWasSucceededIsNotHeard() {
    Serve serve = nodes.serve();
    Ingest a = nodes.ingest("a");
    Feed feed = a.lead("sim");
    feed.onState(FeedState.LIVE, "");
    run(feed, new Market(19), 0, 500);
    awaitSame("before", a.books, serve.books);
    long life = serve.feed("sim").restarts();
    long fenced = serve.counters().fenced.sum();
    SymbolBook book = Objects.requireNonNull(a.books.find(SYMBOL.name()));
    try (Outbox zombie = zombie()) {
      // as it stood when it fell silent: the very next event, of the term before
      send(zombie, book, life - 1, book.position() + 1);
      await("fenced", () -> serve.counters().fenced.sum() == fenced + 1);
    }
    run(feed, new Market(20), 500, 500);
    awaitSame("after", a.books, serve.books);
  }

  private Outbox zombie() {
    RelaySettings settings = nodes.settings("zombie");
    return new Outbox(settings, RelayTopics.open(settings).ends(), new RelayCounters());
  }

  private static void send(Outbox outbox, SymbolBook book, long life, long position) {
    Lane lane = new Lane(book, 0, 0);
    TickBatch batch = new TickBatch(lane.partition(3));
    Quote quote = quote(START + 1_000_000_000L, 1);
    var out = batch.event(lane, Op.TICK, position, book.trades().head());
    batch.rx(quote.rx());
    TickCodec.write(quote, true, quote.rx(), out);
    outbox.send(batch, "sim", life);
  }

  @Test
  void holeIsMendedByTheNextMarkAndNothingElseIsDisturbed() {
    Serve serve = nodes.serve();
    Ingest a = nodes.ingest("a");
    Feed feed = a.lead("sim");
    feed.onState(FeedState.LIVE, "");
    Market market = new Market(21);
    run(feed, market, 0, 500);
    awaitSame("before", a.books, serve.books);
    SymbolBook book = Objects.requireNonNull(a.books.find(SYMBOL.name()));
    try (Outbox liar = zombie()) {
      // of the writer's own life, and one ahead: to the reader, an event is missing
      send(liar, book, serve.feed("sim").restarts(), book.position() + 2);
      await("a gap", () -> serve.counters().gaps.sum() == 1);
    }
    run(feed, market, 500, 500);
    awaitSameButOldTrades(a.books, serve.books);
    assertTrue(serve.counters().skipped.sum() > 0, "ticks came meanwhile");
  }

  @Test
  void brokenRecordsAreCountedAndStopNothing() throws Exception {
    Serve serve = nodes.serve();
    Ingest a = nodes.ingest("a");
    Feed feed = a.lead("sim");
    feed.onState(FeedState.LIVE, "");
    run(feed, new Market(22), 0, 300);
    awaitSame("before", a.books, serve.books);
    RelaySettings settings = nodes.settings("x");
    long life = serve.feed("sim").restarts();
    RecordHead head = new RecordHead("sim", life, 0, -1);
    byte[] noise = {9, 8, 7, (byte) 0xff, (byte) 0xff};
    List<ProducerRecord<byte[], byte[]>> bad = new ArrayList<>();
    for (String topic : List.of(settings.topics().ticks(), settings.topics().marks())) {
      bad.add(new ProducerRecord<>(topic, 0, noise, noise)); // no headers
      bad.add(new ProducerRecord<>(topic, 0, noise, null));
    }
    bad.add(head.toRecord(settings.topics().ticks(), 0, null, noise));
    bad.add(head.toRecord(settings.topics().marks(), 0, "sim:NEW".getBytes(UTF_8), noise));
    bad.add(new ProducerRecord<>(settings.topics().feeds(), 0, "sim".getBytes(UTF_8), noise));
    try (Outbox outbox = zombie()) {
      bad.forEach(record -> outbox.send(record, () -> {}));
      await(
          "counted", () -> serve.counters().broken.sum() == bad.size() - 1); // a mark nobody needs
    }
    run(feed, new Market(23), 300, 300);
    awaitSameButNew(a.books, serve);
  }

  private static void awaitSameButNew(Books expected, Serve serve) {
    awaitSame("good ones after bad", expected, serve.books);
    assertNull(serve.books.find("sim:NEW"));
  }

  @Test
  void whatFindsNoRoomIsMadeUpForByMarks() {
    Serve serve = nodes.serve();
    Ingest a = nodes.ingest(nodes.settings("a", Duration.ofMillis(300), 1 << 20));
    Feed feed = a.lead("sim");
    feed.onState(FeedState.LIVE, "");
    List<PriceLevel> levels = levels(10_000);
    Market market = new Market(24);
    for (int i = 0; i < 40; i++) { // some 80 kB each
      long rx = START + i;
      feed.apply(new BookChange(SYMBOL, rx, rx, true, levels, List.of(), 0, null));
      run(feed, market, i * 10, 10);
    }
    RelayCounters out = a.relay.counters();
    assertTrue(out.dropped.sum() > 0, "everything fitted");
    assertTrue(out.brokenSymbols.sum() > 0);
    awaitSameButOldTrades(a.books, serve.books);
    run(feed, market, 400, 100);
    awaitSameButOldTrades(a.books, serve.books);
    assertEquals(0, serve.counters().broken.sum());
  }

  /** In the end more has come than the client's buffer holds, but less than that and the queue. */
  @Test
  void nothingIsMissingAfterABrokerThatWasAway() {
    Ingest a = nodes.ingest("a");
    Feed feed = a.lead("sim");
    feed.onState(FeedState.LIVE, "");
    Serve serve = nodes.serve();
    Market market = new Market(25);
    run(feed, market, 0, 500);
    awaitSame("before", a.books, serve.books);
    List<PriceLevel> levels = levels(10_000);
    whileTheBrokerIsAway(
        () -> {
          for (int i = 0; i < 40; i++) { // over a second, so that each goes on its own
            run(feed, market, 500 + i, 1);
            LockSupport.parkNanos(25_000_000);
          }
          for (int i = 540; i < 1_140; i++) { // some 60 kB each
            long rx = START + i * 50_000L;
            feed.apply(new BookChange(SYMBOL, rx, rx, true, levels, List.of(), 0, null));
            run(feed, market, i, 1);
          }
        });
    run(feed, market, 1_140, 1);
    awaitSame("all of it, old trades too", a.books, serve.books);
    assertNothingBroke(a);
    assertEquals(0, serve.counters().gaps.sum());
  }

  /** Longer than several hellos wait that aren't sent one at a time; standbys may be back first. */
  @Test
  void brokerThatWasAwayMakesNobodysWriterAnother() {
    assumeTrue(Scale.isHeavy(), "skipped: half a minute; -Pheavy runs it, EchoTest has the rule");
    Ingest a = nodes.ingest(nodes.settings("a", LEASE));
    Feed feed = a.lead("sim");
    feed.onState(FeedState.LIVE, "");
    List<Ingest> others = new ArrayList<>();
    for (String name : List.of("b", "c", "d")) {
      Ingest other = nodes.ingest(nodes.settings(name, LEASE));
      other.books.addFeed("sim");
      other.relay.ingest(other);
      await("it sees the writer", () -> other.relay.elsewhere("sim"));
      others.add(other);
    }
    Serve serve = nodes.serve();
    Market market = new Market(27);
    run(feed, market, 0, 500);
    awaitSame("before", a.books, serve.books);
    long life = serve.feed("sim").restarts();
    long end = System.nanoTime() + 24_000_000_000L;
    whileTheBrokerIsAway(
        () -> {
          while (System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
          }
        });
    run(feed, market, 500, 500);
    awaitSame("after", a.books, serve.books);
    long later = System.nanoTime() + 2 * LEASE.toNanos();
    await("whoever would claim it has", () -> System.nanoTime() > later);
    others.forEach(each -> assertEquals(0, each.relay.counters().taken.sum()));
    assertNothingBroke(a);
    assertEquals(life, serve.feed("sim").restarts());
  }

  private static void whileTheBrokerIsAway(Runnable what) {
    broker.down();
    try {
      what.run();
    } finally {
      broker.up(); // other tests need it too
    }
  }

  private static void assertNothingBroke(Ingest ingest) {
    RelayCounters out = ingest.relay.counters();
    String what = "records failed, events dropped, symbols broken, feeds lost";
    List<Long> none = List.of(0L, 0L, 0L, 0L);
    assertEquals(
        none,
        List.of(
            out.failedRecords.sum(), out.dropped.sum(), out.brokenSymbols.sum(), out.lost.sum()),
        what);
  }

  @Test
  void markThatTheBrokerRefusedIsMadeAgain() throws Exception {
    RelaySettings settings = nodes.settings("a");
    Ingest a = nodes.ingest(settings);
    Feed feed = a.lead("sim");
    feed.onState(FeedState.LIVE, "");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      String marks = settings.topics().marks();
      maxBytes(admin, marks, "1");
      run(feed, new Market(28), 0, 300);
      await("three marks fail", () -> a.relay.counters().failedRecords.sum() >= 3);
      assertEquals(0, end(admin, marks));
      maxBytes(admin, marks, "1000000");
      await("and are made again", () -> end(admin, marks) >= 3);
      forget(admin, settings.topics().ticks());
      awaitSameButOldTrades(a.books, nodes.serve().books);
    }
  }

  @Test
  void bookThatGrewTooLargeForAMarkIsNotShownAsItWas() throws Exception {
    RelaySettings settings = nodes.smallRecords("a");
    Ingest a = nodes.ingest(settings);
    Feed feed = a.lead("sim");
    feed.onState(FeedState.LIVE, "");
    feed.apply(new BookChange(SYMBOL, START, START, true, levels(1), List.of(), 0, null));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      String marks = settings.topics().marks();
      await("a small mark", () -> end(admin, marks) == 1);
      List<PriceLevel> levels = levels(20_000);
      for (int i = 0; i < 20; i++) {
        List<PriceLevel> some = levels.subList(i * 1_000, (i + 1) * 1_000);
        feed.apply(new BookChange(SYMBOL, START, START, false, some, List.of(), 0, null));
      }
      await("what says that there is none", () -> end(admin, marks) == 2);
      assertTrue(a.relay.counters().oversized.sum() > 0);
      forget(admin, settings.topics().ticks());
      assertNull(nodes.serve().books.find(SYMBOL.name()));
    }
  }

  private static void maxBytes(Admin admin, String topic, String bytes) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    ConfigEntry entry = new ConfigEntry("max.message.bytes", bytes);
    var change = List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET));
    admin.incrementalAlterConfigs(Map.of(resource, change)).all().get();
  }

  private static Map<TopicPartition, Long> ends(Admin admin, String topic) throws Exception {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      TopicPartition partition = new TopicPartition(topic, i);
      var told = admin.listOffsets(Map.of(partition, OffsetSpec.latest()));
      ends.put(partition, told.partitionResult(partition).get().offset());
    }
    return ends;
  }

  private static long end(Admin admin, String topic) {
    try {
      return ends(admin, topic).values().stream().mapToLong(Long::longValue).sum();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Its time is over, for all that is in the topic. */
  private static void forget(Admin admin, String topic) throws Exception {
    Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
    ends(admin, topic).forEach((part, end) -> before.put(part, RecordsToDelete.beforeOffset(end)));
    admin.deleteRecords(before).all().get();
  }

  private static List<PriceLevel> levels(int count) {
    List<PriceLevel> levels = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      levels.add(new PriceLevel(Decimal.of(i, 2), Decimal.of(i, 8)));
    }
    return levels;
  }
}
