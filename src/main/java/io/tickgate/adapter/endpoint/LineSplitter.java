package io.tickgate.adapter.endpoint;

import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines, wherever its chunks begin and end. A line within one chunk
 * isn't copied; what is kept from chunk to chunk is one line at most, and never more than the
 * limit.
 */
final class LineSplitter {
  /** Takes the lines; byte ranges are valid during the call only. */
  interface Sink {
    /** A line without its end; empty ones too. */
    void onLine(byte[] bytes, int offset, int length);

    /** A line beyond the limit; its bytes are gone. */
    void onLongLine();
  }

  private static final int FIRST_ROOM = 512;

  private final int limit;
  private byte[] held = new byte[0];
  private int count; // of the bytes held
  private boolean skipping; // the line is too long already

  LineSplitter(int limit) {
    this.limit = limit;
  }

  /** Goes through a chunk. */
  void accept(byte[] chunk, Sink sink) {
    int start = 0;
    for (int i = 0; i < chunk.length; i++) {
      if (chunk[i] == '\n') {
        onEnd(chunk, start, i, sink);
        start = i + 1;
      }
    }
    hold(chunk, start, chunk.length);
  }

  /** The stream is over; a last line needs no line end. */
  void end(Sink sink) {
    if (count > 0 || skipping) {
      onEnd(held, 0, 0, sink);
    }
  }

  private void onEnd(byte[] chunk, int from, int to, Sink sink) {
    if (count == 0 && !skipping && to - from <= limit) {
      emit(chunk, from, to, sink);
      return;
    }
    hold(chunk, from, to);
    if (skipping) {
      sink.onLongLine();
    } else {
      emit(held, 0, count, sink);
    }
    skipping = false;
    count = 0;
  }

  private static void emit(byte[] bytes, int from, int to, Sink sink) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    sink.onLine(bytes, from, end - from);
  }

  private void hold(byte[] chunk, int from, int to) {
    int more = to - from;
    if (skipping || more > limit - count) {
      skipping = true;
      count = 0;
      return;
    }
    if (more > held.length - count) {
      int wanted = Math.max(Math.max(FIRST_ROOM, held.length * 2), count + more);
      held = Arrays.copyOf(held, Math.min(limit, wanted));
    }
    System.arraycopy(chunk, from, held, count, more);
    count += more;
  }
}
