package io.tickgate.wire;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.tickgate.market.Channel;
import org.jspecify.annotations.Nullable;

/** Fields of data elements that a client can choose from; the others are always there. */
public enum Field {
  BID("bid", "ticker quote"),
  BID_SIZE("bidSize", "ticker quote"),
  ASK("ask", "ticker quote"),
  ASK_SIZE("askSize", "ticker quote"),
  LAST("last", "ticker"),
  LAST_SIZE("lastSize", "ticker"),
  OPEN("open", "ticker bar"),
  HIGH("high", "ticker bar"),
  LOW("low", "ticker bar"),
  VOLUME("volume", "ticker bar"),
  TRADES("trades", "ticker bar"),
  VWAP("vwap", "ticker"),
  PRICE("price", "trade"),
  SIZE("size", "trade"),
  SIDE("side", "trade"),
  ID("id", "trade"),
  BIDS("bids", "book"),
  ASKS("asks", "book"),
  CHECKSUM("checksum", "book"),
  INTERVAL("interval", "bar"),
  START("start", "bar"),
  CLOSE("close", "bar"),
  CLOSED("closed", "bar");

  /** Every field. */
  public static final long ALL = -1L;

  private static final Field[] FIELDS = values();

  private final String text;
  private final SerializedString serialized;
  private final String channels;

  Field(String text, String channels) {
    this.text = text;
    this.serialized = new SerializedString(text);
    this.channels = channels;
  }

  /** As written in messages. */
  public String text() {
    return text;
  }

  SerializableString serialized() {
    return serialized;
  }

  /** The bit of this field in a set of fields. */
  public long bit() {
    return 1L << ordinal();
  }

  /** The field of that name in elements of a channel, or null. */
  public static @Nullable Field of(Channel channel, String text) {
    for (Field field : FIELDS) {
      if (field.text.equals(text)
          && (" " + field.channels + " ").contains(" " + channel.text() + " ")) {
        return field;
      }
    }
    return null;
  }
}
