package io.tickgate.adapter;

/**
 * Hears one upstream connection: what came in, and what was sent. All calls come on the feed's
 * thread, in the order of the connection; byte ranges are valid during the call only. Times are
 * microseconds since the Unix epoch.
 */
public interface FrameListener {
  /** A connection to that address stands; whatever was known of an earlier one is void. */
  void onOpen(String url, long rx);

  /** This was sent to the venue: a request or a keep-alive, UTF-8. */
  void onSent(byte[] bytes, int offset, int length, long rx);

  /** A message came in, UTF-8 text as far as the venue keeps to its word. */
  void onFrame(byte[] bytes, int offset, int length, long rx);

  /** The body of a REST answer came in, for the request of that address. */
  void onAnswer(String url, byte[] bytes, int offset, int length, long rx);

  /** The connection is gone. */
  void onClose(long rx);

  /** The source is done with this listener: no call follows. */
  default void onEnd() {}
}
