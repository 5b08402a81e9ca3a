package io.tickgate.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The NATS client protocol inside binary WebSocket messages: a stream of lines and payloads that
 * pays no heed to where a message ends. Source: docs.nats.io, "NATS client protocol". A subject is
 * a symbol, a payload is an update as the gateway sends it.
 */
final class NatsDialect implements Dialect {
  /** Above any line and payload there is here; a server that sends more without an end is wrong. */
  private static final int MAX_KEPT = 1 << 20;

  private byte[] kept = {}; // the start of what isn't complete
  private int length;

  @Override
  public String path(List<String> symbols) {
    return "/";
  }

  @Override
  public @Nullable String subprotocol() {
    return null;
  }

  @Override
  public void onOpen(Connection connection) {
    StringBuilder text = new StringBuilder("CONNECT {\"verbose\":false,\"pedantic\":false}\r\n");
    int id = 0;
    for (String symbol : connection.symbols()) {
      text.append("SUB ").append(symbol).append(' ').append(++id).append("\r\n");
    }
    connection.sendBinary(text.append("PING\r\n").toString()); // its pong says that all is done
  }

  @Override
  public void onMessage(byte[] bytes, int count, Connection connection) {
    if (length == 0) {
      keep(bytes, read(bytes, count, connection), count);
      return;
    }
    if (length + count > MAX_KEPT) {
      throw new IllegalStateException("no end of a NATS message");
    }
    if (kept.length < length + count) {
      kept = Arrays.copyOf(kept, (length + count) * 2);
    }
    System.arraycopy(bytes, 0, kept, length, count);
    int all = length + count;
    keep(kept, read(kept, all, connection), all);
  }

  private void keep(byte[] bytes, int from, int to) {
    length = to - from;
    if (length > kept.length) {
      kept = new byte[length * 2];
    }
    System.arraycopy(bytes, from, kept, 0, length);
  }

  /** Reads what is complete; returns where the rest starts. */
  private static int read(byte[] bytes, int end, Connection connection) {
    int at = 0;
    for (int eol; (eol = newline(bytes, at, end)) >= 0; ) {
      int next = eol + 1;
      if (bytes[at] == 'M') {
        int payloadEnd = next + size(bytes, eol);
        if (payloadEnd + 2 > end) {
          break;
        }
        if (!connection.read(bytes, next, payloadEnd)) {
          connection.onFault("a payload that isn't an update");
        }
        next = payloadEnd + 2;
      } else {
        onLine(new String(bytes, at, eol - at, StandardCharsets.US_ASCII).trim(), connection);
      }
      at = next;
    }
    return at;
  }

  private static int newline(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The last word of {@code MSG <subject> <sid> <bytes>\r\n}. */
  private static int size(byte[] bytes, int eol) {
    int size = 0;
    int unit = 1;
    for (int i = eol - 2; bytes[i] >= '0' && bytes[i] <= '9'; i--) {
      size += (bytes[i] - '0') * unit;
      unit *= 10;
    }
    return size;
  }

  private static void onLine(String line, Connection connection) {
    if (line.equals("PING")) {
      connection.sendBinary("PONG\r\n");
    } else if (line.equals("PONG")) {
      connection.onSubscribed();
    } else if (line.startsWith("-ERR")) {
      connection.onFailure(line); // "Slow Consumer": it is being cut off
    }
  }
}
