package io.tickgate.adapter.venue;

import java.util.List;

/** What a message of the venue means to the connection. */
public sealed interface Reply {
  /** It is for the decoder alone. */
  Reply DATA = new Data();

  /** Nothing that changes the connection. */
  record Data() implements Reply {}

  /** These are subscribed to. */
  record Accepted(List<Topic> topics) implements Reply {}

  /** These are not, and the venue says why. */
  record Refused(List<Topic> topics, String reason) implements Reply {}

  /**
   * A request was turned down.
   *
   * @param whole whether all of its symbols were; otherwise only those that the reason names
   */
  record Failed(String reason, boolean whole) implements Reply {}

  /** The venue wants a new connection in place of this one. */
  record Leave(String reason) implements Reply {}

  /** Nothing is to be expected until {@link Resumed}. */
  record Paused(String reason) implements Reply {}

  /** The market goes on. */
  record Resumed() implements Reply {}
}
