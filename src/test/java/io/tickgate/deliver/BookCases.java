package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.PriceLevel;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channel book: depths, changed levels, checksum (§4). */
abstract class BookCases {
  /** More than the deepest subscription shows. */
  private static final int LEVELS = 120;

  @Inject TestMarket market;

  private Symbol symbol;

  @BeforeEach
  void startWithADeepBook() {
    symbol = Ticks.fresh("BOOK");
    List<PriceLevel> bids = new ArrayList<>();
    List<PriceLevel> asks = new ArrayList<>();
    for (int i = LEVELS; i >= 1; i--) {
      bids.addAll(Ticks.levels(bid(i), i + ".50"));
      asks.addAll(Ticks.levels(ask(i), i + ".70"));
    }
    market.tick(Ticks.book(symbol, true, bids, asks));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10, 25, 100})
  void snapshotHoldsTheBestLevelsBestFirst(int depth) {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("book", "'depth':" + depth, symbol);
      Element snapshot = client.next("book", symbol);
      assertTrue(snapshot.snapshot());
      assertEquals(depth, snapshot.node().path("bids").size());
      assertEquals(depth, snapshot.node().path("asks").size());
      for (int i = 0; i < depth; i++) {
        assertEquals(bid(i + 1), snapshot.node().path("bids").get(i).get(0).asText());
        assertEquals((i + 1) + ".50", snapshot.node().path("bids").get(i).get(1).asText());
        assertEquals(ask(i + 1), snapshot.node().path("asks").get(i).get(0).asText());
        assertEquals((i + 1) + ".70", snapshot.node().path("asks").get(i).get(1).asText());
      }
    }
  }

  @Test
  void snapshotHoldsTenLevelsByDefault() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("book", symbol);
      assertEquals(10, client.next("book", symbol).node().path("bids").size());
    }
  }

  @Test
  void updateTellsChangedLevelsOnly() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("book", symbol);
      Element snapshot = client.next("book", symbol);
      market.tick(Ticks.book(symbol, false, Ticks.levels(bid(3), "33.00"), List.of()));
      Element update = client.next("book", symbol);
      assertFalse(update.snapshot());
      assertEquals(snapshot.seq(), update.prev());
      assertEquals("[[\"" + bid(3) + "\",\"33.00\"]]", update.node().path("bids").toString());
      assertEquals(0, update.node().path("asks").size());
    }
  }

  @Test
  void removedLevelIsToldAndTheNextOneMovesIn() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("book", "'depth':5", symbol);
      KrakenBook book = new KrakenBook(5);
      book.apply(client.next("book", symbol));
      market.tick(Ticks.book(symbol, false, List.of(), Ticks.levels(ask(2), "0.00")));
      Element update = client.next("book", symbol);
      assertTrue(
          update.node().path("asks").toString().contains("[\"" + ask(2) + "\",\"0\"]"),
          update.node().toString());
      book.apply(update);
      assertEquals(
          List.of(
              ask(1) + " 1.70",
              ask(3) + " 3.70",
              ask(4) + " 4.70",
              ask(5) + " 5.70",
              ask(6) + " 6.70"),
          book.asks());
    }
  }

  @Test
  void changeBelowTheDepthIsNotDelivered() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("book", "'depth':5", symbol);
      client.next("book", symbol);
      market.tick(Ticks.book(symbol, false, Ticks.levels(bid(50), "1.00"), List.of()));
      market.tick(Ticks.book(symbol, false, Ticks.levels(bid(1), "1.00"), List.of()));
      Element update = client.nextWhere("book", symbol, e -> e.node().path("bids").size() > 0);
      assertEquals("[[\"" + bid(1) + "\",\"1.00\"]]", update.node().path("bids").toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 0", "25, 0", "100, 0", "10, 50", "25, 50", "100, 200"})
  void bookOfTheClientIsTheVenuesAndTheChecksumHolds(int depth, int intervalMs) {
    long seed = 20_261_121L + depth * 1_000L + intervalMs;
    Random random = new Random(seed);
    KrakenBook truth = new KrakenBook(Integer.MAX_VALUE);
    KrakenBook book = new KrakenBook(depth);
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith(
          "book", "'depth':%d,'intervalMs':%d".formatted(depth, intervalMs), symbol);
      apply(book, client.next("book", symbol), seed);
      applyToTruth(truth, true, bestLevels(true), bestLevels(false));
      for (int i = 0; i < 300; i++) {
        List<PriceLevel> bids = changes(random, true);
        List<PriceLevel> asks = changes(random, false);
        market.tick(Ticks.book(symbol, false, bids, asks));
        applyToTruth(truth, false, bids, asks);
      }
      // the last change makes a level that nothing else makes
      List<PriceLevel> mark = Ticks.levels(bid(1), "777.77");
      market.tick(Ticks.book(symbol, false, mark, List.of()));
      applyToTruth(truth, false, mark, List.of());
      while (!book.bids().contains(bid(1) + " 777.77")) {
        apply(book, client.next("book", symbol), seed);
      }
      assertEquals(first(truth.bids(), depth), book.bids(), "seed " + seed);
      assertEquals(first(truth.asks(), depth), book.asks(), "seed " + seed);
    }
  }

  @Test
  void trailingZerosCountInTheChecksum() {
    Symbol other = Ticks.fresh("ZEROS");
    market.tick(
        Ticks.book(
            other,
            true,
            Ticks.levels("0.00005100", "100.000", "0.00005000", "7"),
            Ticks.levels("0.00005200", "0.500")));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("book", other);
      KrakenBook book = new KrakenBook(10);
      Element snapshot = client.next("book", other);
      book.apply(snapshot);
      assertEquals(List.of("0.00005100 100.000", "0.00005000 7"), book.bids());
      assertEquals(book.checksum(), snapshot.number("checksum"));
    }
  }

  @Test
  void resetBookIsStaleUntilTheNextSnapshot() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("book", symbol);
      KrakenBook book = new KrakenBook(10);
      book.apply(client.next("book", symbol));
      market.tick(Ticks.reset(symbol));
      client.nextWhere("book", symbol, e -> e.flag("stale"));
      market.tick(Ticks.book(symbol, true, Ticks.levels("9.0", "1.0"), Ticks.levels("9.5", "2.0")));
      Element fresh = client.nextWhere("book", symbol, e -> !e.flag("stale"));
      book.apply(fresh);
      assertEquals(List.of("9.0 1.0"), book.bids());
      assertEquals(List.of("9.5 2.0"), book.asks());
      assertEquals(book.checksum(), fresh.number("checksum"));
    }
  }

  private static void apply(KrakenBook book, Element element, long seed) {
    book.apply(element);
    assertEquals(
        book.checksum(), element.number("checksum"), "seed " + seed + ": " + element.node());
  }

  private List<PriceLevel> bestLevels(boolean bid) {
    List<PriceLevel> levels = new ArrayList<>();
    for (int i = 1; i <= LEVELS; i++) {
      levels.addAll(Ticks.levels(bid ? bid(i) : ask(i), i + (bid ? ".50" : ".70")));
    }
    return levels;
  }

  /** One to three levels near the top set or taken away; the two best always stay. */
  private static List<PriceLevel> changes(Random random, boolean bid) {
    List<PriceLevel> levels = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int level = 3 + random.nextInt(LEVELS - 3);
      String size = random.nextInt(3) == 0 ? "0.00" : 1 + random.nextInt(900) + ".25";
      levels.addAll(Ticks.levels(bid ? bid(level) : ask(level), size));
    }
    return levels;
  }

  private static void applyToTruth(
      KrakenBook truth, boolean snapshot, List<PriceLevel> bids, List<PriceLevel> asks) {
    String json = "{\"bids\":%s,\"asks\":%s}".formatted(json(bids), json(asks));
    truth.apply(new Element(0, snapshot, "book", Inbox.parse(json)));
  }

  private static String json(List<PriceLevel> levels) {
    List<String> texts = new ArrayList<>();
    for (PriceLevel level : levels) {
      String size = level.size().isZero() ? "0" : level.size().toString();
      texts.add("[\"%s\",\"%s\"]".formatted(level.price(), size));
    }
    return texts.toString();
  }

  private static List<String> first(List<String> levels, int count) {
    return levels.subList(0, Math.min(count, levels.size()));
  }

  private static String bid(int level) {
    return (1_000 - level) + ".0";
  }

  private static String ask(int level) {
    return (1_000 + level) + ".0";
  }
}
