package io.tickgate.adapter;

/** A feed that can be started and stopped: live, replayed or simulated. */
public interface FeedAdapter {
  /** Starts the feed's thread; returns at once. Called once. */
  void start();

  /** Asks the feed's thread to end and waits for it, a few seconds at most. Any thread. */
  void stop();
}
