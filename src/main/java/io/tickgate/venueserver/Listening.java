package io.tickgate.venueserver;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Hears one client. Runs on the loop. */
final class Listening extends SimpleChannelInboundHandler<WebSocketFrame> {
  private final Floor floor;
  private final Client client;

  Listening(Floor floor, Client client) {
    this.floor = floor;
    this.client = client;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof CloseWebSocketFrame close) {
      floor.leave(client);
      int code = close.statusCode();
      client.close(code < 1000 ? 1000 : code, "");
    } else if (frame instanceof PongWebSocketFrame) {
      client.onPong(System.nanoTime());
    } else if (frame instanceof PingWebSocketFrame) {
      if (floor.mayTalk(client)) {
        client.pong(frame.content());
      }
    } else if (frame instanceof TextWebSocketFrame text) {
      if (floor.mayTalk(client)) {
        floor.onText(client, text.text());
      }
    } else {
      client.close(1003, "text only");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    floor.leave(client);
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    floor.leave(client);
    if (cause instanceof TooLongFrameException) {
      client.close(1009, "message too big");
    } else {
      context.close(); // broken frames and broken connections alike
    }
  }
}
