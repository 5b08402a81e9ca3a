package io.tickgate.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** Reads a server's side of a WebSocket: the answer to the handshake, then unmasked frames. */
final class FrameReader extends ByteToMessageDecoder {
  private static final int FIN = 0x80;
  private static final int RSV1 = 0x40;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int MAX_HEAD = 8_192;

  private final Connection connection;
  private boolean open;
  private int rest; // of a binary message that comes in parts
  private @Nullable Inflation inflation;

  FrameReader(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof ByteBuf bytes) {
      connection.onBytes(bytes.readableBytes());
    }
    super.channelRead(context, message);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws DataFormatException {
    if (!open && !head(in)) {
      return;
    }
    while (rest > 0 ? part(in) : frame(in)) {
      // the next one
    }
  }

  private boolean head(ByteBuf in) {
    String text = in.toString(StandardCharsets.US_ASCII);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      if (text.length() > MAX_HEAD) {
        throw new IllegalStateException("no end of the handshake");
      }
      return false;
    }
    if (!text.startsWith("HTTP/1.1 101 ")) {
      throw new IllegalStateException("refused: " + text.lines().findFirst().orElse(""));
    }
    in.skipBytes(end + 4);
    inflation = Inflation.of(text.substring(0, end));
    open = true;
    connection.onOpen();
    return true;
  }

  /** A server may put seconds of a slow client's data into one message: it isn't waited for. */
  private boolean part(ByteBuf in) {
    int count = Math.min(rest, in.readableBytes());
    if (count > 0) {
      rest -= count;
      connection.onMessage(connection.scratch(in.readSlice(count)), count);
    }
    return count > 0;
  }

  private boolean frame(ByteBuf in) throws DataFormatException {
    int start = in.readerIndex();
    int available = in.readableBytes();
    if (available < 2) {
      return false;
    }
    int first = in.getUnsignedByte(start);
    int length = in.getUnsignedByte(start + 1);
    int head = length == 127 ? 10 : length == 126 ? 4 : 2;
    if (available < head) {
      return false;
    }
    length =
        switch (head) {
          case 4 -> in.getUnsignedShort(start + 2);
          case 10 -> Math.toIntExact(in.getLong(start + 2));
          default -> length;
        };
    if ((first & FIN) == 0 || (first & 0x30) != 0) {
      throw new IllegalStateException("a frame that starts with " + first);
    }
    if (first == (FIN | BINARY)) {
      in.skipBytes(head);
      rest = length;
      return true;
    }
    if (available - head < length) {
      return false;
    }
    in.skipBytes(head);
    ByteBuf payload = in.readSlice(length);
    int opcode = first & 0xf;
    if (opcode == TEXT || opcode == BINARY) {
      message(payload, (first & RSV1) != 0);
    } else {
      connection.onControl(opcode, payload);
    }
    return true;
  }

  private void message(ByteBuf payload, boolean deflated) throws DataFormatException {
    Inflation inflating = inflation;
    if (deflated && inflating == null) {
      throw new IllegalStateException("deflated without agreement");
    }
    if (deflated && inflating != null) {
      connection.onMessage(inflating.inflate(payload), inflating.length());
    } else {
      int length = payload.readableBytes();
      connection.onMessage(connection.scratch(payload), length);
    }
  }

  /** Leaves out the superclass's read of more: a slow client reads when it is its time. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    context.fireChannelReadComplete();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    connection.onFailure(String.valueOf(cause.getMessage()));
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    connection.onClosed();
  }
}
