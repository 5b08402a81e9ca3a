package io.tickgate.adapter.live;

/**
 * The way out to a venue. All methods are called on the feed's thread and return at once; all
 * listeners are called back on it, never from inside the call.
 */
public interface Uplink {
  /** Opens a WebSocket; the listener hears {@code onOpen} or {@code onClosed}. */
  void connect(String url, LineListener listener);

  /** Asks by GET; the listener hears exactly one of its methods. */
  void fetch(String url, AnswerListener listener);

  /** No more calls; what is open is closed. */
  void close();

  /** A connection that stands. */
  interface Line {
    /** Sends a text message; false when the peer doesn't take what was sent before. */
    boolean send(String text);

    /** Sends a WebSocket ping. */
    void ping();

    /** Ends it; the listener hears nothing any more. */
    void close();
  }

  /** Hears a connection. */
  interface LineListener {
    /** It stands. */
    void onOpen(Line line);

    /**
     * A whole message came, UTF-8 as far as the venue keeps to its word; valid in the call only.
     */
    void onMessage(byte[] bytes);

    /** Part of a message came. */
    void onPart();

    /** A ping or a pong came. */
    void onSign();

    /** It is gone, or never came to be; {@code reason} is a few words. Nothing follows. */
    void onClosed(String reason);
  }

  /** Hears the answer to a request. */
  interface AnswerListener {
    /**
     * An answer came.
     *
     * @param retryAfterSeconds how long the venue wants to be left alone, or 0
     */
    void onAnswer(int status, long retryAfterSeconds, byte[] body);

    /** None came; {@code reason} is a few words. */
    void onFailed(String reason);
  }
}
