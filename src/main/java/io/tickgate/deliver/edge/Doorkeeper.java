package io.tickgate.deliver.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.util.Iterator;

/**
 * Puts a {@link RequestDeadline} on each connection as it is accepted. Neither Quarkus nor Vert.x
 * shows a connection before its first request is complete, and that is too late here; but Netty
 * hands accepted connections through the pipeline of the server's channel, and a loop tells its
 * channels.
 */
@Singleton
final class Doorkeeper {
  private static final String NAME = "tickgate-doorkeeper";

  private final Vertx vertx;
  private final ChannelHandler door;

  Doorkeeper(Vertx vertx, EdgeConfig config, EdgeStats stats) {
    this.vertx = vertx;
    this.door = new Door(config, stats);
  }

  void onStart(@ObservesAsync HttpServerStart started) {
    for (EventExecutor each : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
      if (each instanceof SingleThreadEventLoop loop) {
        loop.execute(() -> guard(loop));
      }
    }
  }

  private void guard(SingleThreadEventLoop loop) {
    for (Iterator<Channel> all = loop.registeredChannelsIterator(); all.hasNext(); ) {
      Channel channel = all.next();
      if (channel instanceof ServerChannel && channel.pipeline().get(NAME) == null) {
        channel.pipeline().addFirst(NAME, door);
      }
    }
  }

  /** Sees each accepted connection before it is registered with its loop. */
  @ChannelHandler.Sharable
  private static final class Door extends ChannelInboundHandlerAdapter {
    private final EdgeConfig config;
    private final EdgeStats stats;

    Door(EdgeConfig config, EdgeStats stats) {
      this.config = config;
      this.stats = stats;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Channel accepted) {
        accepted
            .pipeline()
            .addLast("tickgate-deadline", new RequestDeadline(config.handshakeTimeout(), stats));
      }
      context.fireChannelRead(message);
    }
  }
}
