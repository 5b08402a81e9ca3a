package io.tickgate.deliver.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.tickgate.wire.CloseCode;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Puts the handlers of this package into the pipelines of connections. On their loops. */
@Singleton
public final class EdgePipeline {
  private static final String HTTP_DECODER = "httpDecoder"; // names that Vert.x gives
  private static final String VERTX = "handler";

  private static final String LIMITS = "tickgate-limits";

  private final EdgeConfig config;
  private final EdgeStats stats;
  private final Function<CloseCode, LongAdder> closes;
  private final int maxMessage;

  EdgePipeline(
      EdgeConfig config,
      EdgeStats stats,
      CloseCounter closes,
      @ConfigProperty(name = "quarkus.websockets-next.server.max-message-size") int maxMessage) {
    EdgeChecks.check(config);
    this.config = config;
    this.stats = stats;
    this.closes = closes;
    this.maxMessage = maxMessage;
  }

  /** Counts the connections closed with a code. */
  public interface CloseCounter extends Function<CloseCode, LongAdder> {}

  /**
   * Keeps what comes behind a request to upgrade from being read as HTTP; any answer but 101 ends
   * the connection.
   */
  void hold(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    if (pipeline.get(FrameGuard.NAME) == null && pipeline.get(HTTP_DECODER) != null) {
      pipeline.addBefore(VERTX, FrameGuard.NAME, new FrameGuard(this::onRefused, maxMessage));
      pipeline.replace(HTTP_DECODER, HTTP_DECODER, new HeldRequests(maxMessage));
    }
  }

  private void onRefused(int code) {
    for (CloseCode each : CloseCode.values()) {
      if (each.code() == code) {
        closes.apply(each).increment();
      }
    }
  }

  /**
   * Makes a connection strict that is about to be upgraded. An upgrade that is allowed and then
   * fails ends the connection, so this happens once.
   *
   * @param inflater for what the client sends compressed; null where no extension is agreed to
   * @param waits whether the endpoint calls {@link FrameGuard#open} once it is there; frames are
   *     kept until then
   * @param longest bytes of a message
   */
  public void harden(
      Channel channel, @Nullable ChannelInboundHandler inflater, boolean waits, int longest) {
    hold(channel); // a filter of somebody else's may have got in between
    ChannelPipeline pipeline = channel.pipeline();
    RequestDeadline.onUpgrade(pipeline);
    if (waits) {
      pipeline.get(FrameGuard.class).await();
    }
    FrameLimits limits =
        new FrameLimits(config, stats, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    pipeline.addBefore(FrameGuard.NAME, LIMITS, limits);
    pipeline.addBefore(
        FrameGuard.NAME, "tickgate-inflater", inflater == null ? new NoExtensions() : inflater);
    pipeline.addBefore(FrameGuard.NAME, "tickgate-utf8", new Utf8FrameValidator(false));
    pipeline.addBefore(FrameGuard.NAME, "tickgate-join", new WebSocketFrameAggregator(longest));
  }

  /** Vert.x lets the decoder pass reserved bits, since it could have agreed to an extension. */
  private static final class NoExtensions extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof WebSocketFrame frame && frame.rsv() != 0) {
        frame.release();
        throw new CorruptedWebSocketFrameException(
            WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bits");
      }
      context.fireChannelRead(message);
    }
  }
}
