package io.tickgate.adapter.venue.coinbaseat;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.venue.JsonValues;
import java.io.IOException;

/** The channels that are of use. */
enum AdvancedChannel {
  BOOK("l2_data"),
  TRADES("market_trades"),
  TICKER("ticker"),
  TICKER_BATCH("ticker_batch"),
  HEARTBEATS("heartbeats"),
  SUBSCRIPTIONS("subscriptions"),
  OTHER("");

  private static final AdvancedChannel[] CHANNELS = values();

  private final String text;

  AdvancedChannel(String text) {
    this.text = text;
  }

  /** The channel the parser stands on. */
  static AdvancedChannel of(JsonParser json) throws IOException {
    for (AdvancedChannel channel : CHANNELS) {
      if (JsonValues.is(json, channel.text)) {
        return channel;
      }
    }
    return OTHER;
  }
}
