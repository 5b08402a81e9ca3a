package io.tickgate.record;

import io.tickgate.adapter.FrameListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether one feed is recorded: a switch that any thread may turn. A connection reacts with the
 * next thing it hears, so a file begins and ends between two messages.
 */
public final class FeedRecording {
  private final Recordings all;
  private final String feed;
  private final List<Recorder> recorders = new CopyOnWriteArrayList<>(); // a few connections
  private volatile boolean on;

  FeedRecording(Recordings all, String feed) {
    Recorder.requireName(feed);
    this.all = all;
    this.feed = feed;
  }

  /** What stands between a connection and its decoder; on the feed's thread from then on. */
  public FrameListener connection(String venue, FrameListener decoder) {
    return new RecordedConnection(this, venue, decoder);
  }

  public void start() {
    on = true;
  }

  public void stop() {
    on = false;
  }

  public boolean on() {
    return on;
  }

  /** What was counted over all recordings of the feed. */
  public RecorderCounters counters() {
    return all.counters(feed);
  }

  /** A recorder that runs. The feed's thread. */
  Recorder begin(String venue, FrameListener decoder) {
    recorders.removeIf(Recorder::ended);
    Recorder recorder = new Recorder(all, venue, feed, decoder);
    recorder.start();
    recorders.add(recorder);
    return recorder;
  }

  void close() {
    on = false;
    recorders.forEach(Recorder::close);
    recorders.clear();
  }
}
