package io.tickgate.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.book.BookMark;
import io.tickgate.book.BookMarkCodec;
import io.tickgate.market.codec.BinaryWriter;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Marks one feed's symbols for nodes that start. Owned by the sender. */
final class MarkSender {
  /** A mark is written that often even of a symbol that rests, so that it isn't forgotten. */
  private static final long REFRESH_NANOS = TimeUnit.HOURS.toNanos(1);

  /** Larger buffers aren't kept. */
  private static final int KEPT_BYTES = 256 << 10;

  /** Of a record, for its headers, its key and the name of a symbol. */
  private static final int HEAD_BYTES = 4_096;

  /** What a turn goes by; {@code sinceNanos} is how long ago the last one was. */
  record Turn(long life, int restarts, long nowNanos, long sinceNanos) {}

  private final Line line;
  private final RelaySettings settings;
  private final Outbox outbox;
  private final RelayCounters counters;
  private final BinaryWriter mark = new BinaryWriter();
  private int next; // lane

  MarkSender(Line line, RelaySettings settings, Outbox outbox, RelayCounters counters) {
    this.line = line;
    this.settings = settings;
    this.outbox = outbox;
    this.counters = counters;
  }

  /** A mark's bytes, valid until the next; null and counted when they don't fit into a record. */
  @Nullable BinaryWriter bytes(BookMark made) {
    mark.clear(KEPT_BYTES);
    BookMarkCodec.write(made, settings.out().closedBars(), mark);
    if (mark.length() > settings.out().recordBytes() - HEAD_BYTES) {
      counters.oversized.increment();
      return null;
    }
    return mark;
  }

  /** Marks each symbol that changes once an interval, spread over it. */
  void turn(Turn turn) {
    long interval = settings.times().marks().toNanos();
    long due = 1 + line.count() * turn.sinceNanos / interval;
    for (long i = Math.min(due, line.count()); i > 0; i--) {
      next = next + 1 < line.count() ? next + 1 : 0;
      Lane lane = line.lane(next);
      if (lane != null && !lane.broken && isDue(lane, turn, interval)) {
        mark(lane, turn);
      }
    }
  }

  private static boolean isDue(Lane lane, Turn turn, long interval) {
    long age = turn.nowNanos - lane.markedAt;
    boolean first = lane.marked == 0;
    boolean news = lane.marked != lane.sent || lane.markLost;
    boolean changed = news && (first || age >= interval);
    return lane.sentRestarts == turn.restarts && (changed || (!first && age >= REFRESH_NANOS));
  }

  private void mark(Lane lane, Turn turn) {
    lane.markLost = false;
    lane.marked = lane.sent; // what comes meanwhile is marked the next time
    lane.markedAt = turn.nowNanos;
    int partition = lane.partition(outbox.partitions());
    long from = outbox.next(partition); // before the mark: what it lacks comes at that or later
    Lane.Edition edition = lane.edition;
    BookMark made = edition.book().mark();
    if (edition.restarts() != turn.restarts || made.position() == 0) {
      return; // of another life
    }
    BinaryWriter bytes = bytes(made);
    // one that is too large: none is better than one of before
    byte[] value = bytes == null ? null : Arrays.copyOf(bytes.bytes(), bytes.length());
    RecordHead head = new RecordHead(line.feed, turn.life, 0, from);
    String topic = settings.topics().marks();
    outbox.send(
        head.toRecord(topic, partition, lane.name.getBytes(UTF_8), value),
        () -> lane.markLost = true);
    counters.sentMarks.increment();
  }
}
