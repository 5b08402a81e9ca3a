package io.tickgate.adapter.venue.okx;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.venue.JsonValues;
import java.io.IOException;

/** The channels that are of use. */
enum OkxChannel {
  BOOKS("books"),
  BOOKS_TBT("books-l2-tbt"),
  BOOKS50_TBT("books50-l2-tbt"),
  BOOKS5("books5"),
  BBO("bbo-tbt"),
  TRADES("trades"),
  TICKERS("tickers"),
  OTHER("");

  private static final OkxChannel[] CHANNELS = values();

  private final String text;

  OkxChannel(String text) {
    this.text = text;
  }

  /** The channel the parser stands on. */
  static OkxChannel of(JsonParser json) throws IOException {
    for (OkxChannel channel : CHANNELS) {
      if (JsonValues.is(json, channel.text)) {
        return channel;
      }
    }
    return OTHER;
  }
}
