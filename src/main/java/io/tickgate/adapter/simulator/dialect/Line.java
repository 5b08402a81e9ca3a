package io.tickgate.adapter.simulator.dialect;

import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.simulator.Noise;

/** The way from a venue to us: everything arrives in order, a few milliseconds late. */
final class Line implements FrameListener {
  /** Fastest way, and how much longer it may take: a venue on the same coast. */
  private static final int LATENCY_MICROS = 4_000;

  private static final int JITTER_MICROS = 3_000;

  private final FrameListener listener;
  private final Noise noise;
  private long last = Long.MIN_VALUE;

  Line(FrameListener listener, long seed) {
    this.listener = listener;
    noise = new Noise(seed);
  }

  @Override
  public void onOpen(String url, long now) {
    listener.onOpen(url, atOurEnd(now));
  }

  @Override
  public void onSent(byte[] bytes, int offset, int length, long now) {
    listener.onSent(bytes, offset, length, atOurEnd(now));
  }

  @Override
  public void onFrame(byte[] bytes, int offset, int length, long sent) {
    listener.onFrame(bytes, offset, length, arrival(sent));
  }

  @Override
  public void onAnswer(String url, byte[] bytes, int offset, int length, long sent) {
    listener.onAnswer(url, bytes, offset, length, arrival(sent));
  }

  @Override
  public void onClose(long now) {
    listener.onClose(atOurEnd(now));
  }

  private long arrival(long sent) {
    return atOurEnd(sent + LATENCY_MICROS + noise.below(JITTER_MICROS));
  }

  private long atOurEnd(long now) {
    last = Math.max(last, now);
    return last;
  }
}
