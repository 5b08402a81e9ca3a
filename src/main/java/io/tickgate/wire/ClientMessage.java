package io.tickgate.wire;

import io.tickgate.market.BarInterval;
import io.tickgate.market.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client may ask for. All values are in range. */
public sealed interface ClientMessage {
  /** Stands for a request without an id. */
  long NO_ID = -1;

  /** The client's number for the request, which the answer repeats; or {@link #NO_ID}. */
  long id();

  /** Here is my token. */
  record Auth(long id, String token) implements ClientMessage {
    @Override
    public String toString() {
      return "Auth[id=" + id + "]"; // the token must not reach a log
    }
  }

  /**
   * Send me this.
   *
   * @param symbols names and globs as the client wrote them, not yet checked
   * @param all whether every event is wanted; null for the channel's default
   * @param intervalMillis 0 to {@value Requests#MAX_INTERVAL_MILLIS}, clamped
   * @param fields bits of {@link Field}s, or {@link Field#ALL}
   * @param from of trades: resume after that seq; -1 for none
   * @param changes of tickers and quotes: only the fields that changed
   */
  record Subscribe(
      long id,
      Channel channel,
      List<String> symbols,
      @Nullable Boolean all,
      int intervalMillis,
      long fields,
      boolean snapshot,
      int depth,
      BarInterval barInterval,
      int history,
      long from,
      boolean changes)
      implements ClientMessage {}

  /** Stop sending this; without symbols all of the channel, without channel everything. */
  record Unsubscribe(long id, @Nullable Channel channel, @Nullable List<String> symbols)
      implements ClientMessage {}

  /** Tell me my subscriptions. */
  record ListAll(long id) implements ClientMessage {}

  /** Are you there. */
  record Ping(long id) implements ClientMessage {}

  /** Hold data back until resume. */
  record Pause(long id) implements ClientMessage {}

  /** Go on. */
  record Resume(long id) implements ClientMessage {}

  /**
   * Limits of this connection.
   *
   * @param maxKbps kilobits a second, 0 for no cap
   */
  record Configure(long id, int maxKbps) implements ClientMessage {}
}
