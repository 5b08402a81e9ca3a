package io.tickgate.client;

import com.fasterxml.jackson.databind.JsonNode;

/** Hears what a client hears, on the client's thread. */
public interface ClientListener {
  /** What a client is doing. */
  enum State {
    CONNECTING,
    /** Welcomed, and the subscriptions are asked for. */
    LIVE,
    /** Not connected; tries again by itself. */
    WAITING,
    /** Not connected, and won't be: it was closed, or must not come back. */
    ENDED
  }

  /** The client does that now; the reason is for a person, and may be empty. */
  default void onState(State state, String reason) {}

  /**
   * No other token could be had though the one in use is about to expire: it goes on with that, and
   * asks again. The reason is for a person.
   */
  default void onNoToken(String reason) {}

  /** A message came in, of whatever type; its elements were heard before. */
  default void onMessage(JsonNode message) {}

  /** An element of a snapshot or an update; no trade that was heard before. */
  default void onElement(String channel, boolean snapshot, JsonNode element) {}

  /**
   * Something between two elements of one symbol didn't come, and the gateway didn't say so.
   *
   * @param last the seq seen before
   * @param prev the seq that the gateway says was delivered before {@code seq}
   */
  default void onGap(String channel, String symbol, long last, long prev, long seq) {}
}
