package io.tickgate.relay;

import io.tickgate.book.BookMark;
import io.tickgate.market.codec.BinaryReader;
import io.tickgate.market.codec.BinaryWriter;
import io.tickgate.market.codec.ChunkPool;
import io.tickgate.relay.RelayTap.Op;
import java.util.concurrent.TimeUnit;

/** Sends what one feed brought. Owned by the sender. */
final class LineSender {
  /** How often a symbol that broke is tried again: a mark of a deep book is some work. */
  private static final long MEND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The same of one whose mark is too large for a record. */
  private static final long OVERSIZED_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Entries of one turn: what a queue of some megabytes holds, so that other feeds get theirs. */
  private static final int TURN_ENTRIES = 50_000;

  private final Line line;
  private final RelaySettings settings;
  private final ChunkPool pool;
  private final Outbox outbox;
  private final RelayCounters counters;
  private final TickBatch[] batches;
  private final BinaryReader in = new BinaryReader();
  private final MarkSender marks;
  private long term;
  private int restarts;

  LineSender(
      Line line, RelaySettings settings, ChunkPool pool, Outbox outbox, RelayCounters counters) {
    this.line = line;
    this.settings = settings;
    this.pool = pool;
    this.outbox = outbox;
    this.counters = counters;
    this.marks = new MarkSender(line, settings, outbox, counters);
    this.batches = new TickBatch[outbox.partitions()];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = new TickBatch(i);
    }
  }

  /**
   * Sends what has come since the last turn.
   *
   * @param sinceNanos how long ago that was
   */
  void turn(long nowNanos, long sinceNanos) {
    Line.Told now = line.now; // before what is in the queue: it is told after that
    long leading = line.term;
    if (leading != term) {
      begin(leading, nowNanos);
    }
    if (term == 0) {
      discard();
      return;
    }
    if (outbox.full()) {
      return; // the queue is where it can wait
    }
    boolean all = drain();
    mend(nowNanos);
    if (all && Math.toIntExact(now.number()) > restarts) {
      restart(Math.toIntExact(now.number()));
    }
    flush();
    marks.turn(new MarkSender.Turn(life(), restarts, nowNanos, sinceNanos));
    if (all) {
      line.told = new Line.Told(life(), now.state(), now.reason());
    }
  }

  private long life() {
    return Life.of(term, restarts);
  }

  /** Nothing of what readers have is of this term: what was known before goes first, as marks. */
  private void begin(long leading, long nowNanos) {
    for (TickBatch batch : batches) {
      batch.clear();
    }
    term = leading;
    restarts = Math.toIntExact(line.now.number());
    for (int i = 0; i < line.count(); i++) {
      Lane lane = line.lane(i);
      if (lane != null && lane.position.get() > 0 && lane.wholeTerm != leading) {
        lane.broken = true;
      }
      if (lane != null) {
        lane.sent = 0;
        lane.mendAt = nowNanos;
        lane.marked = 0;
      }
    }
  }

  private void discard() {
    while (line.queue.take(in)) {
      counters.dropped.increment();
    }
  }

  /** Puts the queue into batches; false when there is more. */
  private boolean drain() {
    for (int i = 0; i < TURN_ENTRIES && !outbox.full(); i++) {
      if (!line.queue.take(in)) {
        return true;
      }
      Lane lane = line.lane(in.whole());
      if (lane != null) {
        onEntry(lane, Op.of(in.octet()), Math.toIntExact(in.whole()));
      }
    }
    return false;
  }

  private void onEntry(Lane lane, Op op, int entryRestarts) {
    if (entryRestarts > restarts) {
      restart(entryRestarts);
    }
    if (entryRestarts < restarts) {
      return; // of books that are gone
    }
    long position = in.whole();
    long trades = in.whole();
    long sent = sent(lane);
    if (position <= sent) {
      return; // the mark before had it
    }
    if (position != sent + 1) {
      breakOff(lane);
      return;
    }
    lane.sent = position;
    TickBatch batch = batch(lane);
    BinaryWriter out = batch.event(lane, op, position, trades);
    switch (op) {
      case TICK -> {
        batch.rx(in.whole());
        in.drainTo(out);
      }
      case TIME -> out.whole(in.whole());
      default -> {} // END is all there is to say
    }
    if (batch.bytes() >= settings.out().batchBytes()) {
      outbox.send(batch, line.feed, life());
    }
  }

  private TickBatch batch(Lane lane) {
    return batches[lane.partition(batches.length)];
  }

  private long sent(Lane lane) {
    if (lane.sentRestarts != restarts) {
      lane.sentRestarts = restarts;
      lane.sent = 0;
      lane.marked = 0;
    }
    return lane.sent;
  }

  private void breakOff(Lane lane) {
    counters.dropped.increment();
    if (!lane.broken) {
      lane.broken = true;
      counters.brokenSymbols.increment();
    }
  }

  /** What comes from here on is of another life. */
  private void restart(int count) {
    flush();
    restarts = count;
    counters.lives.increment();
  }

  private void flush() {
    for (TickBatch batch : batches) {
      if (batch.events() > 0) {
        outbox.send(batch, line.feed, life());
      }
    }
  }

  private void mend(long nowNanos) {
    for (int i = 0; i < line.count(); i++) {
      Lane lane = line.lane(i);
      if (lane != null && lane.broken && nowNanos - lane.mendAt >= 0 && roomy()) {
        mend(lane, nowNanos);
      }
    }
  }

  private boolean roomy() {
    return pool.roomy() && !outbox.full();
  }

  /**
   * Has a symbol go on from what its book knows now. Ticks are kept from before the mark is made,
   * so none is missing after it; those that are in the mark too are known by their positions.
   */
  private void mend(Lane lane, long nowNanos) {
    lane.mendAt = nowNanos + MEND_NANOS;
    Lane.Edition edition = lane.edition;
    int count = edition.restarts();
    lane.broken = false;
    BookMark made = edition.book().mark();
    if (lane.edition.book() != edition.book() || count < restarts) {
      lane.broken = true; // its book has just been replaced
      lane.mendAt = nowNanos;
      return;
    }
    if (count > restarts) {
      restart(count);
    }
    BinaryWriter mark = marks.bytes(made);
    if (mark == null) {
      lane.broken = true;
      lane.mendAt = nowNanos + OVERSIZED_NANOS;
      return;
    }
    lane.sentRestarts = count;
    lane.sent = made.position();
    TickBatch batch = batch(lane);
    if (batch.bytes() + mark.length() > settings.out().batchBytes() && batch.events() > 0) {
      outbox.send(batch, line.feed, life()); // else both together could be beyond a record
    }
    batch.event(lane, Op.MARK, made.position(), 0).raw(mark.bytes(), 0, mark.length());
    counters.sentMarks.increment();
  }
}
