package io.tickgate.adapter.endpoint;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A body packed with gzip (RFC 1952), of one member or several. Unpacked a piece at a time, so a
 * body that is small only while it is packed takes no more memory than another.
 */
final class GzipBody implements BodyReader {
  /** About what a chunk of a plain body has. */
  private static final int PIECE = 64 * 1024;

  /** Longest header taken; it holds a file name at most. */
  private static final int MAX_HEADER = 4_096;

  private static final int FIXED_HEADER = 10;
  private static final int TRAILER = 8;

  private enum State {
    HEADER,
    DATA,
    TRAILER
  }

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] piece = new byte[PIECE];
  private State state = State.HEADER;
  private byte[] input = new byte[0];
  private int read;
  private boolean any; // a member has begun

  @Override
  public void add(Buffer chunk) {
    // a header or trailer that was cut in two is left over
    int left = input.length - read;
    byte[] joined = Arrays.copyOfRange(input, read, input.length + chunk.length());
    chunk.getBytes(joined, left);
    input = joined;
    read = 0;
  }

  @Override
  public byte @Nullable [] next() throws MalformedBodyException {
    while (true) {
      if (state == State.DATA) {
        byte[] unpacked = inflate();
        if (unpacked.length > 0) {
          return unpacked;
        }
      }
      if (state == State.HEADER ? !header() : state == State.DATA || !trailer()) {
        return null;
      }
    }
  }

  /** Passes a header; false when it isn't all here. */
  private boolean header() throws MalformedBodyException {
    int end = headerEnd();
    if (end < 0) {
      if (input.length - read > MAX_HEADER) {
        throw new MalformedBodyException("gzip: header too long");
      }
      return false;
    }
    read = end;
    any = true;
    state = State.DATA;
    inflater.reset();
    crc.reset();
    return true;
  }

  private int headerEnd() throws MalformedBodyException {
    if (input.length - read < FIXED_HEADER) {
      return -1;
    }
    int flags = input[read + 3] & 0xff;
    if ((input[read] & 0xff) != 0x1f
        || (input[read + 1] & 0xff) != 0x8b
        || input[read + 2] != 8
        || (flags & 0xe0) != 0) {
      throw new MalformedBodyException("not gzip");
    }
    int at = read + FIXED_HEADER;
    if ((flags & 4) != 0) { // extra field: its length, then so much
      at = at + 2 > input.length ? -1 : at + 2 + (input[at] & 0xff) + ((input[at + 1] & 0xff) << 8);
    }
    at = (flags & 8) != 0 ? afterText(at) : at; // file name
    at = (flags & 16) != 0 ? afterText(at) : at; // comment
    at = (flags & 2) != 0 && at >= 0 ? at + 2 : at; // checksum of the header
    return at > input.length ? -1 : at;
  }

  /** The position behind a text that ends with 0; -1 when it doesn't end here. */
  private int afterText(int from) {
    for (int i = from; i >= 0 && i < input.length; i++) {
      if (input[i] == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private byte[] inflate() throws MalformedBodyException {
    inflater.setInput(input, read, input.length - read);
    int count;
    try {
      count = inflater.inflate(piece);
    } catch (DataFormatException e) {
      throw new MalformedBodyException("gzip: corrupt data");
    }
    if (count == 0 && inflater.needsDictionary()) {
      throw new MalformedBodyException("gzip: needs a dictionary");
    }
    read = input.length - inflater.getRemaining();
    crc.update(piece, 0, count);
    if (inflater.finished()) {
      state = State.TRAILER;
    }
    return Arrays.copyOf(piece, count);
  }

  /** Checks a trailer; false when it isn't all here. */
  private boolean trailer() throws MalformedBodyException {
    if (input.length - read < TRAILER) {
      return false;
    }
    long size = inflater.getBytesWritten() & 0xffffffffL;
    if (word(read) != crc.getValue() || word(read + 4) != size) {
      throw new MalformedBodyException("gzip: checksum doesn't match");
    }
    read += TRAILER;
    state = State.HEADER;
    return true;
  }

  private long word(int at) {
    long word = 0;
    for (int i = 3; i >= 0; i--) {
      word = word << 8 | (input[at + i] & 0xff);
    }
    return word;
  }

  @Override
  public void end() throws MalformedBodyException {
    if (!any || state != State.HEADER || read < input.length) {
      throw new MalformedBodyException("gzip: ends in the middle");
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
