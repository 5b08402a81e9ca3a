package io.tickgate.deliver.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request head takes too long, however regularly its bytes come: an idle
 * timeout never sees a client that sends a byte a second. The first in the pipeline, so TLS
 * handshakes count too. Owned by the loop.
 *
 * <pre>
 *   accepted ─────▶ head under way ──request──▶ answering ──response done──▶ quiet
 *                        ▲                                                     │
 *                        └───────────────────── next byte ─────────────────────┘
 * </pre>
 *
 * <p>A connection that became a WebSocket, or speaks HTTP/2 and so has many requests at once, has
 * passed: the handler goes away.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  private final Duration timeout;
  private final EdgeStats stats;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> deadline;
  private int answering; // requests: one, and those that came pipelined

  RequestDeadline(Duration timeout, EdgeStats stats) {
    this.timeout = timeout;
    this.stats = stats;
  }

  /** The head of a request is here. */
  static void onRequest(ChannelPipeline pipeline, RoutingContext routing) {
    RequestDeadline of = pipeline.get(RequestDeadline.class);
    if (of == null) {
      return;
    }
    if (routing.request().version() == HttpVersion.HTTP_2) {
      pipeline.remove(of);
      return;
    }
    of.stop();
    of.answering++;
    routing.addEndHandler(done -> of.answering--);
  }

  /** The connection becomes a WebSocket. */
  static void onUpgrade(ChannelPipeline pipeline) {
    RequestDeadline of = pipeline.get(RequestDeadline.class);
    if (of != null) {
      pipeline.remove(of);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    start();
    active.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    if (answering == 0 && deadline == null) {
      start();
    }
    reading.fireChannelRead(message);
  }

  private void start() {
    ChannelHandlerContext own = context;
    if (own != null) {
      deadline = own.executor().schedule(this::onLate, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void onLate() {
    stats.lateRequests.increment();
    if (context != null) {
      context.close();
    }
  }

  private void stop() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    stop();
    inactive.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    stop();
  }
}
