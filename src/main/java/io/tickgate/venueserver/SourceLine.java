package io.tickgate.venueserver;

import io.netty.channel.EventLoop;
import io.tickgate.adapter.FrameListener;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the source on its way to the floor: copies what it hears and hands it to the
 * loop. Its caller, the source's thread, waits while the loop has {@link #MOST_UNDER_WAY} of them
 * to do, and with flow control while a client has no room.
 */
final class SourceLine implements FrameListener {
  /** Enough that neither side waits for the other's every step, few enough to stop soon. */
  private static final int MOST_UNDER_WAY = 256;

  /** A client that took nothing for so long is cut, so that the others go on. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  /** Clients ask for a snapshot at once when they ask; others never do. */
  private static final long QUESTION_NANOS = 2_000_000_000L;

  private static final long PAUSE_NANOS = 500_000;

  /** Makes the lines of one source. */
  static final class Factory {
    private final EventLoop loop;
    private final Floor floor;
    private final VenueServerSettings settings;
    private final Semaphore underWay = new Semaphore(MOST_UNDER_WAY);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private boolean hushed; // the source's thread

    Factory(EventLoop loop, Floor floor, VenueServerSettings settings) {
      this.loop = loop;
      this.floor = floor;
      this.settings = settings;
    }

    /** A line for what that decoder reads. */
    SourceLine line(FrameListener decoder) {
      return new SourceLine(this, decoder);
    }

    ServedBooks books() {
      return floor.books();
    }

    /** The source goes elsewhere; what it says until {@link #restart} is for nobody. */
    void rewind() {
      hushed = true;
      hand(floor::onRewind);
    }

    /** The source is where it was to go, or starts over. */
    void restart() {
      hushed = false;
      hand(floor::onRestart);
    }

    /** Nobody is waited for any more. */
    void stop() {
      stopped.set(true);
    }

    boolean isStopped() {
      return stopped.get();
    }

    private void hand(Runnable task) {
      if (!waitFor(underWay::tryAcquire, Long.MAX_VALUE)) {
        return;
      }
      loop.execute(
          () -> {
            try {
              task.run();
            } finally {
              underWay.release();
            }
          });
      if (settings.flowControlled() && !roomOnLoop()) {
        awaitRoom();
      }
    }

    // read from another thread: seen a little late, which the clients' buffers allow for
    private volatile boolean room = true;

    private boolean roomOnLoop() {
      if (underWay.availablePermits() % 32 == 0) {
        loop.execute(() -> room = floor.hasRoom());
      }
      return room;
    }

    private void awaitRoom() {
      boolean came = waitFor(() -> ask(floor::hasRoom), PATIENCE_NANOS);
      if (!came && !isStopped()) {
        loop.execute(floor::cutThoseWithoutRoom);
      }
      room = true;
    }

    private void awaitQuestion(@Nullable String symbol) {
      if (settings.waitForClient() && !hushed) {
        waitFor(() -> !ask(() -> floor.expectsQuestion(symbol)), QUESTION_NANOS);
      }
    }

    private boolean ask(BooleanSupplier question) {
      var answer = loop.submit(question::getAsBoolean);
      return !answer.awaitUninterruptibly(1, TimeUnit.SECONDS)
          || !answer.isSuccess()
          || answer.getNow();
    }

    private boolean waitFor(BooleanSupplier condition, long nanos) {
      long since = System.nanoTime();
      while (!condition.getAsBoolean()) {
        if (isStopped() || System.nanoTime() - since > nanos) {
          return false;
        }
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
      return true;
    }
  }

  private final Factory factory;
  private final FrameListener decoder;

  private SourceLine(Factory factory, FrameListener decoder) {
    this.factory = factory;
    this.decoder = decoder;
  }

  @Override
  public void onOpen(String url, long rx) {
    factory.hand(() -> decoder.onOpen(url, rx));
  }

  @Override
  public void onSent(byte[] bytes, int offset, int length, long rx) {
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    factory.hand(() -> decoder.onSent(copy, 0, copy.length, rx));
  }

  @Override
  public void onFrame(byte[] bytes, int offset, int length, long rx) {
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    if (factory.floor.dialect().isDepthAnswer(copy)) {
      factory.awaitQuestion(null);
    }
    factory.hand(() -> factory.floor.onFrame(decoder, copy, rx));
  }

  @Override
  public void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    DepthQuery query = factory.floor.dialect().depthQuery(url);
    if (query != null) {
      factory.awaitQuestion(query.symbol());
    }
    factory.hand(() -> factory.floor.onAnswer(decoder, url, copy, rx));
  }

  @Override
  public void onClose(long rx) {
    factory.hand(() -> decoder.onClose(rx));
  }
}
