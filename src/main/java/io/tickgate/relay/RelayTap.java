package io.tickgate.relay;

import io.tickgate.book.FeedTap;
import io.tickgate.book.Restart;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import io.tickgate.market.codec.BinaryWriter;
import io.tickgate.market.codec.ChunkPool.Claim;
import io.tickgate.market.codec.EntryQueue;
import io.tickgate.market.codec.TickCodec;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts what one feed brings where the sender finds it. Owned by the feed's thread; never waits.
 *
 * <p>An entry: the number of its lane, an {@link Op}, the feed's restarts, the event's position,
 * the symbol's trades before it; then the tick or the time.
 */
final class RelayTap implements FeedTap {
  /** What an event is; the order is that of the format. */
  enum Op {
    TICK,
    /** The feed's clock moved on, and bars of the symbol closed. */
    TIME,
    /** The feed ended, and with it all bars of the symbol. */
    END,
    /** In the stream only: the symbol goes on from a mark. */
    MARK;

    private static final Op[] ALL = values();

    static Op of(int ordinal) {
      if (ordinal >= ALL.length) {
        throw new IllegalArgumentException("an event that isn't known");
      }
      return ALL[ordinal];
    }
  }

  private final Line line;
  private final RelayCounters counters;
  private final Map<Symbol, Lane> lanes = new HashMap<>(); // as many as books hold
  private final BinaryWriter out = new BinaryWriter();
  private int restarts;

  RelayTap(Line line, RelayCounters counters) {
    this.line = line;
    this.counters = counters;
  }

  @Override
  public void onTick(SymbolBook book, Tick tick, boolean held) {
    if (!book.feed().equals(line.feed)) {
      counters.foreign.increment();
      return;
    }
    Lane lane = lane(book);
    boolean trade = tick instanceof Trade;
    if (open(lane, Op.TICK, trade ? 1 : 0)) {
      out.whole(tick.rx());
      TickCodec.write(tick, held, tick.rx(), out);
      close(lane);
    }
  }

  private Lane lane(SymbolBook book) {
    Lane lane = lanes.get(book.symbol());
    if (lane == null) {
      lane = line.add(book, restarts);
      lanes.put(book.symbol(), lane);
    }
    return lane;
  }

  /** Starts an entry; false when there is no use in one. */
  private boolean open(Lane lane, Op op, int tradesInIt) {
    SymbolBook book = lane.edition.book();
    long position = book.position();
    boolean follows = position == lane.position.get() + 1;
    lane.position.setRelease(position);
    long term = line.term;
    if (term == 0) {
      return false;
    }
    if (position == 1) {
      lane.wholeTerm = term;
    }
    if (!follows) { // another feed wrote to the book
      breakOff(lane);
    }
    if (lane.broken) {
      counters.dropped.increment();
      return false;
    }
    out.clear(EntryQueue.KEPT_BYTES);
    out.whole(lane.number);
    out.octet(op.ordinal());
    out.whole(restarts);
    out.whole(position);
    out.whole(book.trades().head() - tradesInIt);
    return true;
  }

  private void close(Lane lane) {
    if (!line.queue.append(out, Claim.ORDINARY)) {
      counters.dropped.increment();
      breakOff(lane);
    }
  }

  private void breakOff(Lane lane) {
    if (!lane.broken) {
      lane.broken = true;
      counters.brokenSymbols.increment();
    }
  }

  @Override
  public void onTime(long now) {
    for (Lane lane : lanes.values()) {
      if (lane.edition.book().position() != lane.position.get() && open(lane, Op.TIME, 0)) {
        out.whole(now);
        close(lane);
      }
    }
  }

  @Override
  public void onRestart(Restart restart) {
    restarts++;
    for (SymbolBook book : restart.books().values()) {
      lane(book).restart(book, restarts);
    }
    Line.Told last = line.now;
    line.now = new Line.Told(restarts, last.state(), last.reason());
  }

  @Override
  public void onState(FeedState state, String reason) {
    if (state == FeedState.ENDED) {
      for (Lane lane : lanes.values()) {
        if (lane.edition.book().position() != lane.position.get() && open(lane, Op.END, 0)) {
          close(lane);
        }
      }
    }
    line.now = new Line.Told(restarts, state, reason);
  }
}
