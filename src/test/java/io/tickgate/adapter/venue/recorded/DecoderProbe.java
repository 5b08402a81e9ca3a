package io.tickgate.adapter.venue.recorded;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.VenueDecoder;
import io.tickgate.market.BookChange;
import io.tickgate.market.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A decoder with everything around it recorded. Receive times count up by one from 1. */
public final class DecoderProbe implements TickListener {
  public final FeedCounters counters = new FeedCounters();
  public final List<Tick> ticks = new ArrayList<>();
  public final List<String> resyncs = new ArrayList<>();
  private final VenueDecoder decoder;
  private final MarketModel market = new MarketModel();
  private long rx;

  public DecoderProbe(DecoderFactory factory) {
    decoder =
        factory.create(this, counters, (symbol, reason) -> resyncs.add(symbol + " " + reason));
    open();
  }

  /** A new connection stands. */
  public DecoderProbe open() {
    decoder.onOpen("wss://example.test", ++rx);
    return this;
  }

  public DecoderProbe receive(String... frames) {
    for (String frame : frames) {
      Recording.receive(decoder, frame, ++rx);
    }
    return this;
  }

  public DecoderProbe receive(byte[] frame) {
    Recording.receive(decoder, frame, ++rx);
    return this;
  }

  /** The ticks since the last call. */
  public List<Tick> take() {
    List<Tick> taken = List.copyOf(ticks);
    ticks.clear();
    return taken;
  }

  /** Class names of the ticks since the last call. */
  public List<String> takeKinds() {
    return take().stream().map(tick -> tick.getClass().getSimpleName()).toList();
  }

  /** Number of messages skipped, for whatever reason. */
  public long skipped() {
    return counters.broken.sum() + counters.ignored.sum();
  }

  /** The levels of one side of a symbol's book, best first, as text. */
  public List<String> book(String nativeName, boolean bids) {
    BookModel book = Objects.requireNonNull(market.instruments.get(nativeName)).book;
    return (bids ? book.bids : book.asks)
        .values().stream().map(level -> level.price() + " " + level.size()).toList();
  }

  @Override
  public boolean onTick(Tick tick) {
    ticks.add(tick);
    boolean holds = market.onTick(tick);
    return !(tick instanceof BookChange) || holds;
  }

  @Override
  public void onTime(long now) {}
}
