package io.tickgate.adapter.replay;

import io.tickgate.adapter.FeedAdapter;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.FeedState;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A feed that plays recordings: at the pace they were received, faster, or as fast as they can be
 * read; once or over and over.
 *
 * <p>All listeners hear the feed's thread, {@code feed-<id>}. The state is {@code REPLAY} while it
 * plays, {@code ENDED} after the last event, {@code DOWN} with a reason when it can't go on.
 */
public final class ReplayAdapter implements FeedAdapter {
  private static final Logger LOG = Logger.getLogger(ReplayAdapter.class);

  /** Far longer than any listener may take for one event. */
  private static final long STOP_MILLIS = 5_000;

  private final ReplaySettings settings;
  private final Playlist playlist;
  private final DecoderFactory decoders;
  private final TickListener ticks;
  private final FeedListener feed;
  private final ReplayClock clock;
  private final ReplayCounters counters = new ReplayCounters();
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * Finds the recordings and reads their first lines.
   *
   * @throws IllegalArgumentException when there is nothing to play; names the key of the
   *     configuration
   */
  public ReplayAdapter(
      ReplaySettings settings,
      DecoderFactory decoders,
      TickListener ticks,
      FeedListener feed,
      ReplayClock clock) {
    this.settings = settings;
    this.playlist = Playlist.of(settings);
    this.decoders = decoders;
    this.ticks = ticks;
    this.feed = feed;
    this.clock = clock;
    this.thread = new Thread(this::run, "feed-" + settings.feedId());
    this.thread.setDaemon(true);
  }

  public ReplayCounters counters() {
    return counters;
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() {
    stopped = true;
    // not interrupted: that would close the file under a read, which then looks like a fault
    LockSupport.unpark(thread);
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      awaitEnd(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until everything was played or it was stopped; false when that took too long. */
  boolean awaitEnd(long millis) throws InterruptedException {
    thread.join(millis);
    return !thread.isAlive();
  }

  private void run() {
    try {
      LOG.infof(
          "replay started feed=%s files=%d speed=%s loop=%s",
          settings.feedId(), playlist.recordings().size(), settings.speed(), settings.loop());
      feed.onState(FeedState.REPLAY, "");
      TapeFaults faults = new TapeFaults(settings.feedId(), counters, clock::nanos);
      boolean played = play(faults);
      // a tape on which nothing is left to play would loop without ever waiting
      while (settings.loop() && played && !stopped) {
        feed.onRestart();
        played = play(faults);
      }
      if (!stopped) {
        LOG.infof("replay ended feed=%s lines=%d", settings.feedId(), counters.lines.sum());
        feed.onState(FeedState.ENDED, "");
      }
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()), null);
    } catch (RuntimeException e) {
      fail("internal error: " + e, e);
    }
  }

  private boolean play(TapeFaults faults) throws IOException {
    Pacer pacer = new Pacer(settings.factor(), clock, () -> stopped);
    Connections connections = new Connections(playlist, decoders, counters);
    try (Tape tape = new MergedTape(playlist, faults)) {
      return new Playback(connections, ticks, pacer, clock).play(tape, () -> stopped);
    }
  }

  private void fail(String reason, @Nullable RuntimeException error) {
    LOG.errorf(error, "replay failed feed=%s reason=%s", settings.feedId(), reason);
    feed.onState(FeedState.DOWN, reason);
  }
}
