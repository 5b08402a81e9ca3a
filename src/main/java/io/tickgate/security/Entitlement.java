package io.tickgate.security;

import io.tickgate.market.Channel;
import io.tickgate.market.Glob;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The {@code md} claim of a token. What it leaves out isn't limited: without {@code symbols} and
 * {@code channels} it covers all of them. An empty list is a limit and covers nothing.
 *
 * @param symbols globs and names that may be seen
 * @param channels that may be seen
 * @param delayed globs and names that may be seen late; adds to {@code symbols} and wins over it
 * @param minIntervalMillis updates of a symbol come no faster, 0 for no limit
 * @param maxSubscriptions symbols and globs of one connection
 * @param publish venues that may be written to; without the claim none
 */
public record Entitlement(
    List<Glob> symbols,
    Set<Channel> channels,
    List<Glob> delayed,
    int minIntervalMillis,
    int maxSubscriptions,
    Set<String> publish) {

  private static final List<Glob> EVERYTHING = List.of(new Glob("*"));

  /** A copy that nobody can change. */
  public Entitlement {
    symbols = List.copyOf(symbols);
    channels = Set.copyOf(channels);
    delayed = List.copyOf(delayed);
    publish = Set.copyOf(publish);
    if (minIntervalMillis < 0 || maxSubscriptions < 0) {
      throw new IllegalArgumentException(minIntervalMillis + " ms, " + maxSubscriptions);
    }
  }

  /** All symbols and channels, without a limit, and nothing to write to. */
  public static Entitlement all() {
    return new Entitlement(
        EVERYTHING, EnumSet.allOf(Channel.class), List.of(), 0, Integer.MAX_VALUE, Set.of());
  }

  /** How fresh a symbol may be seen in a channel. */
  public Timeliness timeliness(Channel channel, String symbol) {
    if (!channels.contains(channel)) {
      return Timeliness.FORBIDDEN;
    }
    if (covers(delayed, symbol)) {
      return Timeliness.DELAYED;
    }
    return covers(symbols, symbol) ? Timeliness.REALTIME : Timeliness.FORBIDDEN;
  }

  static boolean covers(List<Glob> globs, String symbol) {
    for (Glob glob : globs) {
      if (glob.matches(symbol)) {
        return true;
      }
    }
    return false;
  }
}
