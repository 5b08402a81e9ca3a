package io.tickgate.adapter.venue.kraken;

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

/**
 * One message that is an object: v2's data ({@code channel}) and answers ({@code method}), v1's
 * events ({@code event}). Used again for the next; owned by the decoder.
 */
final class KrakenMessage {
  /** What a message is. */
  enum Kind {
    DATA,
    /** An answer or event that says that a subscription stands. */
    SUBSCRIBED,
    ERROR,
    /** Proves the connection, and nothing else. */
    ALIVE,
    OTHER
  }

  private final SymbolReader<KrakenPair> symbols;
  private final List<KrakenRow> rows = new ArrayList<>();
  private @Nullable KrakenChannel channel;
  private boolean rowsSeen;
  private @Nullable Boolean snapshot;
  private @Nullable String method;
  private @Nullable String event;
  private @Nullable String status;
  private boolean success;
  private @Nullable KrakenPair pair; // of an answer or event
  private long depth;

  KrakenMessage(SymbolReader<KrakenPair> symbols) {
    this.symbols = symbols;
  }

  /** Reads the object the parser stands on. */
  void read(JsonParser json) throws IOException {
    clear();
    expect(json, JsonToken.START_OBJECT);
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      switch (name) {
        case "channel" -> channel = KrakenChannel.of(json);
        case "type" -> snapshot = JsonValues.snapshot(json);
        case "data" -> readRows(json);
        case "method" -> method = word(json);
        case "success" -> success = json.currentToken() == JsonToken.VALUE_TRUE;
        case "result" -> readResult(json);
        case "event" -> event = word(json);
        case "status" -> status = word(json);
        case "pair" -> pair = symbols.read(json);
        case "channelName" -> depth = KrakenChannel.depth(json);
        default -> json.skipChildren();
      }
    }
  }

  Kind kind() {
    if (channel != null) {
      return dataKind(channel);
    }
    if (method != null) {
      return answerKind(method);
    }
    return eventKind(required(event, "channel, method or event"));
  }

  /** Of data of a channel with rows. */
  KrakenChannel channel() {
    return required(channel, "channel");
  }

  List<KrakenRow> rows() {
    if (!rowsSeen) {
      throw new IllegalArgumentException("no usable data");
    }
    return rows;
  }

  /** Whether the rows are what was, instead of what changed. */
  boolean snapshot() {
    return required(snapshot, "type");
  }

  /** The pair of a subscription that stands. */
  KrakenPair pair() {
    return required(pair, "pair");
  }

  /** Depth of the book subscription that stands, or 0. */
  long depth() {
    return depth;
  }

  private static Kind dataKind(KrakenChannel channel) {
    return switch (channel) {
      case BOOK, TRADE, TICKER -> Kind.DATA;
      case HEARTBEAT, STATUS -> Kind.ALIVE;
      case OTHER -> Kind.OTHER;
    };
  }

  private Kind answerKind(String answered) {
    return switch (answered) {
      case "ping", "pong" -> Kind.ALIVE;
      case "subscribe" -> success ? Kind.SUBSCRIBED : Kind.ERROR;
      case "unsubscribe" -> success ? Kind.ALIVE : Kind.ERROR;
      default -> Kind.OTHER;
    };
  }

  private Kind eventKind(String happened) {
    return switch (happened) {
      case "heartbeat", "pong", "systemStatus" -> Kind.ALIVE;
      case "subscriptionStatus" ->
          switch (required(status, "status")) {
            case "subscribed" -> Kind.SUBSCRIBED;
            case "error" -> Kind.ERROR;
            default -> Kind.ALIVE;
          };
      case "error" -> Kind.ERROR;
      default -> Kind.OTHER;
    };
  }

  private void readRows(JsonParser json) throws IOException {
    if (channel != null && !channel.hasRows()) {
      json.skipChildren(); // shapes of their own
      return;
    }
    expect(json, JsonToken.START_ARRAY);
    rowsSeen = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      rows.add(KrakenRow.read(json, symbols));
    }
  }

  private void readResult(JsonParser json) throws IOException {
    expect(json, JsonToken.START_OBJECT);
    boolean book = false;
    long told = 0;
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      switch (name) {
        case "channel" -> book = JsonValues.is(json, "book");
        case "symbol" -> pair = symbols.read(json);
        case "depth" -> told = JsonValues.whole(json);
        default -> {}
      }
      json.skipChildren();
    }
    depth = book ? told : 0;
  }

  /** A short text that tells what a message is; anything longer is none of those known. */
  private static @Nullable String word(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      json.skipChildren();
      return null;
    }
    return json.getTextLength() > 32 ? "" : json.getText();
  }

  private void clear() {
    rows.clear();
    channel = null;
    rowsSeen = false;
    snapshot = null;
    method = null;
    event = null;
    status = null;
    success = false;
    pair = null;
    depth = 0;
  }
}
