package io.tickgate.adapter.live;

import io.tickgate.adapter.venue.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a venue refused and doesn't grant yet, over all connections of a session, and why. Bounded
 * by what is configured. The feed's thread.
 */
final class Refusals {
  /** The reason of what the venue said nothing about. */
  static final String NO_ANSWER = "no answer";

  private static final Logger LOG = Logger.getLogger(Refusals.class);

  /** As many refusals as an operator reads; the counter has the rest. */
  private static final int MAX_TOLD = 10;

  private final String feed;
  private final LiveCounters counters;
  private final Map<Topic, String> reasons = new LinkedHashMap<>();

  Refusals(String feed, LiveCounters counters) {
    this.feed = feed;
    this.counters = counters;
  }

  /** These are refused; each is logged once, and not again on each connection. */
  void add(List<Topic> topics, String reason) {
    for (Topic topic : topics) {
      counters.refused.increment();
      if (reasons.put(topic, reason) == null) {
        LOG.warnf("subscription refused feed=%s topic=%s reason=%s", feed, topic, reason);
      }
    }
  }

  /** It is granted. */
  void remove(Topic topic) {
    reasons.remove(topic);
  }

  boolean holds(Topic topic) {
    return reasons.containsKey(topic);
  }

  /** Whether the venue itself refused it. */
  boolean wasSaid(Topic topic) {
    @Nullable String reason = reasons.get(topic);
    return reason != null && !reason.equals(NO_ANSWER);
  }

  /** All in a few words; empty when there are none. */
  @Override
  public String toString() {
    if (reasons.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("refused: ");
    reasons.entrySet().stream()
        .limit(MAX_TOLD)
        .forEach(
            each ->
                text.append(text.length() > 9 ? "; " : "")
                    .append(each.getKey())
                    .append(" (")
                    .append(each.getValue())
                    .append(')'));
    return reasons.size() > MAX_TOLD
        ? text + "; and " + (reasons.size() - MAX_TOLD) + " more"
        : text.toString();
  }
}
