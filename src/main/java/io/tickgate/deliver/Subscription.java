package io.tickgate.deliver;

import io.tickgate.conflate.Terms;
import io.tickgate.market.Channel;
import io.tickgate.market.Glob;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.ServerMessages.Granted;
import io.tickgate.wire.ServerMessages.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for and got: one symbol, or all that a glob covers, those to come too.
 *
 * @param symbol as the client wrote it
 * @param glob null when the symbol is a name
 * @param askedMillis the interval as the client asked for it; the terms' may be longer
 * @param delayMillis how late what it covers may be, 0 for realtime
 */
record Subscription(Key key, Terms terms, @Nullable Glob glob, int askedMillis, long delayMillis) {
  /** There is one subscription for a channel and a symbol (or glob) as written. */
  record Key(Channel channel, String symbol) {}

  /** Whether it covers that symbol. */
  boolean covers(String name) {
    return glob == null ? key.symbol.equals(name) : glob.matches(name);
  }

  /** The same with an interval of at least that, and that late. */
  Subscription with(int minIntervalMillis, long delay) {
    int interval = Math.max(askedMillis, minIntervalMillis);
    if (interval == terms.intervalMillis() && delay == delayMillis) {
      return this;
    }
    Terms changed = interval == terms.intervalMillis() ? terms : terms.with(interval);
    return new Subscription(key, changed, glob, askedMillis, delay);
  }

  /** As told to the client when it ends. */
  Refused refused(ErrorCode code, String why) {
    return new Refused(key.channel, key.symbol, code, why);
  }

  /** As told to the client. */
  Granted granted() {
    return granted(null);
  }

  /** The same when it begins, for trades that were to go on from a seq: whether they do. */
  Granted granted(@Nullable Boolean recovered) {
    return new Granted(
        key.channel,
        key.symbol,
        terms.mode().text(),
        terms.intervalMillis(),
        terms.depth(),
        terms.barInterval() == null ? null : terms.barInterval().text(),
        terms.history(),
        terms.fields(),
        terms.changes(),
        delayMillis,
        recovered);
  }
}
