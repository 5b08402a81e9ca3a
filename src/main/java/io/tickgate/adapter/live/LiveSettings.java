package io.tickgate.adapter.live;

import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.market.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A live feed as configured.
 *
 * @param url of the WebSocket; empty for the venue's own
 * @param restUrl without a slash at the end; empty for the venue's own
 * @param symbols as the venue spells them
 * @param onDemand whether only what someone asked for is subscribed to
 * @param beatMillis how often a sign of life is expected; empty for the venue's own
 * @param maxBackoffMillis longest wait between two attempts to connect
 */
public record LiveSettings(
    String feedId,
    String venue,
    Optional<String> url,
    Optional<String> restUrl,
    List<String> symbols,
    Set<Channel> channels,
    boolean onDemand,
    Optional<Long> beatMillis,
    long maxBackoffMillis) {
  /** Copies what can change. */
  public LiveSettings {
    symbols = List.copyOf(symbols);
    channels = Set.copyOf(channels);
  }

  /** The symbols in parts, each of which the venue takes on one connection. */
  List<List<String>> spread(Dialogue dialogue) {
    long streams =
        channels.stream().flatMap(each -> dialogue.streams(each).stream()).distinct().count();
    int most = (int) Math.max(1, dialogue.limits().topics() / Math.max(1, streams));
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < symbols.size(); from += most) {
      parts.add(symbols.subList(from, Math.min(symbols.size(), from + most)));
    }
    return parts;
  }
}
