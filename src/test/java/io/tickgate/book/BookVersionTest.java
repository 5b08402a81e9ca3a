package io.tickgate.book;

import static io.tickgate.book.Ticks.change;
import static io.tickgate.book.Ticks.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class BookVersionTest {
  private static final int[] DEPTHS = {1, 5, 10, 25, 100};

  /** What a client does: sets each level, and takes away those of size zero. */
  @Test
  void theChangesBetweenAnyTwoVersionsLeadFromOneToTheOther() {
    for (long seed = 1; seed <= 25; seed++) {
      Random random = new Random(seed);
      List<BookVersion> versions = versions(random, 60);
      for (int round = 0; round < 300; round++) {
        int from = random.nextInt(versions.size());
        int to = from + random.nextInt(versions.size() - from);
        int depth = DEPTHS[random.nextInt(DEPTHS.length)];
        BookVersion older = versions.get(from);
        BookVersion newer = versions.get(to);
        String what = "seed " + seed + " from " + from + " to " + to + " depth " + depth;
        assertEquals(
            newer.bids(depth),
            applied(older.bids(depth), newer.bidsSince(older, depth), true),
            what);
        assertEquals(
            newer.asks(depth),
            applied(older.asks(depth), newer.asksSince(older, depth), false),
            what);
        assertEquals(from == to, from == to && newer.bidsSince(older, depth).isEmpty(), what);
      }
    }
  }

  private static List<PriceLevel> applied(
      List<PriceLevel> book, List<PriceLevel> changes, boolean descending) {
    Comparator<BigDecimal> order = Comparator.naturalOrder();
    TreeMap<BigDecimal, PriceLevel> model = new TreeMap<>(descending ? order.reversed() : order);
    book.forEach(level -> model.put(level.price().toBigDecimal(), level));
    for (PriceLevel change : changes) {
      if (change.size().isZero()) {
        assertNotNull(model.remove(change.price().toBigDecimal()), "takes away what is not there");
      } else {
        model.put(change.price().toBigDecimal(), change);
      }
    }
    return List.copyOf(model.values());
  }

  /** Versions as a book makes them, with levels of every scale coming and going. */
  private static List<BookVersion> versions(Random random, int count) {
    SymbolBook book = Ticks.book();
    List<BookVersion> versions = new ArrayList<>();
    book.apply(snapshot(1, "", ""));
    while (versions.size() < count) {
      boolean whole = random.nextInt(20) == 0;
      int changes = whole ? 150 : 1 + random.nextInt(30);
      BookChange tick =
          new BookChange(
              Ticks.SYMBOL,
              1,
              8,
              whole,
              levels(random, changes, 1_000),
              levels(random, changes, 2_000),
              random.nextInt(4) == 0 ? 5 + random.nextInt(120) : 0,
              null);
      book.apply(tick);
      versions.add(Objects.requireNonNull(book.book()));
    }
    return versions;
  }

  private static List<PriceLevel> levels(Random random, int count, int base) {
    List<PriceLevel> levels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int zeros = random.nextInt(3); // 10.5 and 10.50 are one price
      long price = (base + random.nextInt(300)) * (long) Math.pow(10, zeros);
      long size = random.nextInt(3) == 0 ? 0 : random.nextInt(50);
      levels.add(new PriceLevel(Decimal.of(price, 1 + zeros), Decimal.of(size, random.nextInt(4))));
    }
    return levels;
  }

  /**
   * The rule as Kraken documents it: of the ten lowest asks and then the ten highest bids, price
   * and size without the point and without leading zeros, one behind the other.
   */
  @Test
  void theChecksumIsThatOfKraken() {
    for (long seed = 1; seed <= 20; seed++) {
      for (BookVersion version : versions(new Random(seed), 30)) {
        StringBuilder text = new StringBuilder();
        for (List<PriceLevel> side : List.of(version.asks(10), version.bids(10))) {
          for (PriceLevel level : side) {
            text.append(digits(level.price())).append(digits(level.size()));
          }
        }
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        assertEquals(crc.getValue(), version.checksum(), "seed " + seed);
      }
    }
  }

  private static String digits(Decimal value) {
    return value.toString().replace(".", "").replaceFirst("^0+", "");
  }

  /** The example of Kraken's guide to the checksum of its books (v2). */
  @Test
  void theChecksumIsThatOfTheVenuesExample() {
    Map<String, String> asks = new TreeMap<>();
    asks.put("45285.2", "0.00100000");
    asks.put("45286.4", "1.54571953");
    asks.put("45286.6", "1.54571109");
    asks.put("45289.6", "1.54560911");
    asks.put("45290.2", "0.15890660");
    asks.put("45291.8", "1.54553491");
    asks.put("45294.7", "0.04454749");
    asks.put("45296.1", "0.35380000");
    asks.put("45297.5", "0.09945542");
    asks.put("45299.5", "0.18772827");
    Map<String, String> bids = new TreeMap<>();
    bids.put("45283.5", "0.10000000");
    bids.put("45283.4", "1.54582015");
    bids.put("45282.1", "0.10000000");
    bids.put("45281.0", "0.10000000");
    bids.put("45280.3", "1.54592586");
    bids.put("45279.0", "0.07990000");
    bids.put("45277.6", "0.03310103");
    bids.put("45277.5", "0.30000000");
    bids.put("45277.3", "1.54602737");
    bids.put("45276.6", "0.15445238");
    SymbolBook book = Ticks.book();
    book.apply(snapshot(1, text(bids), text(asks)));
    assertEquals(3_310_070_434L, Objects.requireNonNull(book.book()).checksum());
    book.apply(change(2, "45283.5x0", ""));
    book.apply(change(3, "45283.5x0.10000000", ""));
    assertEquals(3_310_070_434L, Objects.requireNonNull(book.book()).checksum());
  }

  private static String text(Map<String, String> levels) {
    StringBuilder text = new StringBuilder();
    levels.forEach((price, size) -> text.append(' ').append(price).append('x').append(size));
    return text.substring(1);
  }
}
