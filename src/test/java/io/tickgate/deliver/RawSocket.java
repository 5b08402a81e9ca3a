package io.tickgate.deliver;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A WebSocket written by hand, for frames that no proper client sends (RFC 6455 section 5). One
 * thread.
 */
final class RawSocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  static final int FIN = 0x80;
  static final int RSV1 = 0x40;

  private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

  /** A frame that came: its first byte, and the payload. */
  record Frame(int first, byte[] payload) {
    int opcode() {
      return first & 0x0f;
    }

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
    return connect("/v1/stream", early);
  }

  /** Connects to that path, with more header lines; bytes go in one piece with the handshake. */
  static RawSocket connect(String path, byte[] early, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(handshake(path));
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    RawSocket raw = open();
    raw.send(concat(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII), early));
    Answer answer = raw.readAnswer();
    if (answer.status() != 101) {
      raw.close();
      throw new IOException("no upgrade: " + answer);
    }
    return raw;
  }

  /** A TCP connection on which nothing was said yet. */
  static RawSocket open() throws IOException {
    URI uri = Endpoint.of("/");
    Socket socket = new Socket();
    // what a test doesn't read must not vanish into megabytes of the kernel's
    socket.setReceiveBufferSize(64 << 10);
    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
    RawSocket raw = new RawSocket(socket);
    raw.socket.setSoTimeout((int) Inbox.PATIENCE.toMillis());
    raw.socket.setTcpNoDelay(true);
    return raw;
  }

  /** The head of a right handshake, without the empty line. */
  static String handshake(String path) {
    URI uri = Endpoint.of(path);
    return ("GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n")
        .formatted(path, uri.getHost(), uri.getPort());
  }

  /** Status and header lines of an answer. */
  record Answer(int status, List<String> headers) {
    /** The first header of that name, without its name; empty when there is none. */
    String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).trim())
          .findFirst()
          .orElse("");
    }
  }

  /** Reads the head of an HTTP answer. */
  Answer readAnswer() throws IOException {
    String status = readLine();
    List<String> headers = new ArrayList<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      headers.add(line);
    }
    return new Answer(Integer.parseInt(status.split(" ", 3)[1]), headers);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** A masked frame with that first byte. */
  static byte[] frame(int first, byte[] payload) {
    int header = payload.length < 126 ? 2 : payload.length < 1 << 16 ? 4 : 10;
    byte[] frame = new byte[header + 4 + payload.length];
    frame[0] = (byte) first;
    frame[1] = (byte) (0x80 | (header == 2 ? payload.length : header == 4 ? 126 : 127));
    for (int i = 2, bits = 8 * (header - 3); i < header; i++, bits -= 8) {
      frame[i] = (byte) ((long) payload.length >> bits);
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
    int first = in.readUnsignedByte();
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    return new Frame(first, in.readNBytes((int) length));
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
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true; // reset
    }
  }

  /** Sends nothing more; the other side reads the end. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads until the other side ends. */
  void drain() throws IOException {
    while (in.read() >= 0) {
      continue;
    }
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
