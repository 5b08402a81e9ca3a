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

  private final Map<Key, Long> last = new HashMap<>();
  private final ClientListener listener;

  Continuity(ClientListener listener) {
    this.listener = listener;
  }

  /** Nothing is known any more. */
  void clear() {
    last.clear();
  }

  /** The seq seen last of that symbol; null before the first. */
  @Nullable Long last(String channel, String symbol) {
    return last.get(new Key(channel, symbol, ""));
  }

  void onElement(String channel, boolean snapshot, JsonNode element) {
    String symbol = element.path("s").asText();
    long seq = element.path("seq").asLong();
    Long before = last.put(new Key(channel, symbol, element.path("interval").asText()), seq);
    if (before == null || snapshot) {
      return;
    }
    JsonNode prev = element.get("prev");
    boolean all = channel.equals("trade"); // resumed, and each is sent
    long expected = prev != null ? prev.asLong() : all ? seq - 1 : before;
    if (expected != before) {
      listener.onGap(channel, symbol, before, expected, seq);
    }
  }

  /** The gateway says that events up to that one won't come. */
  void onTold(String channel, String symbol, long to) {
    last.computeIfPresent(new Key(channel, symbol, ""), (key, seq) -> Math.max(seq, to));
  }
}
