package io.tickgate.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A book as a client of Kraken's v2 keeps it: apply the changes, cut each side to the depth,
 * compare the checksum. One thread.
 */
final class KrakenBook {
  private static final int CHECKED_LEVELS = 10;

  private final int depth;
  private final TreeMap<BigDecimal, List<String>> bids = new TreeMap<>(Comparator.reverseOrder());
  private final TreeMap<BigDecimal, List<String>> asks = new TreeMap<>();

  KrakenBook(int depth) {
    this.depth = depth;
  }

  void apply(Element element) {
    if (element.snapshot()) {
      bids.clear();
      asks.clear();
    }
    apply(bids, element.node().path("bids"));
    apply(asks, element.node().path("asks"));
  }

  private void apply(TreeMap<BigDecimal, List<String>> side, JsonNode levels) {
    for (JsonNode level : levels) {
      String price = level.get(0).asText();
      String size = level.get(1).asText();
      if (size.equals("0")) {
        side.remove(new BigDecimal(price));
      } else {
        side.put(new BigDecimal(price), List.of(price, size));
      }
    }
    while (side.size() > depth) {
      side.pollLastEntry();
    }
  }

  /** Levels as {@code price size}, best first. */
  List<String> bids() {
    return texts(bids.values());
  }

  List<String> asks() {
    return texts(asks.values());
  }

  /**
   * CRC32 as Kraken's v2 documents it: the ten best asks from low to high, then the ten best bids
   * from high to low; of each price and size the digits without the point and leading zeros.
   */
  long checksum() {
    StringBuilder digits = new StringBuilder();
    append(digits, asks.values());
    append(digits, bids.values());
    CRC32 crc = new CRC32();
    crc.update(digits.toString().getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }

  private static void append(StringBuilder digits, Collection<List<String>> levels) {
    levels.stream()
        .limit(CHECKED_LEVELS)
        .flatMap(List::stream)
        .map(number -> number.replace(".", "").replaceFirst("^0+", ""))
        .forEach(digits::append);
  }

  private static List<String> texts(Collection<List<String>> levels) {
    List<String> texts = new ArrayList<>();
    for (List<String> level : levels) {
      texts.add(String.join(" ", level));
    }
    return texts;
  }
}
