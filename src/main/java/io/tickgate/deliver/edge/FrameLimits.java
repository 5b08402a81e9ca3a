package io.tickgate.deliver.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tickgate.wire.CloseCode;
import java.util.function.LongSupplier;

/**
 * What Netty's frame decoder leaves open: codes of Close frames that nobody may send, messages cut
 * into very many fragments, and floods of pings. Owned by the loop.
 */
final class FrameLimits extends ChannelInboundHandlerAdapter {
  /** Close codes end here (RFC 6455 section 7.4.2). */
  private static final int LAST_CODE = 4999;

  /** As many as a client may send messages over its rate before it counts as flooding. */
  private static final int MAX_PINGS_OVER_RATE = 200;

  private final EdgeConfig config;
  private final EdgeStats stats;
  private final LongSupplier millis;
  private final TokenBucket pings;
  private int fragments;
  private int overRate;
  private boolean ended;

  FrameLimits(EdgeConfig config, EdgeStats stats, LongSupplier millis) {
    this.config = config;
    this.stats = stats;
    this.millis = millis;
    int perSecond = config.maxPingsPerSecond();
    this.pings = new TokenBucket(perSecond, perSecond * 2.0, millis.getAsLong());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof WebSocketFrame frame && !passes(frame)) {
      frame.release();
    } else {
      context.fireChannelRead(message);
    }
  }

  /** We have said our Close: nothing but the peer's is of interest any more. */
  void end() {
    ended = true;
  }

  private boolean passes(WebSocketFrame frame) {
    if (ended) {
      return frame instanceof CloseWebSocketFrame;
    }
    if (frame instanceof PingWebSocketFrame) {
      return answerable(frame);
    }
    if (frame instanceof CloseWebSocketFrame close) {
      if (close.statusCode() > LAST_CODE) {
        throw refusal(frame, WebSocketCloseStatus.PROTOCOL_ERROR, "close code out of range");
      }
    } else if (frame instanceof ContinuationWebSocketFrame) {
      if (++fragments > config.maxFragments()) {
        throw refusal(frame, WebSocketCloseStatus.MESSAGE_TOO_BIG, "too many fragments");
      }
    } else if (!frame.isFinalFragment()) {
      fragments = 1;
    }
    return true;
  }

  private boolean answerable(WebSocketFrame ping) {
    if (pings.tryTake(millis.getAsLong())) {
      overRate = Math.max(0, overRate - 1); // not 0: a flood too gets its rate
      return true;
    }
    stats.pingsIgnored.increment();
    if (++overRate > MAX_PINGS_OVER_RATE) {
      CloseCode code = CloseCode.FLOODING;
      throw refusal(ping, new WebSocketCloseStatus(code.code(), code.reason()), code.reason());
    }
    return false;
  }

  private static CorruptedWebSocketFrameException refusal(
      WebSocketFrame frame, WebSocketCloseStatus status, String text) {
    frame.release();
    return new CorruptedWebSocketFrameException(status, text);
  }
}
