package io.tickgate.record;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** All recordings of the node: what they share, and the switch of each feed. Any thread. */
public final class Recordings {
  private final RecorderSettings settings;
  private final InstantSource clock;
  private final DiskBudget budget;
  private final Map<String, RecorderCounters> counters = new ConcurrentHashMap<>(); // one a feed
  private final Map<String, FeedRecording> feeds = new ConcurrentSkipListMap<>(); // as configured

  /**
   * Recordings in one folder.
   *
   * @param clock names files, and says when to begin a new one
   */
  public Recordings(RecorderSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.budget = new DiskBudget(settings.folder(), settings.diskBudget());
  }

  /**
   * The switch of that feed, made if need be.
   *
   * @throws IllegalArgumentException when the feed's id can't be part of a file name
   */
  public FeedRecording feed(String feed) {
    return feeds.computeIfAbsent(feed, id -> new FeedRecording(this, id));
  }

  /** The switch of that feed; null when it has none. */
  public @Nullable FeedRecording find(String feed) {
    return feeds.get(feed);
  }

  /** Ends all files and waits for it, ten seconds a feed at most. After the feeds have stopped. */
  public void close() {
    feeds.values().forEach(FeedRecording::close);
  }

  /** What is counted of a feed, over all of its recorders. */
  RecorderCounters counters(String feed) {
    return counters.computeIfAbsent(feed, id -> new RecorderCounters());
  }

  RecorderSettings settings() {
    return settings;
  }

  InstantSource clock() {
    return clock;
  }

  DiskBudget budget() {
    return budget;
  }
}
