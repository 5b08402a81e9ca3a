package io.tickgate.deliver;

import io.tickgate.conflate.Terms;
import io.tickgate.market.Channel;
import io.tickgate.wire.ServerMessages.Granted;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for and got: one symbol, or all that a glob covers, those to come too.
 *
 * @param symbol as the client wrote it
 * @param glob null when the symbol is a name
 */
record Subscription(Key key, Terms terms, @Nullable Glob glob) {
  /** There is one subscription for a channel and a symbol (or glob) as written. */
  record Key(Channel channel, String symbol) {}

  /** Whether it covers that symbol. */
  boolean covers(String name) {
    return glob == null ? key.symbol.equals(name) : glob.matches(name);
  }

  /** As told to the client. */
  Granted granted() {
    return new Granted(
        key.channel,
        key.symbol,
        terms.mode().text(),
        terms.intervalMillis(),
        terms.depth(),
        terms.barInterval() == null ? null : terms.barInterval().text(),
        terms.history(),
        terms.fields(),
        terms.changes());
  }
}
