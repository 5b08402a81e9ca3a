package io.tickgate.adapter.simulator.dialect;

import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.simulator.SimulatedMarket;
import java.nio.charset.StandardCharsets;

/**
 * One connection to a simulated venue: opens it, subscribes to everything, and hands over what the
 * venue sends, as a live source would. Time is the caller's, in microseconds since the epoch, and
 * may only grow. Owned by one thread.
 */
public final class DialectSource {
  /** How often the venue's clock ticks, see {@link Dialect}. */
  private static final long BEAT_MICROS = 100_000;

  /** What a client takes to send its requests once connected. */
  private static final long REQUEST_MICROS = 1_000;

  private final SimulatedMarket market;
  private final Line line;
  private final Dialect dialect;
  private long opened;
  private long nextBeat;

  /**
   * A connection that isn't open yet.
   *
   * @param seed of the delays on the way from the venue
   */
  public DialectSource(
      SimulatedMarket market, Dialect.Factory venue, FrameListener listener, long seed) {
    this.market = market;
    line = new Line(listener, seed);
    dialect = venue.create(market.symbols(), line);
  }

  /** The venue that is spoken to. */
  public Dialect dialect() {
    return dialect;
  }

  /** Connects and subscribes; the market begins now. Called once. */
  public void open(long now) {
    opened = now + REQUEST_MICROS;
    nextBeat = opened + BEAT_MICROS;
    line.onOpen(dialect.url(), now);
    dialect.onConnect(now);
    for (String request : dialect.requests()) {
      byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
      line.onSent(bytes, 0, bytes.length, opened);
    }
    dialect.onRequests(opened);
    market.open(opened, dialect);
  }

  /** Hands over everything that the venue sends until that time. */
  public void advanceTo(long now) {
    for (long due = due(); due <= now; due = due()) {
      beat(due);
      market.next(due, dialect);
    }
    beat(now);
  }

  /** Ends the connection. */
  public void close(long now) {
    line.onClose(now);
  }

  private long due() {
    return opened + market.dueNanos() / 1_000;
  }

  private void beat(long now) {
    while (nextBeat <= now) {
      dialect.onTime(nextBeat);
      nextBeat += BEAT_MICROS;
    }
  }
}
