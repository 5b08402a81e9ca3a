package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.tickgate.wire.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole WebSocket frames (RFC 6455 section 5.2) to the Netty channel. Frames of a server
 * aren't masked, so the same bytes fit every client; and several in one buffer are one write.
 */
final class WebSocketTransport implements Transport {
  /** First of the reserved bits of a frame: its message is deflated (RFC 7692 section 6). */
  static final int RSV1 = 0x40;

  private static final int FIN = 0x80;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int PING = 0x9;

  private static final String OUTLET = "tickgate-outlet";

  private final Channel channel;
  private final ChannelHandlerContext outlet;
  private final WebSocketConnection connection;
  private final int opcode;
  private final Compression compression;
  private final String address;

  WebSocketTransport(
      Channel channel,
      WebSocketConnection connection,
      boolean binary,
      Compression compression,
      String address) {
    this.channel = channel;
    this.outlet = outlet(channel);
    this.connection = connection;
    this.opcode = binary ? BINARY : TEXT;
    this.compression = compression;
    this.address = address;
  }

  /**
   * Where finished frames go in: before the socket, or before TLS where there is TLS. None of the
   * handlers that Vert.x has behind it has anything to add, and passing a frame through all of them
   * costs as much as making it (1 to 2 of some 15 microseconds a frame, with 500 clients).
   */
  private static ChannelHandlerContext outlet(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext tls = pipeline.context(SslHandler.class);
    ChannelHandler nothing = new ChannelHandlerAdapter() {};
    if (tls == null) {
      pipeline.addFirst(OUTLET, nothing);
    } else {
      pipeline.addAfter(tls.name(), OUTLET, nothing);
    }
    return pipeline.context(OUTLET);
  }

  @Override
  public int overhead() {
    return 10;
  }

  @Override
  public void frame(ByteBuf out, int length) {
    out.writeByte(FIN | opcode);
    if (length < 126) {
      out.writeByte(length);
    } else if (length < 1 << 16) {
      out.writeByte(126).writeShort(length);
    } else {
      out.writeByte(127).writeLong(length);
    }
  }

  @Override
  public void endFrame(ByteBuf out) {
    // a frame says its length at the start
  }

  @Override
  public ByteBuf data(DataMessage message, SharedFrames shared) {
    return compression.frame(message, shared, this);
  }

  @Override
  public Compression compression() {
    return compression;
  }

  @Override
  public byte[] lastMark(Session session) {
    return NOTHING;
  }

  @Override
  public ByteBuf buffer(int capacity) {
    return channel.alloc().directBuffer(capacity);
  }

  @Override
  public void write(ByteBuf frames, @Nullable ByteBuf ping, Runnable done) {
    if (ping != null) {
      outlet.write(frames);
    }
    ChannelFuture written = outlet.writeAndFlush(ping == null ? frames : ping);
    if (written.isSuccess()) {
      done.run(); // the usual case: the kernel took it at once
    } else {
      written.addListener(future -> runIf(future.isSuccess(), done));
    }
  }

  private static void runIf(boolean success, Runnable done) {
    if (success) {
      done.run();
    }
  }

  @Override
  public long unsent() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null
        ? 0
        : Math.max(0, buffer.totalPendingWriteBytes() - Math.max(0, buffer.currentProgress()));
  }

  @Override
  public int pingLength() {
    return 6;
  }

  @Override
  public ByteBuf ping(int number) {
    return buffer(pingLength()).writeByte(FIN | PING).writeByte(4).writeInt(number);
  }

  @Override
  public void close(CloseCode code) {
    connection
        .close(new CloseReason(code.code(), code.reason()))
        .subscribe()
        .with(done -> {}, failure -> channel.close());
  }

  @Override
  public String address() {
    return address;
  }
}
