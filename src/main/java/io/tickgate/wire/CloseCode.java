package io.tickgate.wire;

/** Close codes of the WebSocket: RFC 6455 section 7.4, and our own from 4000 on. */
public enum CloseCode {
  NORMAL(1000, "bye"),
  PROTOCOL_ERROR(1002, "protocol error"),
  UNSUPPORTED_DATA(1003, "unsupported data"),
  INVALID_TEXT(1007, "not UTF-8"),
  TOO_BIG(1009, "message too big"),
  INTERNAL(1011, "internal error"),
  DRAINING(1012, "draining for a restart"),
  FULL(1013, "full"),
  SLOW(4000, "slow consumer, no progress"),
  TOKEN_EXPIRED(4001, "token expired"),
  DEAD_PEER(4002, "no pong"),
  NOT_AUTHENTICATED(4500, "not authenticated"),
  FORBIDDEN(4501, "forbidden"),
  FLOODING(4502, "too many messages"),
  CLOSED_BY_OPERATOR(4503, "closed by an operator"),
  TOO_MANY_BAD_MESSAGES(4504, "too many bad messages");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  public int code() {
    return code;
  }

  /** A few words, below the 123 bytes that a Close frame has room for. */
  public String reason() {
    return reason;
  }
}
