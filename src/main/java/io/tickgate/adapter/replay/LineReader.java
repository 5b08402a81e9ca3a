package io.tickgate.adapter.replay;

import io.airlift.compress.MalformedInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream, packed or not, into lines, without copying them: a line is a range of the
 * reader's buffer, which the caller may overwrite, until the next one is asked for.
 */
final class LineReader implements Closeable {
  /** What {@link #next} came to. */
  enum Next {
    LINE,
    /** A line beyond the limit; it was skipped. */
    LONG,
    END
  }

  /**
   * A line must be shorter. A snapshot of a whole book runs to a few MB, escaped twice that; beyond
   * this it isn't a line but a file without lines, and mustn't fill the memory.
   */
  static final int MAX_LINE = 64 * 1024 * 1024;

  /** Holds some hundred messages, and still fits in a core's second-level cache. */
  private static final int BLOCK = 256 * 1024;

  private final CountedInput stored;
  private final int maxLine;
  private @Nullable InputStream in;
  private byte[] buffer;
  private int start;
  private int scanned;
  private int limit;
  private int lineEnd;
  private boolean skipping;
  private boolean terminated;
  private long number;
  private @Nullable Exception fault;

  LineReader(InputStream stored) {
    this(stored, BLOCK, MAX_LINE);
  }

  LineReader(InputStream stored, int block, int maxLine) {
    this.stored = new CountedInput(stored);
    this.maxLine = maxLine;
    this.buffer = new byte[block];
  }

  /** Goes to the next line. */
  Next next() {
    start = scanned;
    while (true) {
      int newline = newline();
      if (newline < limit) {
        scanned = newline + 1;
        return line(newline, true);
      }
      scanned = limit;
      if (limit - start >= maxLine) {
        skipping = true;
      }
      if (skipping) {
        start = limit;
      }
      if (!fill()) {
        return limit > start || skipping ? line(limit, false) : Next.END;
      }
    }
  }

  byte[] bytes() {
    return buffer;
  }

  int from() {
    return start;
  }

  /** The end of the line, without its line end. */
  int to() {
    return lineEnd;
  }

  /** The number of the line, counted from 1. */
  long number() {
    return number;
  }

  /** Whether a line end followed; if not, it is the last line and may have been cut off. */
  boolean terminated() {
    return terminated;
  }

  /** Stored bytes read so far. */
  long consumed() {
    return stored.count();
  }

  /** Why the stream ended before its end, if it did: packed data that is cut off or corrupt. */
  @Nullable Exception fault() {
    return fault;
  }

  @Override
  public void close() {
    try (InputStream closing = stored) {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      // nothing was written, so nothing is lost
    }
  }

  private Next line(int end, boolean hasLineEnd) {
    number++;
    terminated = hasLineEnd;
    boolean tooLong = skipping || end - start >= maxLine;
    skipping = false;
    lineEnd = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
    return tooLong ? Next.LONG : Next.LINE;
  }

  private int newline() {
    byte[] bytes = buffer;
    int end = limit;
    int i = scanned;
    while (i < end && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  /** Reads on behind what is there; false at the end. */
  private boolean fill() {
    if (fault != null) {
      return false;
    }
    makeRoom();
    try {
      if (in == null) {
        in = RecordingFile.unpacked(stored);
      }
      int count = in.read(buffer, limit, buffer.length - limit);
      limit += Math.max(count, 0);
      return count >= 0;
    } catch (IOException | MalformedInputException e) {
      fault = e;
      return false;
    }
  }

  private void makeRoom() {
    if (start > 0 && (limit == buffer.length || start == limit)) {
      System.arraycopy(buffer, start, buffer, 0, limit - start);
      limit -= start;
      scanned -= start;
      start = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
  }
}
