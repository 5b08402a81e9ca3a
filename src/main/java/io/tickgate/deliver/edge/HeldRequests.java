package io.tickgate.deliver.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;

/**
 * Stands in for the HTTP decoder once an upgrade was asked for. What comes behind the request are
 * frames, and the other would take them for HTTP; this one keeps the bytes. Netty's handshaker puts
 * the WebSocket decoder in the place of the HTTP decoder, which is how it gets them. Owned by the
 * loop.
 */
final class HeldRequests extends HttpRequestDecoder {
  private final int limit;

  /** Keeps that many bytes; a client that sends more before it has an answer is cut off. */
  HeldRequests(int limit) {
    this.limit = limit;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() > limit) {
      in.skipBytes(in.readableBytes());
      context.close();
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    // the connection ends: nobody reads it any more
  }
}
