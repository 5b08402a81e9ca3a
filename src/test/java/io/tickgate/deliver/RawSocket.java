package io.tickgate.deliver;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A WebSocket written by hand, for frames that no proper client sends (RFC 6455 section 5). One
 * thread.
 */
final class RawSocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  static final int FIN = 0x80;
  static final int RSV1 = 0x40;

  private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

  /** A frame that came: the first byte's low half, and the payload. */
  record Frame(int opcode, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of a close frame; 1005 when it has none. */
    int closeCode() {
      return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** Connects, and sends those bytes in one piece with the handshake. */
  static RawSocket connect(byte... early) throws IOException {
    URI uri = Endpoint.of("/v1/stream");
    RawSocket raw = new RawSocket(new Socket(uri.getHost(), uri.getPort()));
    raw.socket.setSoTimeout((int) Inbox.PATIENCE.toMillis());
    raw.socket.setTcpNoDelay(true);
    byte[] request =
        ("GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
            .formatted(uri.getPath(), uri.getHost(), uri.getPort())
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(request, request.length + early.length);
    System.arraycopy(early, 0, all, request.length, early.length);
    raw.out.write(all);
    String status = raw.readLine();
    if (!status.startsWith("HTTP/1.1 101")) {
      throw new IOException("no upgrade: " + status);
    }
    while (!raw.readLine().isEmpty()) {
      continue;
    }
    return raw;
  }

  /** A masked frame with that first byte. */
  static byte[] frame(int first, byte[] payload) {
    int header = payload.length < 126 ? 2 : 4;
    byte[] frame = new byte[header + 4 + payload.length];
    frame[0] = (byte) first;
    frame[1] = (byte) (0x80 | (header == 2 ? payload.length : 126));
    if (header == 4) {
      frame[2] = (byte) (payload.length >> 8);
      frame[3] = (byte) payload.length;
    }
    System.arraycopy(MASK, 0, frame, header, 4);
    for (int i = 0; i < payload.length; i++) {
      frame[header + 4 + i] = (byte) (payload[i] ^ MASK[i & 3]);
    }
    return frame;
  }

  static byte[] frame(int first, String payload) {
    return frame(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[]... frames) throws IOException {
    for (byte[] frame : frames) {
      out.write(frame);
    }
  }

  /** Reads the next frame. */
  Frame read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    return new Frame(opcode, in.readNBytes((int) length));
  }

  /** Reads until a frame of that opcode comes. */
  Frame read(int opcode) throws IOException {
    Frame frame = read();
    while (frame.opcode() != opcode) {
      frame = read();
    }
    return frame;
  }

  /** Reads until a text message holds that text. */
  Frame readTextWith(String part) throws IOException {
    Frame frame = read(TEXT);
    while (!frame.text().contains(part)) {
      frame = read(TEXT);
    }
    return frame;
  }

  /** Whether the other side has ended the connection, as it must after a closing handshake. */
  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
