package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.tickgate.wire.DeflateTerms;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Inflates what a client sends compressed and passes it on as one plain frame a message; what
 * wasn't agreed ends the connection. Sits between the WebSocket decoder and everyone who looks at
 * frames. Until the upgrade it sees HTTP and lets it pass. Owned by the loop.
 */
final class FrameInflater extends ChannelInboundHandlerAdapter {
  static final String NAME = "tickgate-inflater";

  private static final int RSV1 = 4; // as Netty gives the three bits
  private static final byte[] NOTHING = {};

  private final boolean agreed;
  private final int window;
  private final Supplier<MessageInflater> inflater;
  private final SessionStats stats;
  private final int limit;
  private byte[] history = NOTHING;
  private @Nullable ByteBuf parts; // compressed fragments of the message under way
  private boolean text;

  /**
   * An inflater for one connection.
   *
   * @param terms what was agreed; null when nothing was
   * @param limit bytes of a message, both compressed and not
   */
  FrameInflater(
      @Nullable DeflateTerms terms,
      Supplier<MessageInflater> inflater,
      SessionStats stats,
      int limit) {
    this.agreed = terms != null;
    this.window = terms == null ? 0 : terms.clientWindowBytes();
    this.inflater = inflater;
    this.stats = stats;
    this.limit = limit;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof WebSocketFrame frame)) {
      context.fireChannelRead(message);
    } else if (frame.rsv() != 0 && !(frame.rsv() == RSV1 && agreed && startsMessage(frame))) {
      frame.release();
      throw refusal(WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bits");
    } else if (frame.rsv() == RSV1) {
      text = frame instanceof TextWebSocketFrame;
      take(context, frame);
    } else if (parts != null && frame instanceof ContinuationWebSocketFrame) {
      take(context, frame);
    } else {
      context.fireChannelRead(frame);
    }
  }

  private static boolean startsMessage(WebSocketFrame frame) {
    return frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
  }

  private void take(ChannelHandlerContext context, WebSocketFrame frame) {
    try {
      ByteBuf before = parts;
      int size = (before == null ? 0 : before.readableBytes()) + frame.content().readableBytes();
      if (size > limit) {
        throw refusal(WebSocketCloseStatus.MESSAGE_TOO_BIG, "message too big");
      } else if (!frame.isFinalFragment()) {
        ByteBuf all = before == null ? context.alloc().buffer() : before;
        parts = all.writeBytes(frame.content());
      } else if (before == null) {
        inflate(context, frame.content());
      } else {
        inflate(context, before.writeBytes(frame.content()));
        forgetParts();
      }
    } finally {
      frame.release();
    }
  }

  private void inflate(ChannelHandlerContext context, ByteBuf message) {
    ByteBuf out = context.alloc().buffer(Math.min(256, limit), limit);
    switch (inflater.get().inflate(message, history, out)) {
      case DONE -> {
        history = window == 0 ? NOTHING : MessageInflater.window(history, out, window);
        context.fireChannelRead(text ? new TextWebSocketFrame(out) : new BinaryWebSocketFrame(out));
      }
      case BROKEN -> {
        out.release();
        throw refusal(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "not deflate");
      }
      case TOO_BIG -> {
        out.release();
        throw refusal(WebSocketCloseStatus.MESSAGE_TOO_BIG, "message too big");
      }
    }
  }

  /** What the guard at the end of the pipeline says goodbye with; nothing comes after it. */
  private CorruptedWebSocketFrameException refusal(WebSocketCloseStatus status, String text) {
    forgetParts();
    history = NOTHING;
    stats.inflateRefused.increment();
    return new CorruptedWebSocketFrameException(status, text);
  }

  private void forgetParts() {
    ReferenceCountUtil.release(parts);
    parts = null;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    forgetParts();
  }
}
