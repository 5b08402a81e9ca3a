package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tickgate.security.Identity;
import io.tickgate.wire.Encoding;
import java.nio.charset.StandardCharsets;

/**
 * A client that reads everything at once and answers pings: the session and its transport are the
 * real ones, and bytes end where the socket's buffer would take them.
 */
final class SwallowingClient {
  private static final int PING = 0x89;
  private static final int NONE = -1;

  private final Session session;
  private final Dialogue dialogue;
  private int ping = NONE;

  SwallowingClient(Fanout fanout, SessionContext context) {
    EmbeddedChannel channel = new EmbeddedChannel();
    Transport transport = new WebSocketTransport(channel, null, false, Compression.OFF, "bench");
    channel.pipeline().addFirst(new Swallow());
    session = new Session("bench", transport, Encoding.JSON, fanout, context, Identity.ANYONE);
    dialogue = new Dialogue(session);
    session.open("welcome".getBytes(StandardCharsets.US_ASCII));
  }

  private final class Swallow extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      ByteBuf bytes = (ByteBuf) message;
      int first = bytes.readerIndex();
      if (bytes.isReadable() && bytes.getUnsignedByte(first) == PING) {
        ping = bytes.getInt(first + 2);
      }
      bytes.release();
      promise.trySuccess();
    }
  }

  void say(String request) {
    dialogue.onMessage(request.getBytes(StandardCharsets.US_ASCII), false);
  }

  /** Answers the ping that came last, if there is one. */
  void answer() {
    if (ping != NONE) {
      int number = ping;
      ping = NONE;
      session.onPong(number);
    }
  }
}
