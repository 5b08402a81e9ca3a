package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates messages as RFC 7692 section 7.2.2 says, for all connections of one loop. What a client
 * may refer back to is given with each message: a message ends at the border of a byte, so the
 * bytes before it are all that a connection has to keep, and one that has said little keeps little.
 * Owned by the loop.
 */
final class MessageInflater {
  /** What the sender has left out of its sync flush. */
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  /**
   * Deflate streams that one message may consist of. Section 7.2.3.4 allows to end one and go on;
   * senders that do so have one or two, and each costs the copy of a window.
   */
  private static final int MAX_STREAMS = 8;

  private final Inflater inflater = new Inflater(true);
  private final byte[] chunk = new byte[8 << 10]; // most requests in one piece

  /** How it went. */
  enum Result {
    DONE,
    /** It isn't deflate, or refers to what never was. */
    BROKEN,
    /** It is longer than the limit. Nobody has seen how much longer. */
    TOO_BIG
  }

  /**
   * Inflates one message.
   *
   * @param history what the message may refer back to
   * @param out takes the message, up to its maximum capacity
   */
  Result inflate(ByteBuf message, byte[] history, ByteBuf out) {
    int length = message.readableBytes();
    byte[] input = new byte[length + TAIL.length];
    message.getBytes(message.readerIndex(), input, 0, length);
    System.arraycopy(TAIL, 0, input, length, TAIL.length);
    try {
      int start = 0;
      for (int stream = 0; stream < MAX_STREAMS; stream++) {
        begin(after(history, out), input, start);
        if (!inflate(out)) {
          return Result.TOO_BIG;
        }
        start = input.length - inflater.getRemaining();
        if (!inflater.finished() || start == input.length) {
          return Result.DONE;
        }
      }
      return Result.BROKEN;
    } catch (DataFormatException e) {
      return Result.BROKEN;
    }
  }

  private void begin(byte[] window, byte[] input, int start) {
    inflater.reset();
    if (window.length > 0) {
      inflater.setDictionary(window);
    }
    inflater.setInput(input, start, input.length - start);
  }

  private boolean inflate(ByteBuf out) throws DataFormatException {
    for (int count = inflater.inflate(chunk); count > 0; count = inflater.inflate(chunk)) {
      if (count > out.maxWritableBytes()) {
        return false;
      }
      out.writeBytes(chunk, 0, count);
    }
    return true;
  }

  /** The last 32 kB of what was and what came now. */
  private static byte[] after(byte[] history, ByteBuf now) {
    return now.isReadable() ? window(history, now, 1 << 15) : history;
  }

  /** The last bytes of a history and the message that followed, at most so many. */
  static byte[] window(byte[] history, ByteBuf message, int most) {
    int fresh = Math.min(most, message.readableBytes());
    int kept = Math.min(most - fresh, history.length);
    byte[] window = new byte[kept + fresh];
    System.arraycopy(history, history.length - kept, window, 0, kept);
    message.getBytes(message.writerIndex() - fresh, window, kept, fresh);
    return window;
  }
}
