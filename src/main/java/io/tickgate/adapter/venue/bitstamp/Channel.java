package io.tickgate.adapter.venue.bitstamp;

import io.tickgate.adapter.venue.Chars;

/** Kinds of channel; a channel's name is a prefix and the symbol, {@code live_trades_btcusd}. */
enum Channel {
  DIFF_BOOK("diff_order_book_"),
  TRADES("live_trades_"),
  /** The best 100 levels, whole each time. */
  TOP_BOOK("order_book_"),
  /** Order by order, or an unknown channel. */
  OTHER("");

  private static final Channel[] VALUES = values();

  private final String prefix;

  Channel(String prefix) {
    this.prefix = prefix;
  }

  /** The kind of the channel of that name. */
  static Channel of(Chars name) {
    for (Channel channel : VALUES) {
      if (name.startsWith(channel.prefix)) {
        return channel;
      }
    }
    return OTHER;
  }

  /** Where in its name the symbol starts. */
  int symbolStart() {
    return prefix.length();
  }
}
