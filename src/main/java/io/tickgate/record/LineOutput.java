package io.tickgate.record;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/** Writes {@link io.tickgate.adapter.replay.RecordingFormat} to a stream. */
final class LineOutput implements Closeable {
  /** Calls of the deflater cost as much as a kilobyte, so it gets many lines at once. */
  private static final int BLOCK = 64 * 1024;

  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  /** Bytes that one byte can become: {@code \}{@code u001f}. */
  private static final int LONGEST_ESCAPE = 6;

  private final OutputStream out;
  private final byte[] buffer = new byte[BLOCK];
  private int size;

  LineOutput(OutputStream out) {
    this.out = out;
  }

  /** The line of one event. */
  void event(Event event) throws IOException {
    ascii("{\"rx\":").ascii(Long.toString(event.rx));
    switch (event.kind) {
      case OPEN -> ascii(",\"open\":").string(event.bytes, 0, event.urlLength);
      case SENT -> message(",\"out", event);
      case FRAME -> message(",\"in", event);
      case ANSWER -> {
        ascii(",\"rest\":").string(event.bytes, 0, event.urlLength);
        message(",\"body", event);
      }
      case CLOSE -> ascii(",\"close\":true");
      case DROPPED -> ascii(",\"dropped\":").ascii(Long.toString(event.count));
    }
    ascii("}\n");
  }

  /** Text that needs no escapes. */
  LineOutput ascii(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      put((byte) text.charAt(i));
    }
    return this;
  }

  /** A string in quotes. */
  LineOutput string(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    return string(bytes, 0, bytes.length);
  }

  /** Hands everything to the stream, and has the stream hand it on. */
  void flush() throws IOException {
    drain();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (OutputStream closing = out) {
      drain();
    }
  }

  private void message(String name, Event event) throws IOException {
    int from = event.urlLength;
    ascii(name);
    if (Utf8.isValid(event.bytes, from, event.length)) {
      ascii("\":").string(event.bytes, from, event.length);
    } else {
      byte[] message = Arrays.copyOfRange(event.bytes, from, event.length);
      ascii("64\":\"").ascii(Base64.getEncoder().encodeToString(message)).ascii("\"");
    }
  }

  private LineOutput string(byte[] bytes, int from, int to) throws IOException {
    put((byte) '"');
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b != '"' && b != '\\' && (b >= ' ' || b < 0)) {
        put(b);
      } else {
        escape(b);
      }
    }
    put((byte) '"');
    return this;
  }

  private void escape(byte b) throws IOException {
    room();
    buffer[size++] = '\\';
    switch (b) {
      case '"', '\\' -> buffer[size++] = b;
      case '\n' -> buffer[size++] = 'n';
      case '\r' -> buffer[size++] = 'r';
      case '\t' -> buffer[size++] = 't';
      default -> {
        buffer[size++] = 'u';
        buffer[size++] = '0';
        buffer[size++] = '0';
        buffer[size++] = HEX[b >> 4];
        buffer[size++] = HEX[b & 0xf];
      }
    }
  }

  private void put(byte b) throws IOException {
    room();
    buffer[size++] = b;
  }

  private void room() throws IOException {
    if (size > BLOCK - LONGEST_ESCAPE) {
      drain();
    }
  }

  private void drain() throws IOException {
    out.write(buffer, 0, size);
    size = 0;
  }
}
