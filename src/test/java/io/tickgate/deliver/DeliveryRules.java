package io.tickgate.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the protocol promises about the order on one connection, checked message by message: welcome
 * first and once; no data before an ack that covers it; one snapshot per subscribed (channel,
 * symbol); seq strictly rises and prev is the seq delivered before; a gap adds up. A broken rule
 * throws an {@link AssertionError}. One thread.
 */
final class DeliveryRules {
  private record Grant(String channel, Pattern symbols) {}

  private final List<Grant> grants = new ArrayList<>();
  private final Map<String, Long> last = new HashMap<>();
  private final Map<String, Long> gapEnds = new HashMap<>();
  private final Set<String> snapshots = new HashSet<>();
  private boolean welcomed;

  /** Takes the next message of the gateway. */
  void onMessage(JsonNode message) {
    String type = message.path("type").asText();
    boolean isWelcome = type.equals("welcome");
    require(isWelcome != welcomed, "welcome comes first and once", message);
    welcomed = true;
    switch (type) {
      case "ack" -> onAck(message);
      case "snapshot", "update" -> onData(message, type.equals("snapshot"));
      case "notice" -> onNotice(message);
      default -> {}
    }
  }

  private void onAck(JsonNode ack) {
    String op = ack.path("op").asText();
    if (List.of("subscribe", "unsubscribe", "auth").contains(op)) {
      // what was delivered under the old terms doesn't bind the new ones
      last.clear();
      gapEnds.clear();
      snapshots.clear();
    }
    for (JsonNode item : ack.path("granted")) {
      grants.add(new Grant(item.path("channel").asText(), glob(item.path("symbol").asText())));
    }
  }

  private void onData(JsonNode message, boolean snapshot) {
    String channel = message.path("channel").asText();
    Set<String> inThis = new HashSet<>();
    for (JsonNode element : message.path("data")) {
      String symbol = element.path("s").asText();
      String key = channel + " " + symbol;
      require(isGranted(channel, symbol), "data only after its ack", message);
      if (snapshot) {
        // a book that was reset starts over; bars with history are many elements of one snapshot
        boolean first = snapshots.add(key) || inThis.contains(key) || channel.equals("book");
        require(first, "one snapshot of " + key, message);
        inThis.add(key);
      } else {
        checkChain(key, element);
      }
      last.put(key, element.path("seq").asLong());
    }
  }

  private void checkChain(String key, JsonNode element) {
    Long before = last.get(key);
    Long gapEnd = gapEnds.remove(key);
    long seq = element.path("seq").asLong();
    if (before == null) {
      require(gapEnd == null || seq == gapEnd + 1, "goes on after the gap", element);
      return;
    }
    long prev = element.path("prev").asLong(-1);
    require(seq > before, "seq rises from " + before, element);
    require(
        prev == before || (gapEnd != null && prev == gapEnd),
        "prev is the seq delivered before, " + before,
        element);
    require(gapEnd == null || seq == gapEnd + 1, "goes on after the gap", element);
  }

  private void onNotice(JsonNode notice) {
    if (notice.has("epoch")) { // all counts of the feed start over
      last.clear();
      gapEnds.clear();
      snapshots.clear();
    }
    if (!notice.path("code").asText().equals("gap")) {
      return;
    }
    String key = notice.path("channel").asText() + " " + notice.path("symbol").asText();
    long from = notice.path("from").asLong();
    long to = notice.path("to").asLong();
    require(notice.path("missed").asLong() == to - from + 1, "missed is to - from + 1", notice);
    Long before = last.get(key);
    require(before == null || from == before + 1, "the gap starts behind " + before, notice);
    gapEnds.put(key, to);
  }

  private boolean isGranted(String channel, String symbol) {
    return grants.stream()
        .anyMatch(g -> g.channel.equals(channel) && g.symbols.matcher(symbol).matches());
  }

  private static Pattern glob(String text) {
    return Pattern.compile("\\Q" + text.replace("*", "\\E.*\\Q") + "\\E");
  }

  private static void require(boolean holds, String rule, JsonNode seen) {
    if (!holds) {
      throw new AssertionError("rule broken: " + rule + ": " + seen);
    }
  }
}
