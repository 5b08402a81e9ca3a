package io.tickgate.delay;

import io.tickgate.book.BookMark;
import io.tickgate.book.FeedTap;
import io.tickgate.book.Restart;
import io.tickgate.book.SymbolBook;
import io.tickgate.delay.DelayLine.Op;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.codec.BinaryWriter;
import io.tickgate.market.codec.ChunkPool;
import io.tickgate.market.codec.ChunkPool.Claim;
import io.tickgate.market.codec.EntryQueue;
import io.tickgate.market.codec.TickCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one feed brings into the delay log. Owned by the feed's thread.
 *
 * <pre>
 *   a symbol:  KEPT ──no room: FREEZE──▶ LOSING ──room again: ADOPT──▶ KEPT
 * </pre>
 */
final class DelayTap implements FeedTap {
  /** How often a symbol that lost ticks looks for room: a mark of a deep book is some work. */
  private static final long RETRY_MICROS = 1_000_000;

  private static final class Lane {
    SymbolBook book;
    final int number; // -1: not kept back
    boolean losing;
    boolean bookTold; // that the book is suspect
    long retryAt;

    Lane(SymbolBook book, int number) {
      this.book = book;
      this.number = number;
    }
  }

  private record State(FeedState state, String reason) {}

  private final DelayLine line;
  private final ChunkPool pool;
  private final Predicate<String> covered;
  private final LongSupplier clock;
  private final Map<Symbol, Lane> lanes = new HashMap<>(); // as many as books hold
  private final AtomicLong dropped = new AtomicLong(); // written by the feed's thread only
  private final BinaryWriter out = new BinaryWriter();
  private @Nullable State untold;
  private long untoldRestart; // its number; 0: none
  private int kept;
  private int losing;
  private long arrival; // of the newest entry
  private long opened; // arrival of the entry under way
  private long rx;

  /**
   * A tap.
   *
   * @param clock microseconds of a time that never goes back, rounded up
   */
  DelayTap(DelayLine line, ChunkPool pool, Predicate<String> covered, LongSupplier clock) {
    this.line = line;
    this.pool = pool;
    this.covered = covered;
    this.clock = clock;
  }

  /** Ticks that were lost to the log. Any thread. */
  long dropped() {
    return dropped.getOpaque();
  }

  @Override
  public void onTick(SymbolBook book, Tick tick, boolean held) {
    Lane lane = lane(book);
    if (lane.number < 0) {
      return;
    }
    tellState();
    if (!lane.losing && append(lane, tick, held, Claim.ORDINARY)) {
      return;
    }
    dropped.setOpaque(dropped.getPlain() + 1);
    lose(lane, tick);
    resume(lane, Claim.ORDINARY);
  }

  private Lane lane(SymbolBook book) {
    Lane lane = lanes.get(book.symbol());
    if (lane == null) {
      boolean keep = covered.test(book.symbol().name());
      lane = new Lane(book, keep ? line.add(book.symbol()) : -1);
      lanes.put(book.symbol(), lane);
      kept += keep ? 1 : 0;
    }
    lane.book = book; // another feed that brings the symbol may have restarted
    return lane;
  }

  private boolean append(Lane lane, Tick tick, boolean held, Claim claim) {
    open(Op.TICK);
    out.whole(lane.number);
    TickCodec.write(tick, held, rx, out);
    if (!close(claim)) {
      return false;
    }
    rx = tick.rx();
    return true;
  }

  private void lose(Lane lane, Tick tick) {
    freeze(lane);
    // of the same count as the change that is lost, so that none is counted too many
    if (!lane.bookTold && (tick instanceof BookChange || tick instanceof BookReset)) {
      BookReset reset = new BookReset(tick.symbol(), tick.ts(), tick.rx(), "delay log is full");
      lane.bookTold = append(lane, reset, true, Claim.URGENT);
    }
  }

  private void freeze(Lane lane) {
    if (!lane.losing) {
      lane.losing = true;
      lane.bookTold = false;
      lane.retryAt = 0;
      losing++;
      open(Op.FREEZE);
      out.whole(lane.number);
      close(Claim.URGENT);
    }
  }

  /** Goes on from what the book knows now, when there is room. */
  private void resume(Lane lane, Claim claim) {
    if (lane.book.retired()) { // nothing is missing of the one in its place, or this would be it
      lane.losing = false;
      losing--;
      return;
    }
    long now = clock.getAsLong();
    if (untoldRestart != 0 || (claim == Claim.ORDINARY && (now < lane.retryAt || !pool.roomy()))) {
      return;
    }
    lane.retryAt = now + RETRY_MICROS;
    BookMark mark = lane.book.mark();
    if (!pool.reserveElsewhere(mark.bytes(), claim)) {
      return;
    }
    line.marks.add(mark);
    open(Op.ADOPT);
    out.whole(lane.number);
    if (close(claim)) {
      lane.losing = false;
      losing--;
    } else {
      line.marks.removeLast(); // nobody looks for it: its entry isn't there
      pool.release(mark.bytes());
    }
  }

  @Override
  public void onAdopt(SymbolBook book) {
    Lane lane = lane(book);
    if (lane.number >= 0) {
      tellState();
      freeze(lane);
      resume(lane, Claim.ORDINARY);
    }
  }

  private void resumeAll(Claim claim) {
    if (losing > 0) {
      for (Lane lane : lanes.values()) {
        if (lane.losing) {
          resume(lane, claim);
        }
      }
    }
  }

  @Override
  public void onTime(long now) {
    tellState();
    if (kept > 0) {
      resumeAll(Claim.ORDINARY);
      open(Op.TIME);
      out.signed(now - rx);
      close(Claim.ORDINARY); // one that is lost is made up for by the next
    }
  }

  @Override
  public void onRestart(Restart restart) {
    for (SymbolBook book : restart.books().values()) {
      Lane lane = lane(book);
      lane.retryAt = 0;
      lane.bookTold = true; // the new book there knows nothing that could be wrong
      if (lane.number >= 0 && !lane.losing) {
        lane.losing = true;
        losing++;
      }
    }
    untoldRestart = restart.number(); // of no symbol as well: nodes that follow count alike
    tellState();
    resumeAll(Claim.ORDINARY);
  }

  @Override
  public void onState(FeedState state, String reason) {
    resumeAll(state == FeedState.ENDED ? Claim.LAST : Claim.ORDINARY);
    untold = new State(state, reason);
    tellState();
  }

  /** Tells what must not be missed, as soon as there is room: nothing else goes before it. */
  private void tellState() {
    if (untoldRestart != 0) {
      open(Op.RESTART);
      out.whole(untoldRestart);
      untoldRestart = close(Claim.URGENT) ? 0 : untoldRestart;
    }
    State state = untold;
    if (state != null && untoldRestart == 0) {
      open(Op.STATE);
      out.octet(state.state().ordinal());
      out.text(state.reason());
      boolean last = state.state() == FeedState.ENDED || state.state() == FeedState.DOWN;
      untold = close(last ? Claim.LAST : Claim.URGENT) ? null : state;
    }
  }

  private void open(Op op) {
    opened = Math.max(arrival, clock.getAsLong());
    out.clear(EntryQueue.KEPT_BYTES);
    out.whole(opened - arrival);
    out.octet(op.ordinal());
  }

  private boolean close(Claim claim) {
    boolean fits = line.queue.append(out, claim);
    if (fits) {
      arrival = opened;
      line.onAppended();
    }
    return fits;
  }
}
