package io.tickgate.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.wire.ProtocolContract;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A client of {@code /v1/stream} that offers extensions as told and takes the answer at its word:
 * without context takeover every message is inflated for itself, and nothing may refer back further
 * than the window agreed. One thread.
 */
final class DeflateSocket implements AutoCloseable {
  private static final String EXTENSIONS = "sec-websocket-extensions:";

  /** A message that came. */
  record Message(boolean compressed, int wireBytes, String text) {
    JsonNode json() {
      return Inbox.parse(text);
    }

    boolean isA(String type) {
      return json().path("type").asText().equals(type);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final int status;
  private final List<String> answers = new ArrayList<>();
  private final Deflater deflater = new Deflater(6, true);
  private @Nullable WindowInflater inflater;

  /** Connects with a header line for each of the values. */
  DeflateSocket(String... extensions) throws IOException {
    URI uri = Endpoint.of("/v1/stream");
    socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout((int) Inbox.PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    StringBuilder request =
        new StringBuilder("GET /v1/stream HTTP/1.1\r\nHost: ")
            .append(uri.getAuthority())
            .append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
            .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
            .append("Sec-WebSocket-Version: 13\r\n");
    for (String line : extensions) {
      request.append("Sec-WebSocket-Extensions: ").append(line).append("\r\n");
    }
    out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    status = Integer.parseInt(line().split(" ", 3)[1]);
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith(EXTENSIONS)) {
        answers.add(line.substring(EXTENSIONS.length()).trim());
      }
    }
  }

  /** Status of the handshake's answer. */
  int status() {
    return status;
  }

  /** What was answered about extensions, a line each. */
  List<String> answers() {
    return answers;
  }

  /** Reads the next text message, inflated; answers pings. */
  Message read() throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      long length = in.readUnsignedByte();
      int header = length < 126 ? 2 : length == 126 ? 4 : 10;
      length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      byte[] payload = in.readNBytes((int) length);
      int opcode = first & 0x0f;
      if (opcode == RawSocket.PING) {
        out.write(RawSocket.frame(RawSocket.FIN | RawSocket.PONG, payload));
      } else if (opcode == RawSocket.CLOSE) {
        throw new EOFException("closed with " + ((payload[0] & 0xff) << 8 | (payload[1] & 0xff)));
      } else if (opcode == RawSocket.TEXT) {
        return message(first, header, payload);
      }
    }
  }

  private Message message(int first, int header, byte[] payload) {
    boolean compressed = (first & RawSocket.RSV1) != 0;
    String text = new String(compressed ? inflate(payload) : payload, UTF_8);
    ProtocolContract.checkServer(text);
    return new Message(compressed, header + payload.length, text);
  }

  private byte[] inflate(byte[] payload) {
    if (answers.isEmpty()) {
      throw new AssertionError("compressed, but that wasn't agreed");
    }
    String answer = answers.get(0);
    if (inflater == null || OfferRules.serverResets(answer)) {
      inflater = new WindowInflater(OfferRules.serverBits(answer));
    }
    return inflater.inflate(payload);
  }

  /** Reads until a message of that type comes; heartbeats alone don't keep it waiting. */
  Message read(String type) throws IOException {
    long end = System.nanoTime() + Inbox.PATIENCE.toNanos();
    Message message = read();
    while (!message.isA(type)) {
      if (System.nanoTime() > end || message.isA("error")) {
        throw new AssertionError("no " + type + " but " + message.text());
      }
      message = read();
    }
    return message;
  }

  /** Sends a text frame as it is; JSON with single quotes. */
  void send(String message) throws IOException {
    out.write(RawSocket.frame(RawSocket.FIN | RawSocket.TEXT, message.replace('\'', '"')));
  }

  /** Sends a compressed message; the window is kept as the answer allows. */
  void sendDeflated(String message) throws IOException {
    if (OfferRules.clientResets(answers.get(0))) {
      deflater.reset();
    }
    sendCompressed(deflate(message.replace('\'', '"')));
  }

  /** Sends that payload as a compressed message. */
  void sendCompressed(byte[] payload) throws IOException {
    out.write(RawSocket.frame(RawSocket.FIN | RawSocket.RSV1 | RawSocket.TEXT, payload));
  }

  byte[] deflate(String message) {
    deflater.setInput(message.getBytes(UTF_8));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] chunk = new byte[4_096];
    int count;
    do {
      count = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
      bytes.write(chunk, 0, count);
    } while (count == chunk.length);
    return Arrays.copyOf(bytes.toByteArray(), bytes.size() - 4);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
