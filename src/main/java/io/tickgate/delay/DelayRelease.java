package io.tickgate.delay;

import io.tickgate.book.BookMark;
import io.tickgate.book.Feed;
import io.tickgate.delay.DelayLine.Op;
import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.codec.BinaryReader;
import io.tickgate.market.codec.ChunkPool;
import io.tickgate.market.codec.TickCodec;
import java.util.Objects;

/** Reads what a {@link DelayTap} wrote into the delayed feed. Owned by the releasing thread. */
final class DelayRelease {
  /** Of an empty log. */
  static final long NEVER = Long.MAX_VALUE;

  private static final FeedState[] STATES = FeedState.values();

  private final DelayLine line;
  private final ChunkPool pool;
  private final Feed feed;
  private final BinaryReader in = new BinaryReader();
  private boolean taken; // the entry under `in` waits for its time
  private long arrival; // of that entry, or of the last
  private long rx;

  DelayRelease(DelayLine line, ChunkPool pool, Feed feed) {
    this.line = line;
    this.pool = pool;
    this.feed = feed;
  }

  /** When the oldest entry came, by the clock of the tap; {@link #NEVER} when there is none. */
  long oldest() {
    if (!taken && line.queue.take(in)) {
      taken = true;
      arrival += in.whole();
    }
    return taken ? arrival : NEVER;
  }

  /** Applies the oldest entry, after {@link #oldest} told of it. */
  void release() {
    taken = false;
    line.onReleased();
    switch (Op.of(in.octet())) {
      case TICK -> {
        Symbol symbol = line.symbol(in.whole());
        Tick tick = TickCodec.read(in, symbol, rx);
        rx = tick.rx();
        feed.apply(tick);
      }
      case TIME -> feed.onTime(rx + in.signed());
      case STATE -> feed.onState(STATES[in.octet()], String.valueOf(in.text()));
      case RESTART -> feed.onRestart(in.whole());
      case FREEZE -> feed.freeze(line.symbol(in.whole()));
      case ADOPT -> {
        BookMark mark = Objects.requireNonNull(line.marks.poll(), "an entry without its mark");
        pool.release(mark.bytes());
        feed.adopt(line.symbol(in.whole()), mark);
      }
    }
  }
}
