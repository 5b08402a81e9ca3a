package io.tickgate.relay;

import io.tickgate.market.codec.BinaryWriter;
import io.tickgate.relay.RelayTap.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The value of a record of ticks, as it is put together. Owned by the sender.
 *
 * <pre>
 *   event     whole number of its symbol in this record; when that is new: name, position and
 *             trades before the event
 *             op; TICK: rx, signed from the tick before, and the tick; TIME: the time;
 *             END: nothing; MARK: a mark, from whose position the symbol goes on
 * </pre>
 *
 * <p>Within a record each event of a symbol has the position after the one before.
 */
final class TickBatch {
  /** A buffer that a mark made larger than this is given up. */
  private static final int KEPT_BYTES = 256 << 10;

  final int partition;
  private final BinaryWriter out = new BinaryWriter();
  private List<Lane> lanes = new ArrayList<>();
  private long serial = 1;
  private long rx;
  private int events;

  TickBatch(int partition) {
    this.partition = partition;
  }

  /** Starts an event; what it holds is written to the writer that is returned. */
  BinaryWriter event(Lane lane, Op op, long position, long trades) {
    if (lane.batch != serial) {
      lane.batch = serial;
      lane.ref = lanes.size();
      lanes.add(lane);
      out.whole(lane.ref);
      out.text(lane.name);
      out.whole(position - 1);
      out.whole(trades);
    } else {
      out.whole(lane.ref);
    }
    out.octet(op.ordinal());
    events++;
    return out;
  }

  /** The receive time of the tick under way. */
  void rx(long next) {
    out.signed(next - rx);
    rx = next;
  }

  int bytes() {
    return out.length();
  }

  int events() {
    return events;
  }

  /** Of the newest tick in it. */
  long rx() {
    return rx;
  }

  /** The symbols in it. */
  List<Lane> lanes() {
    return lanes;
  }

  /** The value, after which the next one begins. */
  byte[] take() {
    byte[] value = Arrays.copyOf(out.bytes(), out.length());
    clear();
    return value;
  }

  /** Forgets what is in it. */
  void clear() {
    out.clear(KEPT_BYTES);
    lanes = new ArrayList<>();
    serial++;
    rx = 0;
    events = 0;
  }
}
