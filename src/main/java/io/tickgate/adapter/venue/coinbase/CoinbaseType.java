package io.tickgate.adapter.venue.coinbase;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.venue.JsonValues;
import java.io.IOException;

/** The types of message that are of use; the venue may add others at any time. */
enum CoinbaseType {
  L2UPDATE("l2update"),
  MATCH("match"),
  TICKER("ticker"),
  SNAPSHOT("snapshot"),
  LAST_MATCH("last_match"),
  HEARTBEAT("heartbeat"),
  SUBSCRIPTIONS("subscriptions"),
  ERROR("error"),
  OTHER("");

  private static final CoinbaseType[] TYPES = values();

  private final String text;

  CoinbaseType(String text) {
    this.text = text;
  }

  /** The type the parser stands on. */
  static CoinbaseType of(JsonParser json) throws IOException {
    for (CoinbaseType type : TYPES) {
      if (JsonValues.is(json, type.text)) {
        return type;
      }
    }
    return OTHER;
  }
}
