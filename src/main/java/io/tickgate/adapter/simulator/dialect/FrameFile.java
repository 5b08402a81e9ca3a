package io.tickgate.adapter.simulator.dialect;

import io.tickgate.adapter.FrameListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes what a connection heard in the format of the gateway's recordings: gzip of one JSON object
 * a line, a header and then {@code open}, {@code out}, {@code in} and {@code rest} with their
 * receive time in microseconds since the epoch. The same calls give the same bytes: the JDK leaves
 * the time in the gzip header at zero. Owned by one thread.
 */
final class FrameFile implements FrameListener, AutoCloseable {
  private final OutputStream file;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(4_096);

  /** A recording into that target; closing it closes the target. */
  FrameFile(OutputStream target) throws IOException {
    file = new BestGzip(target);
  }

  /** Writes the header. */
  void begin(String venue, String feed, long started) {
    text("{\"format\":\"tickgate-recording\",\"version\":1,\"venue\":");
    string(venue);
    text(",\"feed\":");
    string(feed);
    text(",\"started\":" + started);
    endLine();
  }

  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream target) throws IOException {
      super(target, 65_536);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  @Override
  public void onOpen(String url, long rx) {
    write(rx, "open", url.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void onSent(byte[] bytes, int offset, int length, long rx) {
    write(rx, "out", bytes, offset, length);
  }

  @Override
  public void onFrame(byte[] bytes, int offset, int length, long rx) {
    write(rx, "in", bytes, offset, length);
  }

  @Override
  public void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {
    text("{\"rx\":" + rx + ",\"rest\":");
    string(url);
    text(",\"body\":");
    string(bytes, offset, length);
    endLine();
  }

  @Override
  public void onClose(long rx) {
    // the end of the file says it
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void write(long rx, String key, byte[] bytes) {
    write(rx, key, bytes, 0, bytes.length);
  }

  private void write(long rx, String key, byte[] bytes, int offset, int length) {
    text("{\"rx\":" + rx + ",\"" + key + "\":");
    string(bytes, offset, length);
    endLine();
  }

  private void text(String text) {
    line.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    string(bytes, 0, bytes.length);
  }

  private void string(byte[] bytes, int offset, int length) {
    line.write('"');
    for (int i = offset; i < offset + length; i++) {
      int character = bytes[i] & 0xFF;
      if (character < ' ') {
        text("\\u00" + (character < 16 ? "0" : "") + Integer.toHexString(character));
      } else {
        if (character == '"' || character == '\\') {
          line.write('\\');
        }
        line.write(character);
      }
    }
    line.write('"');
  }

  private void endLine() {
    text("}\n");
    try {
      line.writeTo(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line.reset();
  }
}
