package io.tickgate.deliver;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a client did or did not get the last ticks of a symbol.
 *
 * @param session its id
 * @param symbol the one asked about
 * @param reasons one for each channel asked about, or each the client has subscribed
 */
public record Explanation(String session, String symbol, List<Reason> reasons) {
  /** What it comes down to, the one that decides first. */
  public enum Code {
    UNKNOWN_SYMBOL,
    FORBIDDEN,
    NOT_SUBSCRIBED,
    NO_VALUE,
    FEED_STALE,
    FEED_DOWN,
    FEED_ENDED,
    UP_TO_DATE,
    PAUSED,
    INTERVAL,
    WRITE_UNDER_WAY,
    BANDWIDTH_CAP,
    WINDOW_FULL,
    DUE
  }

  /**
   * The reason in one channel.
   *
   * @param channel null when it is about the symbol as a whole
   * @param text a sentence for a person
   * @param facts the numbers behind it; which ones depends on the code
   */
  public record Reason(
      @Nullable String channel, String code, String text, Map<String, Object> facts) {}
}
