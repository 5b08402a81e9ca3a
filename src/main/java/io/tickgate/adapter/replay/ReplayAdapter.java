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
 * plays, {@code ENDED} after the last event, {@code DOWN} with a reason when it can't go on. Its
 * {@link Deck} pauses it, changes its speed and takes it somewhere else, from the end too.
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
  private final Deck deck;

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
    this.deck = new Deck(settings, playlist.first(), () -> LockSupport.unpark(thread));
  }

  /** Its keys and display. */
  public Deck deck() {
    return deck;
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
    // not interrupted: that would close the file under a read, which then looks like a fault
    deck.stop();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the tape came to an end or can't go on; false when that took too long. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return deck.awaitEnd(millis);
  }

  private void run() {
    try {
      LOG.infof(
          "replay started feed=%s files=%d speed=%s loop=%s",
          settings.feedId(), playlist.recordings().size(), settings.speed(), settings.loop());
      playAll();
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()), null);
    } catch (RuntimeException e) {
      fail("internal error: " + e, e);
    } finally {
      deck.onOver();
    }
  }

  /** Plays, and plays again, until it is stopped. */
  private void playAll() throws IOException {
    TapeFaults faults = new TapeFaults(settings.feedId(), counters, clock::nanos);
    long start = settings.span().from();
    feed.onState(FeedState.REPLAY, "");
    boolean played = play(faults, start);
    while (!deck.stopped()) {
      Long sought = deck.takeSeek();
      if (sought != null) {
        played = play(faults, sought);
      } else if (deck.loops() && played) {
        // a tape on which nothing is left to play would loop without ever waiting
        if (start == TapeEvent.NO_TIME) {
          feed.onRestart();
        }
        played = play(faults, start);
      } else {
        awaitSeek();
      }
    }
  }

  private void awaitSeek() {
    LOG.infof("replay ended feed=%s lines=%d", settings.feedId(), counters.lines.sum());
    feed.onState(FeedState.ENDED, "");
    deck.onEnded();
    while (!deck.interrupted()) {
      LockSupport.park(this);
    }
    if (!deck.stopped()) {
      feed.onState(FeedState.REPLAY, "");
    }
  }

  /**
   * Plays the tape once.
   *
   * @param from where it is heard from on, or {@link TapeEvent#NO_TIME} for its start
   */
  private boolean play(TapeFaults faults, long from) throws IOException {
    Connections connections = new Connections(playlist, decoders, ticks, counters);
    Playback playback = new Playback(connections, ticks, deck, clock);
    if (from != TapeEvent.NO_TIME) {
      LOG.infof("replay seeks feed=%s to=%d", settings.feedId(), from);
      deck.onSeeking(from);
      feed.onRewind();
      playback.hurry(from, this::onLanded);
    } else {
      deck.onLanded();
    }
    MergedTape merged = new MergedTape(playlist, faults);
    try (Tape tape = new ProgressTape(settings.feedId(), merged, deck::hurried, clock)) {
      return playback.play(tape, settings.span());
    } finally {
      connections.end();
    }
  }

  private void onLanded() {
    feed.onRestart();
    deck.onLanded();
  }

  private void fail(String reason, @Nullable RuntimeException error) {
    LOG.errorf(error, "replay failed feed=%s reason=%s", settings.feedId(), reason);
    deck.onDown();
    feed.onState(FeedState.DOWN, reason);
  }
}
