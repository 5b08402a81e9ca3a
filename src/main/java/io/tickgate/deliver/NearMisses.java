package io.tickgate.deliver;

import io.tickgate.market.Channel;
import io.tickgate.market.Glob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Subscriptions that don't cover a symbol but look as if they were meant to. */
final class NearMisses {
  /** More of them help nobody. */
  private static final int MOST = 10;

  private final Collection<Subscription> all;

  NearMisses(Collection<Subscription> all) {
    this.all = all;
  }

  /** Each as channel, symbol as written, and what is different. */
  List<String> of(@Nullable Channel channel, String symbol) {
    List<String> near = new ArrayList<>();
    for (Subscription each : all) {
      String difference = difference(each, channel, symbol);
      if (difference != null && near.size() < MOST) {
        String name = each.key().channel().text() + " " + each.key().symbol();
        near.add(name + ": " + difference);
      }
    }
    return near;
  }

  private static @Nullable String difference(
      Subscription each, @Nullable Channel channel, String symbol) {
    String written = each.key().symbol();
    if (each.covers(symbol)) {
      return channel == null || channel == each.key().channel() ? null : "another channel";
    }
    String lower = symbol.toLowerCase(Locale.ROOT);
    String lowerWritten = written.toLowerCase(Locale.ROOT);
    if (new Glob(lowerWritten).matches(lower)) {
      return "symbols are case-sensitive";
    }
    String nativeName = lower.substring(lower.indexOf(':') + 1);
    String nativeWritten = lowerWritten.substring(lowerWritten.indexOf(':') + 1);
    if (nativeWritten.chars().allMatch(c -> c == '*')) {
      return null; // everything of another venue
    }
    if (new Glob(nativeWritten).matches(nativeName)) {
      return "another venue";
    }
    return plain(nativeWritten).equals(plain(nativeName)) ? "spelled otherwise" : null;
  }

  /** Letters and digits only: venues write BTC-USD, BTC/USD and BTCUSD. */
  private static String plain(String name) {
    return name.replaceAll("[^a-z0-9]", "");
  }
}
