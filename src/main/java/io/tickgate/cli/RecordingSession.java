package io.tickgate.cli;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.live.LiveAdapter;
import io.tickgate.adapter.live.LiveCounters;
import io.tickgate.adapter.live.LiveSettings;
import io.tickgate.adapter.live.UplinkSettings;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import io.tickgate.record.FeedRecording;
import io.tickgate.record.RecorderSettings;
import io.tickgate.record.Recordings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A venue being recorded, from the command to its end. */
final class RecordingSession {
  /** As of live feeds by default, see LiveConfig. */
  private static final UplinkSettings UPLINK =
      new UplinkSettings(10_000, 16 * 1024 * 1024, false, "tickgate", List.of());

  /** Books, so that checksums are tried; nobody reads their logs. */
  private static final BookLimits LIMITS = new BookLimits(50_000, 100_000, 1, 1, 1, 4_000_000);

  private static final long STATUS_MILLIS = 1_000;

  private final Console console;
  private final LiveSettings live;
  private final RecorderSettings files;
  private final FeedCounters counters = new FeedCounters();

  RecordingSession(Console console, LiveSettings live, RecorderSettings files) {
    this.console = console;
    this.live = live;
    this.files = files;
  }

  /**
   * Records for that long, or until it is interrupted.
   *
   * @return the exit code: 1 when there is no message in any file, or some are missing
   */
  int run(@Nullable Duration length) {
    Recordings recordings = new Recordings(files, InstantSource.system());
    FeedRecording recording = recordings.feed(live.feedId());
    recording.start();
    Vertx vertx = Vertx.vertx();
    LiveAdapter adapter = adapter(vertx, recording);
    adapter.start();
    try {
      await(length, recording);
    } catch (InterruptedException e) {
      // how it is meant to end
    } finally {
      adapter.stop();
      recordings.close();
      vertx.close();
      console.tell(files.folder() + ": " + line(recording));
    }
    return recording.counters().recorded.sum() > 0 && lost(recording) == 0 ? 0 : 1;
  }

  private LiveAdapter adapter(Vertx vertx, FeedRecording recording) {
    Outlet outlet = new Outlet(new Books(LIMITS, InstantSource.system()).addFeed(live.feedId()));
    return new LiveAdapter(
        live,
        (ticks, resync) ->
            recording.connection(
                live.venue(), Decoders.create(live.venue(), ticks, counters, resync)),
        new LiveAdapter.Outlet(outlet, outlet, new LiveCounters()),
        vertx,
        UPLINK);
  }

  private void await(@Nullable Duration length, FeedRecording recording)
      throws InterruptedException {
    long left = length == null ? Long.MAX_VALUE : length.toMillis();
    while (left > 0) {
      long some = Math.min(left, STATUS_MILLIS);
      Thread.sleep(some);
      left -= some;
      console.show(line(recording));
    }
  }

  private String line(FeedRecording recording) {
    return counters.frames.sum()
        + (" messages, " + counters.ticks.sum() + " ticks, " + counters.resyncs.sum() + " gaps, ")
        + (counters.errors.sum() + " errors of the venue, ")
        + (recording.counters().files.sum() + " files, ")
        + (lost(recording) + " events lost");
  }

  private static long lost(FeedRecording recording) {
    return recording.counters().dropped.sum() + recording.counters().unwritten.sum();
  }

  /** Where ticks and states go. The feed's thread. */
  private final class Outlet implements TickListener, FeedListener {
    private final Feed feed;

    Outlet(Feed feed) {
      this.feed = feed;
    }

    @Override
    public boolean onTick(Tick tick) {
      return feed.apply(tick);
    }

    @Override
    public void onTime(long now) {
      // bars are of no use here
    }

    @Override
    public void onState(FeedState state, String reason) {
      console.tell(live.venue() + " " + state.text() + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public void onRestart() {
      // a live feed never does
    }
  }
}
