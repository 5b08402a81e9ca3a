package io.tickgate.adapter.venue.coinbaseat;

import static io.tickgate.adapter.venue.JsonValues.expect;
import static io.tickgate.adapter.venue.JsonValues.required;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.adapter.venue.JsonValues;
import io.tickgate.adapter.venue.SymbolReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The envelope of one message, used again for the next. Owned by the decoder. */
final class AdvancedMessage {
  private static final long NO_NUMBER = -1;

  private final SymbolReader<AdvancedProduct> symbols;
  private final List<AdvancedEvent> events = new ArrayList<>();
  private @Nullable AdvancedChannel channel;
  private boolean eventsSeen;
  private boolean error;
  private long number;
  private long time;

  AdvancedMessage(SymbolReader<AdvancedProduct> symbols) {
    this.symbols = symbols;
  }

  /** Reads the object the parser stands on. */
  void read(JsonParser json) throws IOException {
    clear();
    expect(json, JsonToken.START_OBJECT);
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      switch (name) {
        case "channel" -> channel = AdvancedChannel.of(json);
        case "sequence_num" -> number = JsonValues.whole(json);
        case "timestamp" -> time = JsonValues.time(json);
        case "type" -> error = JsonValues.is(json, "error");
        case "events" -> readEvents(json);
        default -> {}
      }
      json.skipChildren();
    }
  }

  /** Whether this is the venue's answer to a bad request, outside of the numbering. */
  boolean error() {
    return error;
  }

  AdvancedChannel channel() {
    return required(channel, "channel");
  }

  /** The number of the message in its connection. */
  long number() {
    if (number < 0) {
      throw new IllegalArgumentException("no usable sequence_num");
    }
    return number;
  }

  /** Whether it is known, of a message that couldn't be read to its end too, to change no book. */
  boolean losesNoBook() {
    return number >= 0 && channel != null && channel != AdvancedChannel.BOOK;
  }

  /** The events of a channel of use; those of others aren't read. */
  List<AdvancedEvent> events() {
    if (!eventsSeen) {
      throw new IllegalArgumentException("no usable events");
    }
    return events;
  }

  /** When the venue sent it. */
  long sent(long rx) {
    return time == 0 ? rx : time;
  }

  private void readEvents(JsonParser json) throws IOException {
    expect(json, JsonToken.START_ARRAY);
    eventsSeen = true;
    if (channel == AdvancedChannel.OTHER || channel == AdvancedChannel.HEARTBEATS) {
      return; // shapes of their own
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      events.add(AdvancedEvent.read(json, symbols));
    }
  }

  private void clear() {
    events.clear();
    channel = null;
    eventsSeen = false;
    error = false;
    number = NO_NUMBER;
    time = 0;
  }
}
