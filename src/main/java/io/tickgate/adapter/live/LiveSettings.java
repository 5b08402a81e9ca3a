package io.tickgate.adapter.live;

import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.adapter.venue.StreamChoice;
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
 * @param most symbols of one connection, if fewer than the venue allows; 0 for as many as that
 * @param onDemand whether only what someone asked for is subscribed to
 * @param beatMillis how often a sign of life is expected; empty for the venue's own
 * @param maxBackoffMillis longest wait between two attempts to connect
 * @param renewMillis how old a book may get that the venue doesn't prove
 */
public record LiveSettings(
    String feedId,
    String venue,
    Optional<String> url,
    Optional<String> restUrl,
    List<String> symbols,
    int most,
    Set<Channel> channels,
    StreamChoice choice,
    boolean onDemand,
    Optional<Long> beatMillis,
    long maxBackoffMillis,
    long renewMillis) {
  /** Copies what can change. */
  public LiveSettings {
    symbols = List.copyOf(symbols);
    channels = Set.copyOf(channels);
  }

  /** The symbols in parts, each of which the venue takes on one connection. */
  List<List<String>> spread(Dialogue dialogue) {
    long streams =
        channels.stream().flatMap(each -> dialogue.streams(each).stream()).distinct().count();
    int allowed = (int) Math.max(1, dialogue.limits().topics() / Math.max(1, streams));
    int share = most == 0 ? allowed : Math.min(most, allowed);
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < symbols.size(); from += share) {
      parts.add(symbols.subList(from, Math.min(symbols.size(), from + share)));
    }
    return parts;
  }
}
