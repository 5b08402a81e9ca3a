package io.tickgate.market;

import java.util.Locale;

/** What a feed is doing, as heartbeats tell it to clients. */
public enum FeedState {
  /** Connected to a running market. */
  LIVE,
  /** Connected, but nothing came for longer than it should. */
  STALE,
  /** Not connected, or it could not start. */
  DOWN,
  /** Plays a recording. */
  REPLAY,
  /** The recording was played to its end; what it left can be read. */
  ENDED;

  /** As written in messages. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
