package io.tickgate.venueserver;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.Deck;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A recording, played as a feed would play it. */
final class RecordingSource implements Source {
  /** In so many frames every symbol that matters has shown itself; later ones are added as seen. */
  private static final int PREVIEW_FRAMES = 100_000;

  private static final long PREVIEW_SECONDS = 10;

  /** The recording's clock is of no use here. */
  private static final TickListener NO_TICKS =
      new TickListener() {
        @Override
        public boolean onTick(Tick tick) {
          return true;
        }

        @Override
        public void onTime(long now) {}
      };

  private final ReplaySettings settings;
  private final String venue;
  private @Nullable Thread waiting;
  private @Nullable ReplayAdapter adapter;
  private SourceLine.@Nullable Factory lines;

  /**
   * @throws IllegalArgumentException when it isn't of that venue
   */
  RecordingSource(ReplaySettings settings, String venue) {
    this.settings = settings;
    this.venue = venue;
  }

  @Override
  public void preview(Consumer<byte[]> frames) {
    ReplaySettings once =
        new ReplaySettings(settings.feedId(), settings.path(), settings.venue(), "max", false);
    CountDownLatch enough = new CountDownLatch(1);
    Glance glance = new Glance(frames, enough);
    ReplayAdapter preview =
        new ReplayAdapter(once, of -> glance, NO_TICKS, glance, ReplayClock.SYSTEM);
    preview.start();
    try {
      boolean unused = enough.await(PREVIEW_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      preview.stop();
    }
  }

  @Override
  public void start(SourceLine.Factory newLines, Start start) {
    lines = newLines;
    FeedListener states = new States(newLines);
    ReplayAdapter player =
        new ReplayAdapter(settings, of -> line(newLines, of), NO_TICKS, states, ReplayClock.SYSTEM);
    adapter = player;
    waiting =
        new Thread(
            () -> {
              try {
                start.await();
                player.start();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // stopped before it began
              }
            },
            "venue-server-start");
    waiting.setDaemon(true);
    waiting.start();
  }

  @Override
  public void stop() {
    if (lines != null) {
      lines.stop();
    }
    if (waiting != null) {
      waiting.interrupt();
      joinQuietly(waiting);
    }
    if (adapter != null) {
      adapter.stop();
    }
  }

  @Override
  public @Nullable Deck deck() {
    return adapter == null ? null : adapter.deck();
  }

  private FrameListener line(SourceLine.Factory newLines, String of) {
    // a file may hold several venues; those not asked for go nowhere
    FeedCounters counters = new FeedCounters();
    return of.equals(venue)
        ? newLines.line(Decoders.create(of, newLines.books(), counters, (symbol, why) -> {}))
        : new Glance(frame -> {}, new CountDownLatch(1));
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Passes on that the recording goes elsewhere. */
  private record States(SourceLine.Factory lines) implements FeedListener {
    @Override
    public void onState(FeedState state, String reason) {
      // the adapter logs it
    }

    @Override
    public void onRewind() {
      lines.rewind();
    }

    @Override
    public void onRestart() {
      lines.restart();
    }
  }

  /** Sees frames go by, and says when it has seen enough. */
  private static final class Glance implements FrameListener, FeedListener {
    private final Consumer<byte[]> frames;
    private final CountDownLatch enough;
    private int seen;

    Glance(Consumer<byte[]> frames, CountDownLatch enough) {
      this.frames = frames;
      this.enough = enough;
    }

    @Override
    public void onFrame(byte[] bytes, int offset, int length, long rx) {
      if (seen < PREVIEW_FRAMES) {
        frames.accept(Arrays.copyOfRange(bytes, offset, offset + length));
      }
      if (++seen == PREVIEW_FRAMES) {
        enough.countDown();
      }
    }

    @Override
    public void onState(FeedState state, String reason) {
      if (state == FeedState.ENDED || state == FeedState.DOWN) {
        enough.countDown();
      }
    }

    @Override
    public void onRestart() {}

    @Override
    public void onOpen(String url, long rx) {}

    @Override
    public void onSent(byte[] bytes, int offset, int length, long rx) {}

    @Override
    public void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {}

    @Override
    public void onClose(long rx) {}
  }
}
