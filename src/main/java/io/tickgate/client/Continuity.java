package io.tickgate.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
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
   * @param ts its time
   * @param told up to where the gateway said that nothing will come
   * @param unsure numbers may have started over since: only the next element tells
   */
  private record Last(long seq, long ts, long told, boolean unsure) {
    long known() {
      return Math.max(seq, told);
    }

    Last with(boolean doubt) {
      return new Last(seq, ts, told, doubt);
    }
  }

  private final Map<Key, Last> last = new LinkedHashMap<>();
  private final ClientListener listener;

  Continuity(ClientListener listener) {
    this.listener = listener;
  }

  /** All numbers may start over. */
  void doubt() {
    last.replaceAll((key, seen) -> seen.with(true));
  }

  /** Up to which seq all came or was told as a gap; null before the first and while unsure. */
  @Nullable Long known(String channel, String symbol) {
    Last seen = last.get(new Key(channel, symbol, ""));
    return seen == null || seen.unsure() ? null : seen.known();
  }

  /** Symbols whose last trade is known, those seen first before the others. */
  List<String> trades() {
    return last.entrySet().stream()
        .filter(each -> each.getKey().channel().equals("trade") && !each.getValue().unsure())
        .map(each -> each.getKey().symbol())
        .toList();
  }

  /**
   * Looks for what is missing before an element, and tells the listener.
   *
   * @param all each element of a snapshot's symbol is wanted: a jump to it is a loss
   * @return whether it is news, rather than a trade that came before
   */
  boolean onElement(String channel, boolean snapshot, JsonNode element, boolean all) {
    String symbol = element.path("s").asText();
    Key key = new Key(channel, symbol, element.path("interval").asText());
    Last now = new Last(element.path("seq").asLong(), element.path("ts").asLong(), 0, false);
    Last before = last.get(key);
    if (before != null && channel.equals("trade") && repeats(before, now, snapshot)) {
      last.put(key, before.with(false));
      return false;
    }
    last.put(key, now);
    if (before == null) {
      return true;
    }
    boolean counted = snapshot || channel.equals("trade"); // resumed, and each is sent
    long prev = element.path("prev").asLong(counted ? now.seq() - 1 : before.seq());
    boolean jump = prev > before.known() && (!snapshot || (all && !before.unsure()));
    boolean back = prev < before.seq() && !snapshot && !before.unsure();
    if (jump || back) {
      listener.onGap(channel, symbol, before.seq(), prev, now.seq());
    }
    return true;
  }

  /** Asked for anew from a seq that was overtaken meanwhile, or sent again as a start. */
  private static boolean repeats(Last before, Last now, boolean snapshot) {
    return snapshot
        ? now.seq() == before.seq() && now.ts() == before.ts()
        : now.seq() <= before.seq() && !before.unsure();
  }

  /** The gateway says that events up to that one won't come. */
  void onTold(String channel, String symbol, long to) {
    last.computeIfPresent(
        new Key(channel, symbol, ""),
        (key, seen) -> new Last(seen.seq(), seen.ts(), Math.max(seen.told(), to), seen.unsure()));
  }
}
