package io.tickgate.client;

import java.net.ConnectException;

/**
 * Whether to come back after a connection ended, as section 5 of the protocol says.
 *
 * @param again whether to
 * @param leastMillis not before; the backoff may wait longer
 * @param reason for a person
 */
record Retry(boolean again, long leastMillis, String reason) {
  /** What a gateway that is full is given to be less so, where it doesn't say. */
  private static final long FULL_MILLIS = 1_000;

  /**
   * After a Close frame, or without one (1005, 1006).
   *
   * @param drainMillis what is left of the time that a drain notice said, else 0
   */
  static Retry afterClose(int code, String reason, long drainMillis) {
    String text = "closed with " + code + (reason.isEmpty() ? "" : ": " + reason);
    return switch (code) {
      case 1002, 1003, 1007, 1009 -> new Retry(false, 0, text); // ours to mend
      case 1012 -> new Retry(true, drainMillis, text);
      case 1013 -> new Retry(true, FULL_MILLIS, text);
      default -> new Retry(code < 4500 || code > 4999, 0, text);
    };
  }

  /**
   * After a handshake that got that HTTP status instead of 101.
   *
   * @param retryAfterSeconds what the header says, 0 without it
   */
  static Retry afterStatus(int status, long retryAfterSeconds) {
    String text = "handshake refused with " + status;
    boolean later = status == 408 || status == 429 || status >= 500;
    return new Retry(later, retryAfterSeconds * 1_000, text);
  }

  /** Before a connection that needs a token while whoever is asked for one fails. */
  static Retry withoutToken(RuntimeException failure) {
    String message = failure.getMessage();
    String reason = message == null ? failure.getClass().getSimpleName() : message;
    return new Retry(true, 0, "no token: " + reason);
  }

  /** After there was no connection, or none any more. */
  static Retry afterFailure(Throwable failure) {
    String message = failure.getMessage();
    if (failure instanceof ConnectException && message == null) { // as of the JDK's client
      return new Retry(true, 0, "nobody listens");
    }
    String name = failure.getClass().getSimpleName();
    return new Retry(true, 0, message == null ? name : name + ": " + message);
  }
}
