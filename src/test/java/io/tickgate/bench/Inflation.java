package io.tickgate.bench;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Inflates the messages of one connection, RFC 7692 section 7.2.2. */
final class Inflation {
  /** What a client offers: it keeps no context, and a server may. */
  static final String OFFER = "permessage-deflate; client_no_context_takeover";

  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final boolean keepsContext;
  private final Inflater inflater = new Inflater(true);
  private byte[] out = new byte[4_096];
  private int length;

  private Inflation(boolean keepsContext) {
    this.keepsContext = keepsContext;
  }

  /** What the server agreed to in its answer; null when to nothing. */
  static @Nullable Inflation of(String head) {
    String lower = head.toLowerCase(Locale.ROOT);
    return lower.contains("permessage-deflate")
        ? new Inflation(!lower.contains("server_no_context_takeover"))
        : null;
  }

  /** The message; valid up to {@link #length} and until the next. */
  byte[] inflate(ByteBuf payload) throws DataFormatException {
    byte[] in = new byte[payload.readableBytes() + TAIL.length];
    payload.readBytes(in, 0, in.length - TAIL.length);
    System.arraycopy(TAIL, 0, in, in.length - TAIL.length, TAIL.length);
    inflater.setInput(in);
    length = 0;
    while (true) {
      int count = inflater.inflate(out, length, out.length - length);
      length += count;
      if (length == out.length) {
        out = Arrays.copyOf(out, length * 2);
      } else if (count == 0) {
        break;
      }
    }
    if (!keepsContext || inflater.finished()) { // a last block ends it all the same
      inflater.reset();
    }
    return out;
  }

  int length() {
    return length;
  }

  void end() {
    inflater.end();
  }
}
