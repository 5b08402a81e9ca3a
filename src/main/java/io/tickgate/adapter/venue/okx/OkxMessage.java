package io.tickgate.adapter.venue.okx;

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

/** One message, an event or a push of data, used again for the next. Owned by the decoder. */
final class OkxMessage {
  /** What an event says. */
  enum Event {
    /** No event: a push of data. */
    NONE,
    SUBSCRIBED,
    UNSUBSCRIBED,
    ERROR,
    OTHER
  }

  private final SymbolReader<OkxInstrument> symbols;
  private final List<OkxRow> rows = new ArrayList<>();
  private Event event = Event.NONE;
  private @Nullable OkxChannel channel;
  private @Nullable OkxInstrument instrument;
  private @Nullable Boolean snapshot;
  private boolean rowsSeen;

  OkxMessage(SymbolReader<OkxInstrument> symbols) {
    this.symbols = symbols;
  }

  /** Reads the object the parser stands on. */
  void read(JsonParser json) throws IOException {
    clear();
    expect(json, JsonToken.START_OBJECT);
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      switch (name) {
        case "event" -> event = readEvent(json);
        case "arg" -> readArgument(json);
        case "action" -> snapshot = JsonValues.snapshot(json);
        case "data" -> readRows(json);
        default -> json.skipChildren();
      }
    }
  }

  Event event() {
    return event;
  }

  OkxChannel channel() {
    return required(channel, "channel");
  }

  /** The instrument of the subscription, null where it is for a whole class of them. */
  @Nullable OkxInstrument instrument() {
    return instrument;
  }

  /** Whether a push of a channel with changes is a snapshot. */
  boolean snapshot() {
    return required(snapshot, "action");
  }

  List<OkxRow> rows() {
    if (!rowsSeen) {
      throw new IllegalArgumentException("no usable data");
    }
    return rows;
  }

  private static Event readEvent(JsonParser json) throws IOException {
    Event event = Event.OTHER;
    if (JsonValues.is(json, "subscribe")) {
      event = Event.SUBSCRIBED;
    } else if (JsonValues.is(json, "unsubscribe")) {
      event = Event.UNSUBSCRIBED;
    } else if (JsonValues.is(json, "error")) {
      event = Event.ERROR;
    }
    json.skipChildren();
    return event;
  }

  private void readArgument(JsonParser json) throws IOException {
    expect(json, JsonToken.START_OBJECT);
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      switch (name) {
        case "channel" -> channel = OkxChannel.of(json);
        case "instId" -> instrument = symbols.read(json);
        default -> {}
      }
      json.skipChildren();
    }
  }

  private void readRows(JsonParser json) throws IOException {
    expect(json, JsonToken.START_ARRAY);
    rowsSeen = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (channel == OkxChannel.OTHER) {
        json.skipChildren(); // shapes of their own
      } else {
        expect(json, JsonToken.START_OBJECT);
        rows.add(OkxRow.read(json, symbols));
      }
    }
  }

  private void clear() {
    rows.clear();
    event = Event.NONE;
    channel = null;
    instrument = null;
    snapshot = null;
    rowsSeen = false;
  }
}
