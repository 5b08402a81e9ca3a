package io.tickgate.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ByteProcessor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One client as the protocol wants it: told of a drain, it stays until it is sent away and comes
 * back when its time has come; otherwise it comes back after a jittered wait. The loop's.
 */
final class CrowdClient {
  private static final int DRAINING = 1012;
  private static final byte[] UPDATE = "{\"type\":\"update\"".getBytes(US_ASCII);
  private static final byte[] SNAPSHOT = "{\"type\":\"snapshot\"".getBytes(US_ASCII);
  private static final String ASSIGNED = "\"reconnectAfterMs\":";

  private final Crowd crowd;
  private final String subscribe;
  private boolean over;
  private Channel channel;
  private boolean served; // on this connection
  private int code;

  // since the last look
  private long lastDataNanos;
  private long longestNanos;
  private long toldNanos;
  private long assignedMillis;
  private int reconnects;

  CrowdClient(Crowd crowd, String symbol, int intervalMillis) {
    this.crowd = crowd;
    this.subscribe =
        "{\"op\":\"subscribe\",\"id\":1,\"channel\":\"quote\",\"intervalMs\":%d,\"symbols\":[\"%s\"]}"
            .formatted(intervalMillis, symbol);
  }

  /** What its next connection ends its pipeline with. */
  SimpleChannelInboundHandler<WebSocketFrame> handler() {
    code = 0;
    return new Handler();
  }

  void look() {
    lastDataNanos = System.nanoTime();
    longestNanos = 0;
    assignedMillis = 0;
    reconnects = 0;
  }

  /** Whether something came on the connection of now. */
  boolean served() {
    return served;
  }

  /** Up to now, as it may still be waiting. */
  long longestMillis() {
    long waiting = System.nanoTime() - lastDataNanos;
    return TimeUnit.NANOSECONDS.toMillis(Math.max(longestNanos, waiting));
  }

  /** What it was told to wait, 0 when it wasn't. */
  long assignedMillis() {
    return assignedMillis;
  }

  int reconnects() {
    return reconnects;
  }

  void onFailed(Throwable cause) {
    crowd.onFailure(cause);
    again(ThreadLocalRandom.current().nextLong(100, 1_000));
  }

  private void again(long afterMillis) {
    if (!over) {
      crowd.loop().schedule(() -> crowd.connect(this), afterMillis, TimeUnit.MILLISECONDS);
    }
  }

  void close() {
    over = true;
    if (channel != null) {
      channel.close();
    }
  }

  private void onText(TextWebSocketFrame frame) {
    if (starts(frame, UPDATE) || starts(frame, SNAPSHOT)) {
      long now = System.nanoTime();
      if (lastDataNanos != 0) {
        longestNanos = Math.max(longestNanos, now - lastDataNanos);
      }
      lastDataNanos = now;
      served = true;
      return;
    }
    String text = frame.content().toString(UTF_8);
    int at = text.indexOf(ASSIGNED);
    if (at >= 0) {
      String rest = text.substring(at + ASSIGNED.length());
      assignedMillis = Long.parseLong(rest.split("[,}]", 2)[0]);
      toldNanos = System.nanoTime();
    }
  }

  private static boolean starts(TextWebSocketFrame frame, byte[] with) {
    var bytes = frame.content();
    if (bytes.readableBytes() < with.length) {
      return false;
    }
    int[] at = {bytes.readerIndex(), 0};
    ByteProcessor same = each -> each == with[at[1]++];
    return bytes.forEachByte(at[0], with.length, same) < 0;
  }

  private void onGone() {
    channel = null;
    served = false;
    if (over) {
      return;
    }
    crowd.onGone(code);
    reconnects++;
    if (code != DRAINING) {
      again(ThreadLocalRandom.current().nextLong(100, 1_000));
      return;
    }
    long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - toldNanos);
    again(Math.max(0, assignedMillis - since));
  }

  private final class Handler extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        channel = context.channel();
        crowd.onOpen();
        context.writeAndFlush(new TextWebSocketFrame(subscribe));
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      if (frame instanceof TextWebSocketFrame text) {
        onText(text);
      } else if (frame instanceof CloseWebSocketFrame close) {
        code = close.statusCode();
        context.writeAndFlush(close.retain());
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (channel == context.channel()) {
        onGone();
      } else {
        onFailed(new IllegalStateException("ended before it was open"));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      crowd.onFailure(cause);
      context.close();
    }
  }
}
