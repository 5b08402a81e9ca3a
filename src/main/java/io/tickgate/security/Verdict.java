package io.tickgate.security;

import io.tickgate.wire.ErrorCode;

/** What came of a token. */
public sealed interface Verdict {
  /** It is good. */
  record Accepted(Identity identity) implements Verdict {}

  /**
   * It isn't.
   *
   * @param code {@code unauthorized}, {@code token_expired}, {@code forbidden} when it was revoked,
   *     or {@code internal} when it can't be told now and the client may come again
   * @param text why, for people; nothing of the token
   */
  record Rejected(ErrorCode code, String text) implements Verdict {}

  /** A token that is no good at all. */
  static Rejected unauthorized(String text) {
    return new Rejected(ErrorCode.UNAUTHORIZED, text);
  }
}
