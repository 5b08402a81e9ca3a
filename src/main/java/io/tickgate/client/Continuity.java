package io.tickgate.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proves that nothing was lost on the way: an element's {@code prev} is the seq of the one before
 * it. As many entries as symbols are subscribed to. The client's thread.
 */
final class Continuity {
  private record Key(String channel, String symbol, String interval) {}

  /**
   * @param seq of the element that came last
   * @param told up to where the gateway said that nothing will come
   */
  private record Last(long seq, long told) {
    long known() {
      return Math.max(seq, told);
    }
  }

  private final Map<Key, Last> last = new HashMap<>();
  private final ClientListener listener;

  Continuity(ClientListener listener) {
    this.listener = listener;
  }

  /** Nothing is known any more. */
  void clear() {
    last.clear();
  }

  /** Up to which seq all came or was told as a gap; null before the first. */
  @Nullable Long known(String channel, String symbol) {
    Last seen = last.get(new Key(channel, symbol, ""));
    return seen == null ? null : seen.known();
  }

  void onElement(String channel, boolean snapshot, JsonNode element) {
    String symbol = element.path("s").asText();
    long seq = element.path("seq").asLong();
    Key key = new Key(channel, symbol, element.path("interval").asText());
    Last before = last.put(key, new Last(seq, 0));
    if (before == null || snapshot) {
      return;
    }
    JsonNode prev = element.get("prev");
    boolean all = channel.equals("trade"); // resumed, and each is sent
    long expected = prev != null ? prev.asLong() : all ? seq - 1 : before.seq();
    if (expected < before.seq() || expected > before.known()) {
      listener.onGap(channel, symbol, before.seq(), expected, seq);
    }
  }

  /** The gateway says that events up to that one won't come. */
  void onTold(String channel, String symbol, long to) {
    last.computeIfPresent(new Key(channel, symbol, ""), (key, seen) -> new Last(seen.seq(), to));
  }
}
