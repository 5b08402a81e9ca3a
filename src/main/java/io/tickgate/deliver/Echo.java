package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.tickgate.deliver.edge.MessageListener;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.DeflateTerms;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Sends one connection's messages back, deflated where that was agreed. Used on its loop. */
final class Echo implements MessageListener {
  private static final int RSV1 = 4; // as Netty gives the three bits

  private final Channel channel;
  private final @Nullable DeflateTerms terms;
  private @Nullable FrameDeflater deflater;

  Echo(Channel channel, @Nullable DeflateTerms terms) {
    this.channel = channel;
    this.terms = terms;
  }

  /** A message back. A client that doesn't read what it asked for is cut off. */
  @Override
  public void onMessage(ByteBuf message, boolean binary) {
    if (!channel.isWritable() && channel.bytesBeforeWritable() > Session.MAX_UNSENT) {
      CloseCode code = CloseCode.SLOW;
      channel.writeAndFlush(new CloseWebSocketFrame(code.code(), code.reason()));
      return; // the guard hangs up: nobody reads on the other side
    }
    // deflated alone a message refers as far back as it is long: beyond the window it goes plain
    boolean small = terms != null && message.readableBytes() <= terms.serverWindowBytes();
    if (small && message.isReadable()) {
      write(deflater().deflateAlone(message, channel.alloc()), binary, RSV1);
    } else {
      write(message.retain(), binary, 0);
    }
  }

  private void write(ByteBuf content, boolean binary, int bits) {
    channel.writeAndFlush(
        binary
            ? new BinaryWebSocketFrame(true, bits, content)
            : new TextWebSocketFrame(true, bits, content));
  }

  private FrameDeflater deflater() {
    FrameDeflater own = deflater;
    if (own == null) {
      own = new FrameDeflater(Deflater.DEFAULT_COMPRESSION);
      deflater = own;
    }
    return own;
  }

  /** Gives the deflater's memory back. */
  void end() {
    if (deflater != null) {
      deflater.end();
      deflater = null;
    }
  }
}
