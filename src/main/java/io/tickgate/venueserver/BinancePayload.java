package io.tickgate.venueserver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a message of Binance is about, wrapped or not. */
final class BinancePayload {
  private final byte[] bytes;
  private String stream = "";
  private int from;
  private int to;
  private @Nullable String event;
  private @Nullable String symbol;
  private String interval = "";
  private long lastId;
  private long snapshotId;

  private BinancePayload(byte[] bytes) {
    this.bytes = bytes;
    to = bytes.length;
  }

  /** The frame; null when nobody can subscribe to it. */
  static @Nullable VenueFrame read(byte[] frame) throws IOException {
    BinancePayload payload = new BinancePayload(frame);
    try (JsonParser json = Json.FRAMES.createParser(frame)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null; // streams of all symbols are arrays
      }
      payload.object(json);
    }
    return payload.toFrame();
  }

  /**
   * The topic of a stream, {@code btcusdt@depth@100ms}: its speed is the source's, whatever was
   * asked for. A symbol that isn't in lower case is taken, as the venue does, and never heard of.
   */
  static Topic topic(String stream) {
    int at = stream.indexOf('@');
    if (at <= 0 || stream.startsWith("!")) {
      return new Topic(stream, "");
    }
    String symbol = stream.substring(0, at);
    String channel = stream.substring(at + 1);
    int speed = channel.indexOf('@');
    if (speed > 0 && channel.startsWith("depth")) {
      channel = channel.substring(0, speed);
    }
    boolean lower = symbol.equals(symbol.toLowerCase(Locale.ROOT));
    return new Topic(channel, lower ? symbol.toUpperCase(Locale.ROOT) : "?" + symbol);
  }

  private void object(JsonParser json) throws IOException {
    for (String name; (name = json.nextFieldName()) != null; ) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "stream" -> stream = json.getText();
        case "data" -> data(json);
        case "e" -> event = json.getText();
        case "s" -> symbol = json.getText();
        case "u" -> lastId = json.getValueAsLong();
        case "lastUpdateId" -> snapshotId = json.getValueAsLong();
        case "i" -> interval = json.getText();
        case "k" -> {
          if (value == JsonToken.START_OBJECT) {
            object(json); // its interval; its own s is the same
          }
        }
        default -> json.skipChildren();
      }
    }
  }

  private void data(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    from = (int) json.currentTokenLocation().getByteOffset();
    object(json);
    to = (int) json.currentLocation().getByteOffset();
  }

  private @Nullable VenueFrame toFrame() {
    if (stream.isEmpty() && snapshotId > 0) {
      return frame(new Topic("", ""), VenueFrame.Kind.SNAPSHOT, snapshotId);
    }
    Topic topic = stream.isEmpty() ? topicOfEvent() : topic(stream);
    if (topic == null) {
      return null;
    }
    return topic.channel().equals("depth")
        ? frame(topic, VenueFrame.Kind.CHANGE, lastId)
        : frame(topic, VenueFrame.Kind.OTHER, 0);
  }

  private @Nullable Topic topicOfEvent() {
    if (symbol == null || (event == null && lastId == 0)) {
      return null;
    }
    String channel = switch (event == null ? "bookTicker" : event) { // spot's has no event
          case "depthUpdate" -> "depth";
          case "24hrTicker" -> "ticker";
          case "24hrMiniTicker" -> "miniTicker";
          case "kline" -> "kline_" + interval;
          default -> event == null ? "bookTicker" : event;
        };
    return new Topic(channel, symbol);
  }

  private VenueFrame frame(Topic topic, VenueFrame.Kind kind, long number) {
    return new VenueFrame(topic, kind, stream, bytes, from, to, number);
  }
}
