package io.tickgate.deliver;

import io.tickgate.book.Feed;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.Version;
import io.tickgate.conflate.Cursor;
import io.tickgate.deliver.Explanation.Code;
import io.tickgate.deliver.Explanation.Reason;
import io.tickgate.market.Channel;
import io.tickgate.market.FeedState;
import io.tickgate.security.Timeliness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a session did or did not get the last ticks of a symbol. Runs on the session's loop
 * and changes nothing there.
 */
final class Explainer {
  private final Session session;
  private final String symbol;

  Explainer(Session session, String symbol) {
    this.session = session;
    this.symbol = symbol;
  }

  /** The reasons in that channel, or in all that are subscribed when it is null. */
  Explanation explain(@Nullable Channel channel) {
    return new Explanation(session.id(), symbol, reasons(channel));
  }

  private List<Reason> reasons(@Nullable Channel only) {
    if (!market().known(symbol)) {
      return List.of(reason(only, Code.UNKNOWN_SYMBOL, "no feed has brought it", Map.of()));
    }
    List<Reason> reasons = new ArrayList<>();
    for (Channel channel : Channel.values()) {
      Cursor cursor = only == null || only == channel ? cursor(channel) : null;
      if (cursor != null) {
        reasons.add(reason(cursor));
      }
    }
    return reasons.isEmpty() ? List.of(withoutCursor(only)) : reasons;
  }

  private EntitledBooks market() {
    return session.context().access().market();
  }

  private Timeliness timeliness(Channel channel) {
    return market().timeliness(session.login().identity(), channel, symbol);
  }

  private @Nullable Cursor cursor(Channel channel) {
    SymbolBook book = market().find(session.login().identity(), channel, symbol);
    return book == null ? null : session.conflator().cursor(book, channel);
  }

  private Reason withoutCursor(@Nullable Channel only) {
    boolean forbidden = true;
    for (Channel channel : Channel.values()) {
      boolean asked = only == null || only == channel;
      forbidden &= !asked || timeliness(channel) == Timeliness.FORBIDDEN;
    }
    if (forbidden) {
      String text = "its token doesn't let it, or that was taken back";
      return reason(only, Code.FORBIDDEN, text, Map.of());
    }
    for (Subscription each : session.subscriptions().all()) {
      Channel channel = each.key().channel();
      boolean asked = only == null || only == channel;
      if (asked && each.covers(symbol) && timeliness(channel) == Timeliness.DELAYED) {
        return reason(channel, Code.NO_VALUE, "its delayed value is still to come", Map.of());
      }
    }
    return notSubscribed(only);
  }

  private static Reason reason(
      @Nullable Channel channel, Code code, String text, Map<String, Object> facts) {
    String name = channel == null ? null : channel.text();
    return new Reason(name, code.name().toLowerCase(Locale.ROOT), text, facts);
  }

  private Reason notSubscribed(@Nullable Channel channel) {
    List<String> near = new NearMisses(session.subscriptions().all()).of(channel, symbol);
    String text = "no subscription covers it" + (near.isEmpty() ? "" : ", but these are near");
    return reason(channel, Code.NOT_SUBSCRIBED, text, Map.of("near", near));
  }

  private Reason reason(Cursor cursor) {
    Channel channel = cursor.terms().channel();
    Map<String, Object> facts = new LinkedHashMap<>();
    Feed feed = feed(cursor.book().feed());
    if (feed != null) {
      facts.put("feed", feed.id());
      facts.put("feedState", feed.state().text());
      long heard = feed.heardMillis();
      long age = session.context().clock().millis() - heard;
      facts.put("feedAgeMs", heard == 0 ? -1 : Math.max(0, age));
    }
    Version newest = cursor.newest();
    if (newest == null) {
      return reason(channel, Code.NO_VALUE, "no feed has brought a value of it yet", facts);
    }
    long pending = Math.max(0, newest.seq() - cursor.delivered());
    facts.put("timeliness", timeliness(channel).name().toLowerCase(Locale.ROOT));
    facts.put("mode", cursor.terms().mode().text());
    facts.put("delivered", cursor.delivered());
    facts.put("newest", newest.seq());
    facts.put("pending", pending);
    if (pending == 0 && !cursor.fresh()) {
      return upToDate(channel, feed, facts);
    }
    return waiting(cursor, newest.seq(), facts);
  }

  private @Nullable Feed feed(String id) {
    for (Feed feed : session.context().books().feeds()) {
      if (feed.id().equals(id)) {
        return feed;
      }
    }
    return null;
  }

  private static Reason upToDate(Channel channel, @Nullable Feed feed, Map<String, Object> facts) {
    FeedState state = feed == null ? FeedState.LIVE : feed.state();
    return switch (state) {
      case LIVE, REPLAY ->
          reason(channel, Code.UP_TO_DATE, "it has the newest that there is", facts);
      case STALE ->
          reason(channel, Code.FEED_STALE, "it has the newest; its feed says nothing", facts);
      case DOWN ->
          reason(channel, Code.FEED_DOWN, "it has the newest; its feed isn't connected", facts);
      case ENDED ->
          reason(channel, Code.FEED_ENDED, "it has the newest; its recording is over", facts);
    };
  }

  private Reason waiting(Cursor cursor, long newest, Map<String, Object> facts) {
    Channel channel = cursor.terms().channel();
    Hold hold = session.hold();
    Hold.Window window = hold.window();
    long beat = session.conflator().beatMillis(cursor);
    String what = what(cursor, newest);
    if (hold.paused()) {
      return reason(channel, Code.PAUSED, what + " when the client resumes", facts);
    }
    if (beat >= 0 && !session.conflator().isDue(cursor)) {
      facts.put("intervalMs", cursor.terms().intervalMillis());
      facts.put("waitMs", beat);
      return reason(channel, Code.INTERVAL, what + " in " + beat + " ms", facts);
    }
    if (hold.writing()) {
      return reason(channel, Code.WRITE_UNDER_WAY, what + " after the write under way", facts);
    }
    if (hold.bandwidthMillis() > 0) {
      facts.put("maxKbps", session.maxKbps());
      facts.put("waitMs", hold.bandwidthMillis());
      return reason(channel, Code.BANDWIDTH_CAP, what + " when the client's cap allows it", facts);
    }
    if (window != null && window.full()) {
      full(window, hold, facts);
      return reason(channel, Code.WINDOW_FULL, what + " when it has read what it was sent", facts);
    }
    facts.put("lagMs", hold.lagMillis());
    return reason(channel, Code.DUE, what + " at its turn", facts);
  }

  private static void full(Hold.Window window, Hold hold, Map<String, Object> facts) {
    facts.put("unreadBytes", window.unproven());
    facts.put("windowBytes", window.bytes());
    facts.put("pongMs", window.pongMillis());
    facts.put("lagMs", hold.lagMillis());
    facts.put("slowIntervalMs", hold.slowMillis());
  }

  private static String what(Cursor cursor, long newest) {
    if (cursor.fresh()) {
      return "its snapshot goes out";
    }
    long pending = newest - cursor.delivered();
    String events = pending == 1 ? "1 event goes out" : pending + " events go out";
    boolean merged = pending > 1 && !cursor.walks();
    return merged ? events + " merged into seq " + newest : events;
  }
}
