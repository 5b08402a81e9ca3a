package io.tickgate.adapter.publish;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.Tick;
import io.tickgate.wire.ErrorCode;
import org.jboss.logging.Logger;

/**
 * Hears messages that are ticks as publishers write them (section 8 of the protocol), one or an
 * array: what a recording holds that was made of ticks and not of a venue's words. Owned by the
 * feed's thread.
 */
public final class PublishedDecoder implements FrameListener, TickReader.Listener {
  private static final Logger LOG = Logger.getLogger(PublishedDecoder.class);

  /** As of broken messages of a venue: a line every ten seconds is enough to notice. */
  private static final long LOG_EVERY_NANOS = 10_000_000_000L;

  private final TickListener ticks;
  private final FeedCounters counters;
  private final TickReader reader = new TickReader();
  private long lastLogNanos = System.nanoTime() - LOG_EVERY_NANOS;

  public PublishedDecoder(TickListener ticks, FeedCounters counters) {
    this.ticks = ticks;
    this.counters = counters;
  }

  @Override
  public void onFrame(byte[] bytes, int offset, int length, long rx) {
    counters.frames.increment();
    reader.read(bytes, offset, length, rx, this);
  }

  @Override
  public void onTick(Tick tick) {
    counters.ticks.increment();
    boolean unused = ticks.onTick(tick); // no checksum comes with it that could fail
  }

  @Override
  public void onFault(ErrorCode code, String message) {
    counters.broken.increment();
    long now = System.nanoTime();
    if (now - lastLogNanos >= LOG_EVERY_NANOS) {
      lastLogNanos = now;
      LOG.warnf("broken tick count=%d reason=%s", counters.broken.sum(), message);
    }
  }

  @Override
  public void onOpen(String url, long rx) {
    // ticks are whole in themselves
  }

  @Override
  public void onSent(byte[] bytes, int offset, int length, long rx) {
    // nobody is asked
  }

  @Override
  public void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {
    counters.ignored.increment();
  }

  @Override
  public void onClose(long rx) {
    // the next one goes on where this one ended
  }
}
