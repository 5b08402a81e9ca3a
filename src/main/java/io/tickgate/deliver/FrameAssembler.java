package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.tickgate.book.BarVersion;
import io.tickgate.book.BookVersion;
import io.tickgate.book.Log;
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

  private final List<Message> messages = new ArrayList<>();
  private Encoding encoding = Encoding.JSON;
  private int used; // of the messages
  private int place; // where the symbol's last element went
  private long bytes;
  private long limit;
  private long elements;

  /** The elements of one message, or a notice when it has no channel. */
  private static final class Message {
    boolean snapshot;
    @Nullable Channel channel;
    byte[] open = {};
    Fragment[] fragments = new Fragment[16];
    long[] prevs = new long[16];
    int size;
    int length;

    void add(Fragment fragment, long prev, Encoding encoding) {
      if (size == fragments.length) {
        fragments = java.util.Arrays.copyOf(fragments, size * 2);
        prevs = java.util.Arrays.copyOf(prevs, size * 2);
      }
      fragments[size] = fragment;
      prevs[size++] = prev;
      length += encoding.length(fragment, prev);
    }
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
    BookVersion older = base instanceof BookVersion book ? book : null;
    add(cursor, Fragments.of(name(cursor), version, encoding, cursor.terms(), older), prev, false);
  }

  @Override
  public void gap(Cursor cursor, long from, long to) {
    Message message = next();
    message.channel = null;
    Channel channel = cursor.terms().channel();
    message.open = new ServerMessages(encoding).gap(channel, name(cursor), from, to);
    bytes += message.open.length;
    place = used - 1;
  }

  private static String name(Cursor cursor) {
    return cursor.book().symbol().name();
  }

  private void add(Cursor cursor, Fragment fragment, long prev, boolean snapshot) {
    Channel channel = cursor.terms().channel();
    int at = place;
    while (at < used
        && !(messages.get(at).channel == channel && messages.get(at).snapshot == snapshot)) {
      at++;
    }
    if (at == used) {
      Message fresh = next();
      fresh.channel = channel;
      fresh.snapshot = snapshot;
      fresh.open = encoding.open(snapshot ? "snapshot" : "update", channel);
    }
    place = at;
    Message message = messages.get(at);
    int before = message.length;
    message.add(fragment, prev, encoding);
    bytes += message.length - before;
    elements++;
  }

  private Message next() {
    if (used == messages.size()) {
      messages.add(new Message());
    }
    Message message = messages.get(used++);
    message.size = 0;
    message.length = 0;
    return message;
  }

  @Override
  public boolean full() {
    return bytes >= limit || used >= MAX_MESSAGES;
  }

  /** Elements of this turn. */
  long elements() {
    return elements;
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
    int capacity = mark.length + transport.pingLength();
    for (int i = 0; i < used; i++) {
      capacity += length(messages.get(i)) + transport.overhead();
    }
    ByteBuf out = transport.buffer(capacity);
    for (int i = 0; i < used; i++) {
      if (i == used - 1) {
        out.writeBytes(mark);
      }
      write(messages.get(i), transport, out);
    }
    return out;
  }

  private int length(Message message) {
    if (message.channel == null) {
      return message.open.length;
    }
    int separators = (message.size - 1) * encoding.separatorLength();
    return message.open.length + message.length + separators + encoding.closeLength();
  }

  private void write(Message message, Transport transport, ByteBuf out) {
    transport.frame(out, length(message));
    out.writeBytes(message.open);
    for (int i = 0; i < message.size; i++) {
      if (i > 0) {
        encoding.separator(out);
      }
      encoding.element(message.fragments[i], message.prevs[i], out);
      message.fragments[i] = EMPTY; // nothing is held between turns
    }
    if (message.channel != null) {
      encoding.close(out);
    }
    transport.endFrame(out);
  }

  private static final Fragment EMPTY = new Fragment(new byte[0], 0);
}
