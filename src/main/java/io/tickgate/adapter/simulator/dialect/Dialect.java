package io.tickgate.adapter.simulator.dialect;

import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.Symbol;
import java.util.List;

/**
 * One connection to one venue, seen from the venue: hears the market's ticks and writes the frames
 * to the {@link FrameListener} it was made with, at the venue's time. The first ticks of a symbol
 * are its book snapshot and its quote; ticks of symbols it wasn't made for are ignored. Owned by
 * one thread.
 *
 * <p>{@link #onTime} drives what the venue sends by the clock, heartbeats and bundled depth; it
 * expects to be called ten times a second.
 */
public interface Dialect extends TickListener {
  /** Makes the dialect of one venue. */
  @FunctionalInterface
  interface Factory {
    Dialect create(List<Symbol> symbols, FrameListener out);
  }

  /** The venue's name in symbols and recordings. */
  String venue();

  /** Where a client connects. */
  String url();

  /** What a client sends to get everything this dialect says, in order. */
  List<String> requests();

  /** A client connected: writes what the venue says unasked. */
  void onConnect(long now);

  /** The client sent its {@link #requests}: writes the answers. */
  void onRequests(long now);
}
