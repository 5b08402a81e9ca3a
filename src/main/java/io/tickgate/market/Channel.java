package io.tickgate.market;

import org.jspecify.annotations.Nullable;

/** What a client can subscribe to of a symbol. */
public enum Channel {
  TICKER("ticker"),
  QUOTE("quote"),
  TRADE("trade"),
  BOOK("book"),
  BAR("bar");

  private static final Channel[] ALL = values();

  private final String text;

  Channel(String text) {
    this.text = text;
  }

  /** As written in messages. */
  public String text() {
    return text;
  }

  /** The bit of this channel in a set of channels. */
  public int bit() {
    return 1 << ordinal();
  }

  /** The channel of that name, or null. */
  public static @Nullable Channel of(String text) {
    for (Channel channel : ALL) {
      if (channel.text.equals(text)) {
        return channel;
      }
    }
    return null;
  }
}
