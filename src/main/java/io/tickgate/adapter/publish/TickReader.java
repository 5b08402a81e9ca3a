package io.tickgate.adapter.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tickgate.market.Tick;
import io.tickgate.wire.ClientMessage;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.RequestFault;
import java.io.IOException;

/**
 * Reads published ticks, one JSON object each (section 8 of the protocol), as a stream. An object
 * takes effect whole or not at all, and a bad one never stops those beside it. Used by one thread
 * at a time; the caller bounds the size of a message.
 */
public final class TickReader {
  /** Hears what was read, in the order of the message. */
  public interface Listener {
    /** An object that is a tick. */
    void onTick(Tick tick);

    /** An object that isn't; the sentence names the field. */
    void onFault(ErrorCode code, String message);
  }

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  // a level is 4 deep in an array of objects; the rest is for fields we skip
                  .maxNestingDepth(16)
                  .maxNameLength(256)
                  .build())
          .build();

  private final TickDraft draft = new TickDraft();

  /** Reads a message that holds one object; a message of white space only is none. */
  public void readOne(byte[] bytes, int offset, int length, long rx, Listener listener) {
    read(bytes, offset, length, listener, json -> single(json, rx, listener));
  }

  /**
   * Reads a message that holds one object, or an array of them. Where an array breaks off in the
   * middle, what was whole before counts.
   *
   * @param rx when it was received, microseconds since the epoch
   */
  public void read(byte[] bytes, int offset, int length, long rx, Listener listener) {
    read(
        bytes,
        offset,
        length,
        listener,
        json -> {
          if (json.currentToken() == JsonToken.START_ARRAY) {
            array(json, rx, listener);
          } else {
            single(json, rx, listener);
          }
        });
  }

  @FunctionalInterface
  private interface Grammar {
    void read(JsonParser json) throws IOException;
  }

  private void read(byte[] bytes, int offset, int length, Listener listener, Grammar grammar) {
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      json.nextToken();
      grammar.read(json);
    } catch (IOException e) {
      listener.onFault(ErrorCode.BAD_MESSAGE, "not JSON");
    }
  }

  private void single(JsonParser json, long rx, Listener listener) throws IOException {
    try {
      Tick tick = object(json, rx);
      if (json.nextToken() != null) {
        throw new RequestFault(
            ErrorCode.BAD_MESSAGE, ClientMessage.NO_ID, "more than one value in a message");
      }
      listener.onTick(tick);
    } catch (RequestFault fault) {
      listener.onFault(fault.code(), fault.text());
    }
  }

  private void array(JsonParser json, long rx, Listener listener) throws IOException {
    JsonStreamContext array = json.getParsingContext();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      try {
        listener.onTick(object(json, rx));
      } catch (RequestFault fault) {
        listener.onFault(fault.code(), fault.text());
        while (json.getParsingContext() != array) {
          json.nextToken(); // on to the end of the bad one; throws where there is none
        }
      }
    }
    if (json.nextToken() != null) {
      listener.onFault(ErrorCode.BAD_MESSAGE, "more than one value in a message");
    }
  }

  private Tick object(JsonParser json, long rx) throws IOException, RequestFault {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      throw new RequestFault(ErrorCode.BAD_MESSAGE, ClientMessage.NO_ID, "not a JSON object");
    }
    draft.clear();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      draft.read(field, json);
    }
    return draft.toTick(rx);
  }
}
