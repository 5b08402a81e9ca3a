package io.tickgate.wire;

import java.util.Locale;

/** Codes of {@code error} messages and of refused symbols. */
public enum ErrorCode {
  BAD_MESSAGE,
  UNKNOWN_OP,
  BAD_REQUEST,
  UNKNOWN_CHANNEL,
  UNKNOWN_SYMBOL,
  BAD_SYMBOL,
  UNAUTHORIZED,
  FORBIDDEN,
  TOKEN_EXPIRED,
  LIMIT_SUBSCRIPTIONS,
  /** Publishers have made as many symbols or venues as they may. */
  LIMIT_SYMBOLS,
  RATE_LIMITED,
  MESSAGE_TOO_BIG,
  UNSUPPORTED_DATA,
  INTERNAL;

  /** As written in messages. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the same message may succeed later. */
  public boolean retryable() {
    return this == RATE_LIMITED || this == INTERNAL;
  }
}
