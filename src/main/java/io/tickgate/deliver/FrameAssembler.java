package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.tickgate.book.BarVersion;
import io.tickgate.book.Log;
import io.tickgate.book.Stamp;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.Version;
import io.tickgate.conflate.Cursor;
import io.tickgate.conflate.Emitter;
import io.tickgate.market.Bar;
import io.tickgate.market.Channel;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.Fragment;
import io.tickgate.wire.ServerMessages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a session's turn emits into as few messages as the order within each symbol allows.
 *
 * <p>A message holds elements of one type and channel. Each element goes into the first message of
 * its kind that isn't before the message that holds its symbol's element before it; if there is
 * none a new message is put at the end. So symbols share messages, and within a symbol the order of
 * emission is the order of delivery. One a loop: it holds nothing between two turns.
 */
final class FrameAssembler implements Emitter {
  /** More messages than that in one turn are for another turn. */
  private static final int MAX_MESSAGES = 64;

  private final SharedFrames shared;
  private final SessionStats stats;
  private final Arrivals arrivals;
  private final List<DataMessage> messages = new ArrayList<>();
  private Encoding encoding = Encoding.JSON;
  private int used; // of the messages
  private int place; // where the symbol's last element went
  private long bytes;
  private long limit;
  private long elements;

  FrameAssembler(SharedFrames shared, SessionStats stats, Arrivals arrivals) {
    this.shared = shared;
    this.stats = stats;
    this.arrivals = arrivals;
  }

  /** When timed ticks came to this loop. */
  interface Arrivals {
    /** By {@link System#nanoTime}; 0 where it isn't known. */
    long of(SymbolBook book, Stamp stamp);
  }

  /** Starts a turn of a session that may write about so many bytes. */
  void start(Encoding sessionEncoding, long byteLimit) {
    encoding = sessionEncoding;
    used = 0;
    bytes = 0;
    limit = byteLimit;
    elements = 0;
  }

  @Override
  public void symbol() {
    place = 0;
  }

  @Override
  public void snapshot(Cursor cursor, Version version) {
    if (version instanceof BarVersion bar && cursor.terms().history() > 0) {
      history(cursor, bar);
    }
    add(cursor, Fragments.of(name(cursor), version, encoding, cursor.terms(), null), -1, true);
  }

  private void history(Cursor cursor, BarVersion newest) {
    Log<Bar> closed = cursor.book().bars(newest.bar().interval()).history();
    long end = closed.head();
    while (end > closed.oldest() && startsAtOrAfter(closed.get(end - 1), newest.bar().start())) {
      end--;
    }
    for (long i = Math.max(closed.oldest(), end - cursor.terms().history()); i < end; i++) {
      Bar bar = closed.get(i);
      if (bar != null) {
        long fields = cursor.terms().fields();
        add(cursor, Fragments.ofHistory(name(cursor), bar, newest, encoding, fields), -1, true);
      }
    }
  }

  private static boolean startsAtOrAfter(@Nullable Bar bar, long start) {
    return bar != null && bar.start() >= start;
  }

  @Override
  public void update(Cursor cursor, Version version, long prev, @Nullable Version base) {
    Stamp stamp = cursor.book().stamp();
    if (stamp != null && stamp.position() == version.position()) {
      time(cursor.book(), stamp);
    }
    add(cursor, Fragments.of(name(cursor), version, encoding, cursor.terms(), base), prev, false);
  }

  private void time(SymbolBook book, Stamp stamp) {
    long now = System.nanoTime();
    stats.latency().written(now - stamp.nanos());
    long arrival = arrivals.of(book, stamp);
    if (arrival != 0) {
      stats.latency().waited(now - arrival);
    }
  }

  @Override
  public void gap(Cursor cursor, long from, long to) {
    stats.gaps.increment();
    stats.gapElements.add(to - from + 1);
    Channel channel = cursor.terms().channel();
    byte[] notice = new ServerMessages(encoding).gap(channel, name(cursor), from, to);
    next().start(notice);
    bytes += notice.length;
    place = used - 1;
  }

  private static String name(Cursor cursor) {
    return cursor.book().symbol().name();
  }

  private void add(Cursor cursor, Fragment fragment, long prev, boolean snapshot) {
    Channel channel = cursor.terms().channel();
    int at = place;
    while (at < used && !messages.get(at).takes(snapshot, channel)) {
      at++;
    }
    if (at == used) {
      next().start(encoding, snapshot, channel);
    }
    place = at;
    bytes += messages.get(at).add(fragment, prev);
    elements++;
  }

  private DataMessage next() {
    if (used == messages.size()) {
      messages.add(new DataMessage());
    }
    return messages.get(used++);
  }

  @Override
  public boolean full() {
    return bytes >= limit || used >= MAX_MESSAGES;
  }

  /** Elements of this turn. */
  long elements() {
    return elements;
  }

  /** Bytes of this turn, before deflate. */
  long bytes() {
    return bytes;
  }

  /** Messages of this turn. */
  int messages() {
    return used;
  }

  /** All messages of the turn, framed for the transport; null when there are none. */
  @Nullable ByteBuf finish(Session session) {
    Transport transport = session.transport();
    byte[] mark = transport.lastMark(session);
    if (used == 0) {
      return null;
    }
    ByteBuf first = frame(0, transport);
    if (used == 1 && mark.length == 0) {
      return first; // the same bytes for all who get the same
    }
    List<ByteBuf> frames = new ArrayList<>(used);
    frames.add(first);
    int capacity = mark.length + first.readableBytes();
    for (int i = 1; i < used; i++) {
      ByteBuf frame = frame(i, transport);
      frames.add(frame);
      capacity += frame.readableBytes();
    }
    ByteBuf out = transport.buffer(capacity);
    for (int i = 0; i < used; i++) {
      if (i == used - 1) {
        out.writeBytes(mark);
      }
      out.writeBytes(frames.get(i));
      frames.get(i).release();
    }
    return out;
  }

  private ByteBuf frame(int index, Transport transport) {
    DataMessage message = messages.get(index);
    ByteBuf frame = transport.data(message, shared);
    message.clear();
    return frame;
  }
}
