package io.tickgate.cli;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.TapeEvent;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.Listed;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what files hold. Keeps books too, so that the venues' checksums are tried; their logs hold
 * next to nothing, since nobody reads them.
 */
final class Survey implements TickListener {
  /** As many symbols and levels as a gateway holds by default. */
  private static final BookLimits LIMITS = new BookLimits(50_000, 100_000, 1, 1, 1, 4_000_000);

  final FeedCounters counters = new FeedCounters();
  final RateHistory rates = new RateHistory();
  private final Feed feed =
      new Books(LIMITS, InstantSource.system()).addFeed(RecordingOptions.FEED);

  /** As many as readers and decoders take. */
  private final Map<Symbol, Tally> tallies = new TreeMap<>(Comparator.comparing(Symbol::name));

  private boolean timed;
  private long messages;
  private long connections;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long silence;
  private long silenceStart;

  /** That event is played next. */
  void onEvent(TapeEvent event) {
    timed = event.time() != TapeEvent.NO_TIME;
    messages += event.kind() == TapeEvent.Kind.FRAME ? 1 : 0;
    connections += event.kind() == TapeEvent.Kind.OPEN ? 1 : 0;
    if (timed) {
      at(event.time());
    }
  }

  private void at(long time) {
    if (last != Long.MIN_VALUE && time - last > silence) {
      silence = time - last;
      silenceStart = last;
    }
    first = Math.min(first, time);
    last = Math.max(last, time);
  }

  @Override
  public boolean onTick(Tick tick) {
    boolean held = feed.apply(tick);
    tallies.computeIfAbsent(tick.symbol(), symbol -> new Tally()).add(tick, held);
    if (!timed) {
      at(tick.ts());
    }
    if (!(tick instanceof Listed)) { // nothing happened
      rates.add(timed ? tick.rx() : tick.ts());
    }
    return held;
  }

  @Override
  public void onTime(long now) {
    // nobody asks what time it is
  }

  /** By symbol, in the order of their names. */
  Map<Symbol, Tally> tallies() {
    return tallies;
  }

  /** Messages received, of venues or publishers. */
  long messages() {
    return messages;
  }

  /** Connections that were opened. */
  long connections() {
    return connections;
  }

  /** Whether anything has a time. */
  boolean hasTimes() {
    return first <= last;
  }

  /** Microseconds since the epoch: receive times, or the venues' where there are none. */
  long first() {
    return first;
  }

  long last() {
    return last;
  }

  /** The longest time, in microseconds, in which nothing was received. */
  long silence() {
    return silence;
  }

  long silenceStart() {
    return silenceStart;
  }
}
