package io.tickgate.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A book as a client makes it of what it gets. */
final class ClientBook {
  private final NavigableMap<BigDecimal, String> bids = new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<BigDecimal, String> asks = new TreeMap<>();
  private int taken;
  private boolean stale;

  /** Takes what came since the last call, of all elements of the symbol so far. */
  void take(List<Element> elements) {
    for (; taken < elements.size(); taken++) {
      Element element = elements.get(taken);
      if (element.snapshot()) {
        bids.clear();
        asks.clear();
      }
      stale = element.flag("stale");
      apply(bids, element.node().path("bids"));
      apply(asks, element.node().path("asks"));
    }
  }

  private static void apply(NavigableMap<BigDecimal, String> side, JsonNode levels) {
    for (JsonNode level : levels) {
      String size = level.get(1).asText();
      BigDecimal price = new BigDecimal(level.get(0).asText());
      if (size.equals("0")) {
        side.remove(price);
      } else {
        side.put(price, level.get(0).asText() + " " + size);
      }
    }
  }

  /** Both sides, best first, with what must not be. */
  String text() {
    return (stale ? "stale " : "") + bids.values() + " " + asks.values();
  }
}
