package io.tickgate.deliver;

import io.tickgate.wire.Encoding;

/** What a client speaks. */
public enum Protocol {
  JSON("json"),
  CBOR("cbor"),
  SSE("sse");

  private final String text;

  Protocol(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Of a WebSocket. */
  static Protocol of(Encoding encoding) {
    return encoding == Encoding.CBOR ? CBOR : JSON;
  }
}
