package io.tickgate.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One client: subscribes when it is open, answers pings, checks and measures what comes. */
final class Connection implements ElementReader.Listener {
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  /** What connections of one client share. */
  interface Owner {
    SymbolIndex symbols();

    ElementReader reader();

    /** Whether what comes now counts. */
    boolean measuring();

    /** Where it counts. */
    Tally tally(boolean slow);

    /** Memory for a message of that length, until the next call. */
    byte[] scratch(int length);

    /** Some client has that value. */
    void onSeen(int symbol, long seq);

    /** Its subscription was confirmed. */
    void onSubscribed();

    /** A rule was broken. */
    void onFault(String fault);

    /** The connection ended without being asked to. */
    void onCutOff(String why);
  }

  private final Owner owner;
  private final Dialect dialect;
  private final boolean deflate;
  private final boolean slow;
  private final Screen screen;
  private @Nullable Channel channel;
  private boolean closing;
  private boolean closed;
  private long nowMicros;
  private boolean data; // in the message of now

  Connection(Owner owner, Dialect dialect, boolean deflate, boolean slow, Screen screen) {
    this.owner = owner;
    this.dialect = dialect;
    this.deflate = deflate;
    this.slow = slow;
    this.screen = screen;
  }

  Screen screen() {
    return screen;
  }

  boolean slow() {
    return slow;
  }

  boolean closed() {
    return closed;
  }

  void start(Channel connected) {
    channel = connected;
    byte[] key = new byte[16];
    ThreadLocalRandom.current().nextBytes(key);
    String subprotocol = dialect.subprotocol();
    String head =
        "GET "
            + dialect.path(symbols())
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\n"
            + (subprotocol == null ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n")
            + "Sec-WebSocket-Key: "
            + Base64.getEncoder().encodeToString(key)
            + "\r\n"
            + dialect.headers()
            + (deflate ? "Sec-WebSocket-Extensions: " + Inflation.OFFER + "\r\n" : "")
            + "\r\n";
    connected.writeAndFlush(connected.alloc().buffer().writeBytes(ascii(head)));
  }

  void onOpen() {
    dialect.onOpen(this);
  }

  // ---- what dialects call

  /** What this client wants. */
  List<String> symbols() {
    return Arrays.stream(screen.wanted()).mapToObj(owner.symbols()::name).toList();
  }

  void sendText(String text) {
    send(TEXT, ascii(text));
  }

  void sendBinary(String text) {
    send(BINARY, ascii(text));
  }

  /** Takes the elements of a message of data; false when it isn't one. */
  boolean read(byte[] bytes, int from, int to) {
    boolean isData = owner.reader().read(bytes, from, to, this);
    data |= isData;
    return isData;
  }

  void onSubscribed() {
    owner.onSubscribed();
  }

  void onFault(String fault) {
    owner.onFault(fault);
  }

  void onSlowNotice() {
    if (owner.measuring()) {
      owner.tally(slow).onSlowNotice();
    }
  }

  // ---- what the frame reader calls

  private void send(int opcode, byte[] payload) {
    Channel to = channel;
    if (to == null) {
      return;
    }
    ByteBuf frame = to.alloc().buffer(payload.length + 8);
    frame.writeByte(0x80 | opcode);
    if (payload.length < 126) {
      frame.writeByte(0x80 | payload.length);
    } else {
      frame.writeByte(0x80 | 126).writeShort(payload.length);
    }
    int mask = ThreadLocalRandom.current().nextInt();
    frame.writeInt(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.writeByte(payload[i] ^ mask >>> 24 - i % 4 * 8);
    }
    to.writeAndFlush(frame, to.voidPromise());
  }

  void onBytes(int count) {
    if (owner.measuring()) {
      owner.tally(slow).onBytes(count);
    }
  }

  byte[] scratch(ByteBuf payload) {
    int length = payload.readableBytes();
    byte[] bytes = owner.scratch(length);
    payload.readBytes(bytes, 0, length);
    return bytes;
  }

  /** A message, or a part of a binary one. */
  void onMessage(byte[] bytes, int length) {
    nowMicros = LoadClient.nowMicros();
    data = false;
    dialect.onMessage(bytes, length, this);
    if (data && owner.measuring()) {
      owner.tally(slow).onFrame();
    }
  }

  @Override
  public void onElement(int symbol, long seq, long prev, long rx) {
    String fault = screen.take(symbol, seq, prev, rx);
    if (fault != null) {
      owner.onFault(fault);
      return;
    }
    owner.onSeen(symbol, seq);
    if (owner.measuring() && prev >= 0) {
      owner.tally(slow).onUpdate(nowMicros - rx);
    }
  }

  void onControl(int opcode, ByteBuf payload) {
    byte[] bytes = new byte[payload.readableBytes()];
    payload.readBytes(bytes);
    switch (opcode) {
      case PING -> send(PONG, bytes);
      case CLOSE -> {
        int code = bytes.length < 2 ? 1005 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        end(
            "close "
                + code
                + " "
                + new String(
                    bytes,
                    Math.min(2, bytes.length),
                    Math.max(0, bytes.length - 2),
                    StandardCharsets.UTF_8));
      }
      case PONG -> {}
      default -> owner.onFault("opcode " + opcode + " " + Arrays.toString(bytes));
    }
  }

  void onFailure(String why) {
    end(why);
  }

  void onClosed() {
    end("connection lost");
  }

  /** Ends when its port isn't among those that the server is connected to. */
  void endUnless(Set<Integer> ports) {
    if (channel != null && channel.localAddress() instanceof InetSocketAddress local) {
      if (!ports.contains(local.getPort())) {
        end("ended by the server, behind what wasn't read");
      }
    }
  }

  private void end(String why) {
    if (!closed) {
      closed = true;
      if (!closing) {
        owner.onCutOff(why);
      }
    }
  }

  void close() {
    closing = true;
    if (channel != null) {
      channel.close();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
