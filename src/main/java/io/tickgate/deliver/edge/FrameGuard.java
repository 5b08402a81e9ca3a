package io.tickgate.deliver.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The last of the handlers in front of Vert.x, and the one that ends connections. What a stage
 * before it refuses becomes a Close frame with its code (RFC 6455 section 7.1.7); after a Close
 * frame nothing more goes out and nothing but the peer's Close comes in. Until the endpoint is
 * there, frames wait here. Owned by the loop.
 *
 * <pre>
 *   handshake ──101──▶ waiting ──{@link #open}──▶ open ──Close frame out──▶ ended
 *       └──any other answer──▶ connection closed
 * </pre>
 */
public final class FrameGuard extends ChannelDuplexHandler {
  static final String NAME = "tickgate-guard";

  /**
   * A socket closed with unread bytes is reset, and a reset may overtake the Close frame that says
   * why. So what comes is read and dropped until the peer hangs up, for that long. Vert.x waits ten
   * times as long for the answer to a Close of ours, which is too long where our Close itself waits
   * behind what the peer doesn't read.
   */
  private static final long LINGER_MILLIS = 1_000;

  /** What an empty frame costs that waits, so that many of them don't wait for nothing. */
  private static final int WAITING_OVERHEAD = 64;

  private static final ClosedChannelException ENDED = new Ended();

  private final IntConsumer onRefused;
  private final int maxWaiting;
  private @Nullable ArrayDeque<Object> waiting; // frames, and what was wrong with one
  private int waitingBytes;
  private boolean spoiled; // what waits ends with what was wrong
  private boolean ended;
  private boolean refusingUpgrade;
  private boolean bareClose; // the peer's Close has no code, so ours has none
  private @Nullable MessageListener listener;
  private @Nullable ChannelFuture said; // our Close, on its way

  /**
   * A guard of one connection.
   *
   * @param onRefused told the code of each Close frame sent for what the client did
   * @param maxWaiting bytes of frames that may wait for the endpoint
   */
  public FrameGuard(IntConsumer onRefused, int maxWaiting) {
    this.onRefused = onRefused;
    this.maxWaiting = maxWaiting;
  }

  /** A write to a connection that has said its Close. */
  private static final class Ended extends ClosedChannelException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this; // shared by all, so of nowhere
    }
  }

  /** From now on frames wait for {@link #open}. */
  void await() {
    waiting = new ArrayDeque<>();
  }

  /**
   * The endpoint is there: it hears what has come for it meanwhile, and from now on what comes, as
   * it comes. Past Vert.x and Quarkus, which would hand messages on later, when a Close that came
   * behind them has ended the connection. On the loop.
   *
   * @param listener null for an endpoint that hears through Vert.x, which may hold it up
   */
  public static void open(Channel channel, @Nullable MessageListener listener) {
    ChannelHandlerContext context = channel.pipeline().context(NAME);
    if (context != null) {
      ((FrameGuard) context.handler()).open(context, listener);
    }
  }

  private void open(ChannelHandlerContext context, @Nullable MessageListener endpoint) {
    listener = endpoint;
    ArrayDeque<Object> came = waiting;
    waiting = null;
    if (came == null) {
      return;
    }
    for (Object each : came) {
      if (each instanceof WebSocketFrame frame) {
        onFrame(context, frame);
      } else if (each instanceof WebSocketCloseStatus status) {
        refuse(context, status);
      }
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof WebSocketFrame frame)) {
      context.fireChannelRead(message);
    } else if (waiting == null) {
      onFrame(context, frame);
    } else {
      keep(frame);
    }
  }

  private void keep(WebSocketFrame frame) {
    waitingBytes += frame.content().readableBytes() + WAITING_OVERHEAD;
    if (spoiled || waitingBytes > maxWaiting) {
      frame.release();
      spoil(WebSocketCloseStatus.MESSAGE_TOO_BIG);
    } else if (waiting != null) {
      waiting.add(frame);
    }
  }

  private void spoil(WebSocketCloseStatus status) {
    if (!spoiled && waiting != null) {
      spoiled = true;
      waiting.add(status);
    }
  }

  private void onFrame(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof CloseWebSocketFrame) {
      bareClose = !frame.content().isReadable();
      context.fireChannelRead(frame);
    } else if (ended) {
      frame.release();
    } else if (listener == null || frame instanceof PingWebSocketFrame) {
      context.fireChannelRead(frame); // Vert.x answers pings
    } else {
      tell(listener, frame);
    }
  }

  private static void tell(MessageListener listener, WebSocketFrame frame) {
    try {
      if (frame instanceof PongWebSocketFrame) {
        listener.onPong(frame.content());
      } else {
        listener.onMessage(frame.content(), frame instanceof BinaryWebSocketFrame);
      }
    } finally {
      frame.release();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    WebSocketCloseStatus status = status(cause);
    if (status == null) {
      context.fireExceptionCaught(cause);
    } else if (waiting == null) {
      refuse(context, status);
    } else {
      spoil(status);
    }
  }

  private static @Nullable WebSocketCloseStatus status(Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      return corrupted.closeStatus();
    }
    return cause instanceof TooLongFrameException ? WebSocketCloseStatus.MESSAGE_TOO_BIG : null;
  }

  /** Says why and ends the connection. */
  private void refuse(ChannelHandlerContext context, WebSocketCloseStatus status) {
    if (ended) {
      return;
    }
    end(context);
    onRefused.accept(status.code());
    if (listener != null) {
      listener.onRefused(); // it writes past this handler
    }
    linger(context);
    ChannelFuture written = context.writeAndFlush(new CloseWebSocketFrame(status));
    said = written;
    written.addListener((ChannelFutureListener) FrameGuard::hangUp);
  }

  private static void linger(ChannelHandlerContext context) {
    context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void end(ChannelHandlerContext context) {
    ended = true;
    FrameLimits limits = context.pipeline().get(FrameLimits.class);
    if (limits != null) {
      limits.end(); // the stages between do nothing more for it
    }
  }

  /** Our half is over; the peer sees the end of it and closes its own. */
  private static void hangUp(ChannelFuture written) {
    Channel channel = written.channel();
    if (!written.isSuccess()) {
      channel.close();
    } else if (channel instanceof DuplexChannel duplex
        && channel.pipeline().get(SslHandler.class) == null) { // TLS has an end of its own
      duplex.shutdownOutput();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (ended) {
      ReferenceCountUtil.release(message);
      answerWrite(message, promise);
    } else if (message instanceof ByteBuf) {
      context.write(message, promise);
    } else if (message instanceof CloseWebSocketFrame close) {
      end(context);
      say(context, close, promise.unvoid());
    } else {
      context.write(message, afterHttp(message, promise));
    }
  }

  /** At once: the peer's Close may be next, and with it the connection ends. */
  private void say(
      ChannelHandlerContext context, CloseWebSocketFrame close, ChannelPromise promise) {
    said = promise;
    boolean late = !context.channel().isWritable();
    context.writeAndFlush(sendable(close), promise);
    if (late) {
      linger(context);
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    ChannelFuture last = said;
    if (last == null || last.isDone()) {
      context.close(promise);
    } else {
      last.addListener(done -> context.close(promise)); // what was said last isn't lost
      linger(context);
    }
  }

  private static void answerWrite(Object message, ChannelPromise promise) {
    if (message instanceof CloseWebSocketFrame) {
      promise.trySuccess(); // it has been said
    } else {
      promise.tryFailure(ENDED);
    }
  }

  private CloseWebSocketFrame sendable(CloseWebSocketFrame close) {
    if (!bareClose) {
      return close;
    }
    close.release();
    return new CloseWebSocketFrame();
  }

  /** A refused upgrade ends the connection: what came behind it isn't HTTP. */
  private ChannelPromise afterHttp(Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      int status = response.status().code();
      refusingUpgrade = status >= HttpResponseStatus.OK.code();
    }
    return refusingUpgrade && message instanceof LastHttpContent
        ? promise.unvoid().addListener(ChannelFutureListener.CLOSE)
        : promise;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (waiting != null) {
      waiting.forEach(ReferenceCountUtil::release);
      waiting = null;
    }
  }
}
