package io.tickgate.venueserver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;

/** HTTP: lets WebSockets in, answers what the venue answers by REST. Runs on the loop. */
final class Entrance extends SimpleChannelInboundHandler<FullHttpRequest> {
  /** 1024 streams of Binance in one request are about 30 kB. */
  static final int MOST_BYTES = 65_536;

  private static final HttpAnswer NOT_FOUND = new HttpAnswer(404, new byte[0]);

  private final Floor floor;

  Entrance(Floor floor) {
    this.floor = floor;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (!request.decoderResult().isSuccess()) {
      answer(context, new HttpAnswer(400, new byte[0]));
    } else if (request
        .headers()
        .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      upgrade(context, request);
    } else {
      ask(context, request);
    }
  }

  private void ask(ChannelHandlerContext context, FullHttpRequest request) {
    DepthQuery query =
        request.method().equals(HttpMethod.GET) ? floor.dialect().depthQuery(request.uri()) : null;
    if (query == null) {
      answer(context, NOT_FOUND);
    } else {
      floor.ask(query, answer -> answer(context, answer));
    }
  }

  private void upgrade(ChannelHandlerContext context, FullHttpRequest request) {
    if (!floor.dialect().accepts(new QueryStringDecoder(request.uri()).path())) {
      answer(context, NOT_FOUND);
      return;
    }
    if (!floor.admits()) {
      answer(context, new HttpAnswer(503, new byte[0]));
      return;
    }
    WebSocketDecoderConfig limits =
        WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(MOST_BYTES).build();
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory("ws://venue" + request.uri(), null, limits)
            .newHandshaker(request);
    if (handshaker == null) {
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
      return;
    }
    String uri = request.uri();
    ChannelPipeline pipeline = context.pipeline();
    pipeline.remove("timeout");
    handshaker
        .handshake(context.channel(), request)
        .addListener(
            done -> {
              if (done.isSuccess() && context.channel().isActive()) {
                welcome(pipeline, uri);
              }
            });
  }

  private void welcome(ChannelPipeline pipeline, String uri) {
    Client client = new Client(pipeline.channel(), floor, System.nanoTime());
    pipeline.addLast(new Utf8FrameValidator());
    pipeline.addLast(new WebSocketFrameAggregator(MOST_BYTES));
    pipeline.addLast(new Listening(floor, client));
    pipeline.remove(this);
    floor.enter(client, uri);
  }

  private static void answer(ChannelHandlerContext context, HttpAnswer answer) {
    ByteBuf body = Unpooled.wrappedBuffer(answer.body());
    HttpResponseStatus status = HttpResponseStatus.valueOf(answer.status());
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json;charset=UTF-8");
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    if (answer.status() == 200) {
      context.writeAndFlush(response);
    } else {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // not HTTP, or gone
  }
}
